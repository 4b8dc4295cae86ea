import { readSealingKeys } from '@/lib/adapters/key-file/read-sealing-keys'
import { rotateCredentialKeys } from '@/lib/credentials/rotate-credential-keys'
import { getEnv } from '@/lib/env'
import { listTenants } from '@/lib/tenancy/list-tenants'
import { systemScope } from '@/lib/tenancy/scope'
import { type Command, printJson, printLine, UsageError } from './command'

export const keysCommand: Command = {
  help: `
Usage: postino keys rotate

Seals the secrets of all tenants anew with the key in use: the first of KEY_FILE, or the one that follows from
POSTINO_SECRET. After that the older keys can go. Safe to repeat, and to run beside everything else.

  --json                         as one JSON object`,
  options: { json: { type: 'boolean' } },
  run: async ({ values, positionals: [what] }) => {
    if (what !== 'rotate') throw new UsageError('keys knows rotate.')
    const keys = readSealingKeys(getEnv())
    let resealed = 0
    for (const tenantId of await listTenants())
      resealed += await rotateCredentialKeys(systemScope(tenantId, 'keys'), keys)
    if (values.json) printJson({ key: keys.current.id, resealed })
    else printLine(`Sealed anew with ${keys.current.id}: ${resealed}`)
    return 0
  },
}

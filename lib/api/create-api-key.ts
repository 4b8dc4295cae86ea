import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import type { AgentScope } from '@/lib/tenancy/scope'
import type { CreateApiKeyInput } from './inputs'
import { makeKeySecret } from './key-secret'
import { insertApiKey } from './store'
import type { CreatedApiKey } from './types'

const dayMs = 24 * 3_600_000

/** A key with these scopes. Its secret is in this answer and nowhere else afterwards. */
export async function createApiKey(scope: AgentScope, input: CreateApiKeyInput): Promise<CreatedApiKey> {
  const at = now()
  const { secret, prefix, hash } = makeKeySecret()
  const key = {
    id: newId(),
    name: input.name,
    prefix,
    scopes: [...new Set(input.scopes)],
    expiresAt: input.lifetimeDays === null ? null : new Date(at.getTime() + input.lifetimeDays * dayMs),
  }
  const { membershipId, displayName } = scope.actor
  await withTenant(scope, (db) => insertApiKey(db, { ...key, hash }, { membershipId, at }))
  return {
    secret,
    key: {
      ...key,
      createdBy: displayName,
      createdAt: at.toISOString(),
      lastUsedAt: null,
      expiresAt: key.expiresAt?.toISOString() ?? null,
      isOver: false,
    },
  }
}

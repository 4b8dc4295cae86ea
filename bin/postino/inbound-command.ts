import { z } from 'zod'
import { createInboundEndpoint } from '@/lib/inbound/create-inbound-endpoint'
import { listInboundEndpoints } from '@/lib/inbound/list-inbound-endpoints'
import { revokeInboundEndpoint } from '@/lib/inbound/revoke-inbound-endpoint'
import { scopeOfTenant } from '@/lib/tenancy/scope-of-tenant'
import { type Command, printJson, printLine, requireOption, UsageError } from './command'

export const inboundCommand: Command = {
  help: `
Usage: postino inbound create --tenant SLUG --address ADDRESS   opens a way in by HTTP for a creation address
       postino inbound list --tenant SLUG
       postino inbound revoke ID --tenant SLUG

A program posts the mail as it is (message/rfc822, up to 50 MB) and signs it as Standard Webhooks says: webhook-id,
webhook-timestamp and webhook-signature, HMAC-SHA256 over "id.timestamp.body". The secret is printed once.

  --json                         as JSON, one object a line`,
  options: { tenant: { type: 'string' }, address: { type: 'string' }, json: { type: 'boolean' } },
  run: async ({ values, positionals: [what, given] }) => {
    const scope = await scopeOfTenant(requireOption(values, 'tenant'), 'command line')
    const print = (value: object) => {
      if (values.json) printJson(value)
      else printLine(wordsOf(value))
    }
    if (what === 'create')
      print(await createInboundEndpoint(scope, { address: requireOption(values, 'address') }))
    else if (what === 'list') for (const endpoint of await listInboundEndpoints(scope)) print(endpoint)
    else if (what === 'revoke') await revokeInboundEndpoint(scope, { endpointId: requireId(given) })
    else throw new UsageError('inbound knows create, list and revoke.')
    return 0
  },
}

const wordsOf = (value: object): string =>
  Object.entries(value)
    .map(([name, one]) => `${name}: ${one instanceof Date ? one.toISOString() : String(one ?? 'no')}`)
    .join('  ')

function requireId(text: string | undefined): string {
  const id = z.uuid().safeParse(text)
  if (!id.success) throw new UsageError('Which endpoint? Its id is in the list.')
  return id.data
}

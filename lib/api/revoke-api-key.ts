import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import type { AgentScope } from '@/lib/tenancy/scope'
import type { RevokeApiKeyInput } from './inputs'
import { endApiKey } from './store'

/** Ends a key; its next request is refused. @throws AppError `not_found` */
export async function revokeApiKey(scope: AgentScope, { apiKeyId }: RevokeApiKeyInput): Promise<null> {
  const by = { membershipId: scope.actor.membershipId, at: now() }
  if (!(await withTenant(scope, (db) => endApiKey(db, apiKeyId, by)))) throw notFound('api key')
  return null
}

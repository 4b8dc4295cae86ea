import { deleteIdentity } from '@/lib/db/system-identities'
import { AppError, notFound } from '@/lib/errors'
import type { AgentScope } from '@/lib/tenancy/scope'
import { auditIdentity } from './audit-identity'
import type { UnlinkIdentityInput } from './inputs'
import { requireReauthentication } from './reauthentication'

/**
 * Takes one of the acting person's linked identities away.
 *
 * @throws AppError `reauthentication_needed`, `not_found`, `last_way_in` when nothing else would let him in
 */
export async function unlinkIdentity(scope: AgentScope, input: UnlinkIdentityInput): Promise<null> {
  await requireReauthentication(scope)
  const answer = await deleteIdentity(scope.actor.userId, input.identityId)
  if (answer === 'unknown') throw notFound('identity')
  if (answer === 'last_way_in') throw new AppError('last_way_in', 'no password and no other identity')
  await auditIdentity(scope, 'identity_unlinked', { provider: answer.provider })
  return null
}

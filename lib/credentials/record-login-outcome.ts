import { withTenant } from '@/lib/db/with-tenant'
import type { TenantScope } from '@/lib/tenancy/scope'
import { recordAcceptance, recordRefusal } from './store'

/**
 * Writes down what a server said to a login. Only a refusal of the login itself belongs here: a throttled or
 * unreachable server says nothing about the password.
 *
 * @returns whether this refusal was the one after which nobody tries any more: the tenant must act
 */
export async function recordLoginOutcome(
  scope: TenantScope,
  input:
    | { credentialId: string; outcome: 'accepted' }
    | { credentialId: string; outcome: 'refused'; word: string },
): Promise<{ hasStopped: boolean }> {
  return withTenant(scope, async (db) => {
    if (input.outcome === 'refused')
      return { hasStopped: await recordRefusal(db, input.credentialId, input.word) }
    await recordAcceptance(db, input.credentialId)
    return { hasStopped: false }
  })
}

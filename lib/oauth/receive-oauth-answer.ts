import { now } from '@/lib/clock'
import { sealSecret } from '@/lib/credentials/seal-secret'
import type { SealingKeys } from '@/lib/credentials/types'
import { withTenant } from '@/lib/db/with-tenant'
import { AppError } from '@/lib/errors'
import { recordEvents } from '@/lib/outbox/record-events'
import type { AgentScope } from '@/lib/tenancy/scope'
import type { OAuthAnswerInput } from './inputs'
import { hashState } from './start-oauth'
import { finishOAuthRequest, keepAnswer, useOAuthRequest } from './store'

/**
 * A provider sent a browser back. The state is good once, for ten minutes, in the session, tenant and provider it was
 * made for. The code is sealed for a worker: pages do not talk to providers.
 *
 * @throws AppError `not_found` for a state that is none of these
 */
export async function receiveOAuthAnswer(
  scope: AgentScope,
  { provider, state, code, error, iss }: OAuthAnswerInput,
  ports: { sealingKeys: SealingKeys },
): Promise<{ oauthRequestId: string }> {
  const at = now()
  return withTenant(scope, async (db) => {
    const request = await useOAuthRequest(db, {
      ...{ stateHash: hashState(state), provider, sessionId: scope.sessionId, at },
    })
    if (!request) throw new AppError('not_found', 'no such request for consent')
    const { id } = request
    if (code === undefined || error !== undefined) {
      await finishOAuthRequest(db, id, 'denied', at)
      return { oauthRequestId: id }
    }
    const parameters = { code, state, ...(iss !== undefined && { iss }) }
    await keepAnswer(db, id, sealSecret(parameters, { tenantId: scope.tenantId, id }, ports.sealingKeys))
    await recordEvents(db, [
      { name: 'oauth/code-received', data: { tenantId: scope.tenantId, oauthRequestId: id } },
    ])
    return { oauthRequestId: id }
  })
}

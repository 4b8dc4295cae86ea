import { now } from '@/lib/clock'
import { type RateLimit, takePoint } from '@/lib/db/rate-limits'
import { findApiKeyByHash, touchApiKey } from '@/lib/db/system-api'
import { AppError } from '@/lib/errors'
import { isKeyScope } from '@/lib/tenancy/key-scopes'
import type { ApiScope } from '@/lib/tenancy/scope'
import { hashInHeader } from './key-secret'

/** Requests of one key: ten in a second, kept up for a minute. */
export const requestLimit = { name: 'api-key', points: 600, windowSeconds: 60 } as const satisfies RateLimit

/** "Last used" is for people: a minute is exact enough, and saves a write a request. */
const touchEveryMs = 60_000

/**
 * The scope of the program whose key stands in an Authorization header, read anew at every request.
 *
 * @throws AppError `unauthenticated` for a key that is missing, malformed, unknown, revoked or over, or whose
 *   tenant is suspended: the caller cannot tell which; `rate_limited`
 */
export async function enterWithKey(authorization: string | null): Promise<ApiScope> {
  const at = now()
  const hash = hashInHeader(authorization)
  const key = hash === null ? null : await findApiKeyByHash(hash, at)
  if (!key) throw new AppError('unauthenticated', 'no usable api key')
  const answer = await takePoint(requestLimit, key.apiKeyId)
  if (!answer.isAllowed) throw new AppError('rate_limited', 'too many requests', { details: { ...answer } })
  if (key.lastUsedAt === null || at.getTime() - key.lastUsedAt.getTime() > touchEveryMs)
    await touchApiKey(key.apiKeyId, at)
  const { tenantId, apiKeyId, name, keyScopes } = key
  return { tenantId, actor: { kind: 'api-key', apiKeyId, name, keyScopes: keyScopes.filter(isKeyScope) } }
}

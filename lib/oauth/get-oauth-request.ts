import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import type { TenantScope } from '@/lib/tenancy/scope'
import type { GetOAuthRequestInput } from './inputs'
import { findOAuthRequest } from './store'
import type { OAuthRequestDto } from './types'

/** What became of a consent. @throws AppError `not_found` */
export async function getOAuthRequest(
  scope: TenantScope,
  { oauthRequestId }: GetOAuthRequestInput,
): Promise<OAuthRequestDto> {
  const request = await withTenant(scope, (db) => findOAuthRequest(db, oauthRequestId))
  if (!request) throw notFound('request for consent')
  return request
}

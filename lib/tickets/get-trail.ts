import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import type { TenantScope } from '@/lib/tenancy/scope'
import type { GetTrailInput } from './inputs'
import { findTrail } from './trail-store'
import type { TrailDto } from './types'

/**
 * Why a delivered mail is where it is.
 *
 * @throws AppError `not_found`
 */
export async function getTrail(scope: TenantScope, { rawMailId }: GetTrailInput): Promise<TrailDto> {
  const trail = await withTenant(scope, (db) => findTrail(db, rawMailId))
  if (!trail) throw notFound('raw mail')
  return trail
}

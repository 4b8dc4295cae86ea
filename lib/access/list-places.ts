import { listMembershipsOfUser } from '@/lib/db/system'
import type { TenantPlace } from './types'

/** The tenants that a person may enter, by name. */
export async function listPlaces(userId: string): Promise<TenantPlace[]> {
  const memberships = await listMembershipsOfUser(userId)
  return memberships
    .filter(({ tenant }) => !tenant.isSuspended)
    .map(({ tenant: { slug, name, locale } }) => ({ slug, name, locale }))
}

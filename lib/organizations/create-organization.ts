import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import type { TenantScope } from '@/lib/tenancy/scope'
import { findOrganization, insertOrganization, type OrganizationDto } from './store'

/** The same request again (the same id) finds the organization that it made. */
export async function createOrganization(
  scope: TenantScope,
  { id, name }: { id: string; name: string },
): Promise<OrganizationDto> {
  const at = now()
  return withTenant(scope, async (db) => {
    const first = await findOrganization(db, id)
    if (first) return first
    await insertOrganization(db, { id, name }, at)
    return { id, name, isHouse: false, createdAt: at.toISOString() }
  })
}

import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import type { TenantScope } from '@/lib/tenancy/scope'
import { findOrganization, type OrganizationDto, renameOrganization as rename } from './store'

/** @throws AppError `not_found` */
export async function renameOrganization(
  scope: TenantScope,
  { organizationId, name }: { organizationId: string; name: string },
): Promise<OrganizationDto> {
  return withTenant(scope, async (db) => {
    const isRenamed = await rename(db, organizationId, name)
    const organization = isRenamed ? await findOrganization(db, organizationId) : null
    if (!organization) throw notFound('organization')
    return organization
  })
}

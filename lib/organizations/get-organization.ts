import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import type { TenantScope } from '@/lib/tenancy/scope'
import { findOrganization, type OrganizationDto } from './store'

/** @throws AppError `not_found` */
export async function getOrganization(
  scope: TenantScope,
  { organizationId }: { organizationId: string },
): Promise<OrganizationDto> {
  const organization = await withTenant(scope, (db) => findOrganization(db, organizationId))
  if (!organization) throw notFound('organization')
  return organization
}

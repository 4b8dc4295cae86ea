import { findTenantBySlug } from '@/lib/db/system'
import { notFound } from '@/lib/errors'
import { systemScope, type TenantScope } from './scope'

/** The scope of an operator who names a tenant by its slug. @throws AppError `not_found` */
export async function scopeOfTenant(slug: string, name: string): Promise<TenantScope> {
  const tenant = await findTenantBySlug(slug)
  if (!tenant) throw notFound('tenant')
  return systemScope(tenant.id, name)
}

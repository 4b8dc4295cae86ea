import { findTenantOfRawMail } from '@/lib/db/system-mail'
import { notFound } from '@/lib/errors'
import { systemScope, type TenantScope } from '@/lib/tenancy/scope'

/** An operator names a mail by its id alone: the scope of the tenant whose it is. @throws AppError `not_found` */
export async function scopeOfRawMail(rawMailId: string, name: string): Promise<TenantScope> {
  const tenantId = await findTenantOfRawMail(rawMailId)
  if (tenantId === null) throw notFound('raw mail')
  return systemScope(tenantId, name)
}

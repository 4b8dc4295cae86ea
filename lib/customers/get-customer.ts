import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import type { TenantScope } from '@/lib/tenancy/scope'
import { type CustomerDto, findCustomer } from './customer-store'

/** @throws AppError `not_found` */
export async function getCustomer(
  scope: TenantScope,
  { customerId }: { customerId: string },
): Promise<CustomerDto> {
  const customer = await withTenant(scope, (db) => findCustomer(db, customerId))
  if (!customer) throw notFound('customer')
  return customer
}

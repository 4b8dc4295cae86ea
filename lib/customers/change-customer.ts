import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import { readableName } from '@/lib/mail/display-name'
import type { TenantScope } from '@/lib/tenancy/scope'
import { type CustomerDto, findCustomer, hasOrganization, updateCustomer } from './customer-store'

/** @throws AppError `not_found` for the customer and the organization */
export async function changeCustomer(
  scope: TenantScope,
  input: {
    customerId: string
    name?: string | undefined
    locale?: string | null | undefined
    organizationId?: string | null | undefined
  },
): Promise<CustomerDto> {
  const { customerId, name, locale, organizationId } = input
  return withTenant(scope, async (db) => {
    if (organizationId && !(await hasOrganization(db, organizationId))) throw notFound('organization')
    const isChanged = await updateCustomer(db, customerId, {
      ...(name === undefined ? {} : { name: readableName(name) }),
      ...(locale === undefined ? {} : { locale }),
      ...(organizationId === undefined ? {} : { organizationId }),
    })
    const customer = isChanged ? await findCustomer(db, customerId) : null
    if (!customer) throw notFound('customer')
    return customer
  })
}

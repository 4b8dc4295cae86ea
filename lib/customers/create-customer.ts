import { now } from '@/lib/clock'
import { isUniqueViolation } from '@/lib/db/errors'
import { withTenant } from '@/lib/db/with-tenant'
import { AppError, notFound } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { addressKey, parseAddress } from '@/lib/mail/address'
import { readableName } from '@/lib/mail/display-name'
import type { TenantScope } from '@/lib/tenancy/scope'
import { type CustomerDto, findCustomer, hasOrganization, insertCustomer } from './customer-store'

/**
 * A customer whom somebody says who he is: a registered one. The same request again (the same id) finds him.
 *
 * @throws AppError `conflict` when somebody has the address; `not_found` for the organization; `invalid_input` for an
 *   address that is none
 */
export async function createCustomer(
  scope: TenantScope,
  input: {
    id: string
    name: string
    address: string
    locale?: string | null | undefined
    organizationId?: string | null | undefined
  },
): Promise<CustomerDto> {
  const at = now()
  const address = parseAddress(input.address)?.address
  if (!address) throw new AppError('invalid_input', 'no address', { details: { fields: ['address'] } })
  const { id, locale = null, organizationId = null } = input
  try {
    return await withTenant(scope, async (db) => {
      const first = await findCustomer(db, id)
      if (first) return first
      if (organizationId !== null && !(await hasOrganization(db, organizationId)))
        throw notFound('organization')
      await insertCustomer(
        db,
        { id, name: readableName(input.name), locale, organizationId },
        { id: newId(), address, addressKey: addressKey(address) },
        at,
      )
      const made = await findCustomer(db, id)
      if (!made) throw new Error('the customer was made in this transaction')
      return made
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('conflict', 'a customer has this address')
    throw error
  }
}

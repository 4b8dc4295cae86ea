import { withTenant } from '@/lib/db/with-tenant'
import type { TenantScope } from '@/lib/tenancy/scope'
import { type CustomerDto, readCustomerPage } from './customer-store'
import { decodeIdCursor, pageOfRows } from './id-cursor'

/**
 * A page of the customers, newest first. Another tenant's organization simply finds nothing.
 *
 * @throws AppError `invalid_input` for a cursor that is not ours
 */
export async function listCustomers(
  scope: TenantScope,
  input: {
    address?: string | undefined
    organizationId?: string | undefined
    cursor?: string | undefined
    limit: number
  },
): Promise<{ items: CustomerDto[]; nextCursor: string | null }> {
  const filter = {
    addressKey: input.address?.toLowerCase() ?? null,
    organizationId: input.organizationId ?? null,
    beforeId: input.cursor === undefined ? null : decodeIdCursor(input.cursor),
    limit: input.limit + 1,
  }
  return pageOfRows(await withTenant(scope, (db) => readCustomerPage(db, filter)), input.limit)
}

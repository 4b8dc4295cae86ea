import { withTenant } from '@/lib/db/with-tenant'
import type { TenantScope } from '@/lib/tenancy/scope'
import { readBlockedAddresses } from './store'
import type { BlockedAddressDto } from './types'

const pageSize = 50

/**
 * A page of the addresses that nothing is ever sent to, in their order. `after` is the last one of the page before;
 * any text will do.
 */
export async function listBlockedAddresses(
  scope: TenantScope,
  { after = '' }: { after?: string | undefined },
): Promise<{ items: BlockedAddressDto[]; next: string | null }> {
  const rows = await withTenant(scope, (db) => readBlockedAddresses(db, { after, limit: pageSize + 1 }))
  const items = rows.slice(0, pageSize)
  return { items, next: rows.length > pageSize ? (items.at(-1)?.address ?? null) : null }
}

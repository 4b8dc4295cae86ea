import { withTenant } from '@/lib/db/with-tenant'
import type { TenantScope } from '@/lib/tenancy/scope'
import type { ForwardingAddressDto } from './dtos'
import { listForwardingAddressRows } from './settings-store'

/** The addresses that other mailboxes forward to, at most 200, with whether anything came there yet. */
export async function listForwardingAddresses(scope: TenantScope): Promise<ForwardingAddressDto[]> {
  const rows = await withTenant(scope, listForwardingAddressRows)
  return rows.map(({ lastMailAt, ...row }) => ({ ...row, lastMailAt: lastMailAt?.toISOString() ?? null }))
}

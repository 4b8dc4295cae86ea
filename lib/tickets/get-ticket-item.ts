import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import type { TenantScope } from '@/lib/tenancy/scope'
import { findTicketItem, type TicketItem } from './list-store'

/** A ticket without its conversation. @throws AppError `not_found` */
export async function getTicketItem(
  scope: TenantScope,
  { ticketId }: { ticketId: string },
): Promise<TicketItem> {
  const item = await withTenant(scope, (db) => findTicketItem(db, { ticketId }))
  if (!item) throw notFound('ticket')
  return item
}

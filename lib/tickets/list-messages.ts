import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import type { TenantScope } from '@/lib/tenancy/scope'
import { type MessageRow, readMessages } from './conversation-store'
import { decodeCursor, encodeCursor } from './cursor'
import { findTicketItem } from './list-store'

/**
 * A page of a ticket's messages, newest first.
 *
 * @throws AppError `not_found`; `invalid_input` for a cursor that is not ours
 */
export async function listMessages(
  scope: TenantScope,
  { ticketId, cursor, limit }: { ticketId: string; cursor?: string | undefined; limit: number },
): Promise<{ items: MessageRow[]; nextCursor: string | null }> {
  const before = cursor === undefined ? null : decodeCursor(cursor)
  const found = await withTenant(scope, async (db) => {
    const ticket = await findTicketItem(db, { ticketId })
    if (!ticket) throw notFound('ticket')
    // One more than shown tells whether there is a next page.
    return readMessages(db, ticket.id, { before, limit: limit + 1 })
  })
  const items = found.slice(0, limit)
  const last = items.at(-1)
  const hasMore = found.length > limit && last !== undefined
  return { items, nextCursor: hasMore ? encodeCursor({ at: last.receivedAt, id: last.id }) : null }
}

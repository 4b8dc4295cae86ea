import { withTenant } from '@/lib/db/with-tenant'
import type { AgentScope } from '@/lib/tenancy/scope'
import { decodeCursor, encodeCursor } from './cursor'
import type { ListTicketsInput } from './inputs'
import { readTicketPage } from './list-store'
import type { TicketListPage } from './types'

/**
 * A page of the inbox, last message first. Ids of another tenant's queue or state simply find nothing.
 *
 * @throws AppError `invalid_input` for a cursor that is not ours
 */
export async function listTickets(scope: AgentScope, input: ListTicketsInput): Promise<TicketListPage> {
  const filter = {
    view: input.view,
    membershipId: scope.actor.membershipId,
    queueId: input.queueId ?? null,
    stateId: input.stateId ?? null,
    subject: input.subject ? input.subject : null,
    before: input.cursor === undefined ? null : decodeCursor(input.cursor),
    // One more than shown tells whether there is a next page.
    limit: input.limit + 1,
  }
  const found = await withTenant(scope, (db) => readTicketPage(db, filter))
  const items = found.slice(0, input.limit)
  const last = items.at(-1)
  const hasMore = found.length > input.limit && last !== undefined
  return {
    items,
    nextCursor: hasMore ? encodeCursor({ at: new Date(last.lastMessageAt), id: last.id }) : null,
  }
}

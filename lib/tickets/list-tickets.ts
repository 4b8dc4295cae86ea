import { readTenant } from '@/lib/db/read-tenant'
import type { CallerScope } from '@/lib/tenancy/scope'
import { decodeCursor, encodeCursor } from './cursor'
import type { ListTicketsInput } from './inputs'
import { readTicketPage, type TicketItem } from './list-store'
import type { TicketFilter } from './ticket-filter-store'

/** `mine` are the asking agent's: a program, which is nobody, asks for those of one agent or of one customer. */
export type TicketQuery = ListTicketsInput & {
  assigneeId?: string | undefined
  customerId?: string | undefined
}

export interface TicketPage {
  items: TicketItem[]
  nextCursor: string | null
}

/**
 * A page of the inbox, last message first. Ids of another tenant's queue or state simply find nothing.
 *
 * @throws AppError `invalid_input` for a cursor that is not ours
 */
export async function listTickets(scope: CallerScope, input: TicketQuery): Promise<TicketPage> {
  const filter = ticketFilter(scope, input)
  return toTicketPage(await readTenant(scope, (db) => readTicketPage(db, filter)), input.limit)
}

/** @throws AppError `invalid_input` for a cursor that is not ours */
export const ticketFilter = (scope: CallerScope, input: TicketQuery): TicketFilter => ({
  view: input.view,
  membershipId: scope.actor.kind === 'agent' ? scope.actor.membershipId : null,
  queueId: input.queueId ?? null,
  stateId: input.stateId ?? null,
  assigneeId: input.assigneeId ?? null,
  customerId: input.customerId ?? null,
  subject: input.subject ? input.subject : null,
  before: input.cursor === undefined ? null : decodeCursor(input.cursor),
  // One more than shown tells whether there is a next page.
  limit: input.limit + 1,
})

export function toTicketPage(found: TicketItem[], limit: number): TicketPage {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  const hasMore = found.length > limit && last !== undefined
  return {
    items,
    nextCursor: hasMore ? encodeCursor({ at: new Date(last.lastMessageAt), id: last.id }) : null,
  }
}

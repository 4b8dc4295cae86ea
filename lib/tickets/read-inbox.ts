import { readTenant } from '@/lib/db/read-tenant'
import type { AgentScope } from '@/lib/tenancy/scope'
import { readTicket } from './get-ticket'
import { readInboxOverview } from './inbox-overview'
import type { GetTicketInput, ListTicketsInput } from './inputs'
import { readTicketPage } from './list-store'
import { ticketFilter, toTicketPage } from './list-tickets'
import type { InboxOverview, TicketDto, TicketListPage } from './types'

/**
 * Everything the first sight of the inbox shows, in one transaction: what `getInboxOverview`, `listTickets` and
 * `getTicket` answer. `ticket` is null when none is asked for and when it is not here.
 *
 * @throws AppError `invalid_input` for a cursor that is not ours
 */
export async function readInbox(
  scope: AgentScope,
  list: ListTicketsInput,
  ticket: GetTicketInput | null,
): Promise<{ overview: InboxOverview; page: TicketListPage; ticket: TicketDto | null }> {
  const filter = ticketFilter(scope, list)
  return readTenant(scope, async (db) => {
    const [overview, found, open] = await Promise.all([
      readInboxOverview(db, scope),
      readTicketPage(db, filter),
      ticket && readTicket(db, ticket.number),
    ])
    return { overview, page: toTicketPage(found, list.limit), ticket: open }
  })
}

import type { InboxSeed } from '@/components/ticket/inbox'
import { readFilter, type TicketFilter } from '@/components/ticket/ticket-filter'
import { now } from '@/lib/clock'
import type { AgentScope } from '@/lib/tenancy/scope'
import { GetTicketInput, ListTicketsInput } from '@/lib/tickets/inputs'
import { readInbox } from '@/lib/tickets/read-inbox'

export interface InboxWish {
  filter: TicketFilter
  list: ListTicketsInput
}

/** Two screens full; the browser asks for more before the reader gets there. */
const firstRows = 36

/** @returns null for an id that nobody can have */
export function readInboxWish(query: { get: (name: string) => string | null }): InboxWish | null {
  const filter = readFilter(query)
  const input = ListTicketsInput.safeParse({ ...filter, limit: firstRows })
  return input.success ? { filter, list: input.data } : null
}

/** Everything that is in sight at first. `number`: the ticket of the path; a missing one is said in its pane. */
export async function readInboxSeed(
  scope: AgentScope,
  { filter, list }: InboxWish,
  number: string | null,
): Promise<InboxSeed> {
  const wanted = GetTicketInput.safeParse({ number })
  const readAt = now().getTime()
  const { overview, page, ticket } = await readInbox(scope, list, wanted.success ? wanted.data : null)
  const { slug, name } = scope.tenant
  return { tenant: { slug, name }, readAt, overview, list: { filter, page }, ticket }
}

import { redirect } from 'next/navigation'
import { requireAgent } from '@/app/_entrance/require-agent'
import { Inbox, type InboxSeed } from '@/components/ticket/inbox'
import { readFilter, ticketListPath } from '@/components/ticket/ticket-filter'
import { now } from '@/lib/clock'
import { GetTicketInput, ListTicketsInput } from '@/lib/tickets/inputs'
import { readInbox } from '@/lib/tickets/read-inbox'
import { inboxActions } from '../inbox-actions'

export type InboxQuery = Record<string, string | string[] | undefined>

interface InboxPageProps {
  tenantSlug: string
  query: InboxQuery
  /** The ticket of the path; null on the list alone. */
  number: string | null
}

/** Two screens full; the browser asks for more before the reader gets there. */
const firstRows = 36

/** What both inbox pages draw, with everything that is in sight at first already read. */
export async function InboxPage({ tenantSlug, query, number }: InboxPageProps) {
  const scope = await requireAgent(tenantSlug)
  const filter = readFilter({ get: (name) => oneOf(query[name]) })
  const input = ListTicketsInput.safeParse({ ...filter, limit: firstRows })
  // An id nobody can have: show what there is, rather than an error.
  if (!input.success) redirect(ticketListPath(tenantSlug, { view: filter.view }))
  const wanted = GetTicketInput.safeParse({ number })
  const readAt = now().getTime()
  // A missing ticket is said in its pane, beside the list.
  const { overview, page, ticket } = await readInbox(scope, input.data, wanted.success ? wanted.data : null)
  const seed: InboxSeed = { overview, list: { filter, page }, ticket }
  return (
    <Inbox
      tenant={{ slug: scope.tenant.slug, name: scope.tenant.name }}
      seed={JSON.stringify(seed)}
      readAt={readAt}
      actions={inboxActions}
    />
  )
}

const oneOf = (value: string | string[] | undefined): string | null =>
  (Array.isArray(value) ? value[0] : value) ?? null

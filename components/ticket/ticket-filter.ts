import { type TicketView, ticketViews } from '@/lib/tickets/types'

/** What the list shows; lives in the URL. */
export interface TicketFilter {
  view: TicketView
  queueId?: string | undefined
  stateId?: string | undefined
  subject?: string | undefined
}

export const ticketListPath = (tenantSlug: string, filter: TicketFilter): string =>
  `/t/${tenantSlug}/tickets${filterQuery(filter)}`

export const ticketPath = (tenantSlug: string, number: number, filter?: TicketFilter): string =>
  `/t/${tenantSlug}/tickets/${number}${filter ? filterQuery(filter) : ''}`

function filterQuery(filter: TicketFilter): string {
  const query = new URLSearchParams()
  if (filter.view !== 'open') query.set('view', filter.view)
  for (const name of ['queueId', 'stateId', 'subject'] as const) {
    const value = filter[name]
    if (value) query.set(name, value)
  }
  const text = query.toString()
  return text ? `?${text}` : ''
}

/** Reads the filter of an address; what is unknown falls back to the open tickets. */
export function readFilter(query: { get: (name: string) => string | null }): TicketFilter {
  const wanted = query.get('view')
  return {
    view: ticketViews.find((view) => view === wanted) ?? 'open',
    queueId: query.get('queueId') ?? undefined,
    stateId: query.get('stateId') ?? undefined,
    subject: query.get('subject') ?? undefined,
  }
}

import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { TicketDto, TicketListItem, TicketListPage } from '@/lib/tickets/types'
import { ticketListKey, ticketQuery } from './ticket-queries'

export type TicketPatch = Partial<Pick<TicketListItem, 'state' | 'assignee' | 'queue'>>

/** Changes a ticket wherever the browser holds it: in every list, and in the open conversation. */
export function patchCachedTicket(
  client: QueryClient,
  tenantSlug: string,
  number: number,
  patch: TicketPatch,
): void {
  client.setQueriesData<InfiniteData<TicketListPage>>(
    { queryKey: ticketListKey(tenantSlug) },
    (lists) =>
      lists && {
        ...lists,
        pages: lists.pages.map((page) => ({
          ...page,
          items: page.items.map((item) => (item.number === number ? { ...item, ...patch } : item)),
        })),
      },
  )
  client.setQueryData<TicketDto>(
    ticketQuery(tenantSlug, number).queryKey,
    (ticket) => ticket && { ...ticket, ...patch },
  )
}

/** The ticket as the browser knows it, from its own page or from any list. */
export function findCachedTicket(
  client: QueryClient,
  tenantSlug: string,
  number: number,
): TicketListItem | undefined {
  const open = client.getQueryData<TicketDto>(ticketQuery(tenantSlug, number).queryKey)
  if (open) return open
  const lists = client.getQueriesData<InfiniteData<TicketListPage>>({ queryKey: ticketListKey(tenantSlug) })
  for (const [, list] of lists)
    for (const page of list?.pages ?? []) {
      const found = page.items.find((item) => item.number === number)
      if (found) return found
    }
  return undefined
}

/** Asks again for whatever a change of this ticket may have touched. */
export function refreshTicket(client: QueryClient, tenantSlug: string, number: number | null): void {
  void client.invalidateQueries({ queryKey: ticketListKey(tenantSlug) })
  void client.invalidateQueries({ queryKey: ['overview', tenantSlug] })
  if (number !== null) {
    void client.invalidateQueries({ queryKey: ticketQuery(tenantSlug, number).queryKey })
  }
}

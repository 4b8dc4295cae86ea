'use client'

import { useTranslations } from 'next-intl'
import type { InboxOverview, TicketDto, TicketListPage } from '@/lib/tickets/types'
import { AnnouncementProvider } from '../ui/announcements'
import { ClientData, type Seed } from './client-data'
import { InboxContext } from './inbox-context'
import { InboxPanes } from './inbox-panes'
import type { TicketActions } from './ticket-actions'
import type { TicketFilter } from './ticket-filter'
import { overviewQuery, ticketListQuery, ticketQuery } from './ticket-queries'

interface InboxProps {
  tenant: { slug: string; name: string }
  /** What the page read already, so that the first sight needs no second request. */
  overview: InboxOverview
  list: { filter: TicketFilter; page: TicketListPage }
  ticket: TicketDto | null
  actions: TicketActions
}

/** The agents' place: views and queues, the list, the conversation, the customer. */
export function Inbox({ tenant, overview, list, ticket, actions }: InboxProps) {
  const t = useTranslations('inbox')
  const seeds: Seed[] = [
    { key: overviewQuery(tenant.slug).queryKey, value: overview },
    {
      key: ticketListQuery(tenant.slug, list.filter).queryKey,
      value: { pages: [list.page], pageParams: [null] },
    },
  ]
  if (ticket) seeds.push({ key: ticketQuery(tenant.slug, ticket.number).queryKey, value: ticket })
  return (
    <ClientData seeds={seeds}>
      <AnnouncementProvider dismissLabel={t('dismiss')}>
        <InboxContext tenantSlug={tenant.slug} actions={actions}>
          <InboxPanes tenant={tenant} />
        </InboxContext>
      </AnnouncementProvider>
    </ClientData>
  )
}

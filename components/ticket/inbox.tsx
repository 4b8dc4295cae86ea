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

/** What the page read already, so that the first sight needs no second request. */
export interface InboxSeed {
  overview: InboxOverview
  list: { filter: TicketFilter; page: TicketListPage }
  ticket: TicketDto | null
}

interface InboxProps {
  tenant: { slug: string; name: string }
  /** An `InboxSeed` as JSON: one string travels, where React would take a list of tickets apart into its values. */
  seed: string
  /** When it was read, in milliseconds since 1970. */
  readAt: number
  actions: TicketActions
}

/** The agents' place: views and queues, the list, the conversation, the customer. */
export function Inbox({ tenant, seed, readAt, actions }: InboxProps) {
  const t = useTranslations('inbox')
  return (
    <ClientData seeds={() => readSeeds(tenant.slug, seed)}>
      <AnnouncementProvider dismissLabel={t('dismiss')}>
        <InboxContext tenantSlug={tenant.slug} actions={actions}>
          <InboxPanes tenant={tenant} readAt={readAt} />
        </InboxContext>
      </AnnouncementProvider>
    </ClientData>
  )
}

function readSeeds(tenantSlug: string, seed: string): Seed[] {
  const { overview, list, ticket } = JSON.parse(seed) as InboxSeed
  const seeds: Seed[] = [
    { key: overviewQuery(tenantSlug).queryKey, value: overview },
    {
      key: ticketListQuery(tenantSlug, list.filter).queryKey,
      value: { pages: [list.page], pageParams: [null] },
    },
  ]
  if (ticket) seeds.push({ key: ticketQuery(tenantSlug, ticket.number).queryKey, value: ticket })
  return seeds
}

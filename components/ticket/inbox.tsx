'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { InboxOverview, TicketDto, TicketListPage } from '@/lib/tickets/types'
import { AnnouncementProvider } from '../ui/announcements'
import { ClientData, type Seed } from './client-data'
import { InboxContext } from './inbox-context'
import { InboxPanes } from './inbox-panes'
import { inboxPlaceId, inboxSeedId } from './inbox-place'
import type { TicketActions } from './ticket-actions'
import type { TicketFilter } from './ticket-filter'
import { overviewQuery, ticketListQuery, ticketQuery } from './ticket-queries'

/** What the page read already, so that the first sight needs no second request. */
export interface InboxSeed {
  tenant: { slug: string; name: string }
  /** When it was read, in milliseconds since 1970. */
  readAt: number
  overview: InboxOverview
  list: { filter: TicketFilter; page: TicketListPage }
  ticket: TicketDto | null
}

interface InboxProps {
  /**
   * An `InboxSeed` as JSON: one string travels, where React would take a list of tickets apart into its values. Null for a
   * page that is filled in later (app/_entrance/hot-pages): the server leaves a place, and the browser reads the seed from
   * the document.
   */
  seed: string | null
  actions: TicketActions
}

/** The agents' place: views and queues, the list, the conversation, the customer. */
export function Inbox({ seed, actions }: InboxProps) {
  if (seed === null && typeof document === 'undefined') return <i id={inboxPlaceId} />
  return <SeededInbox readSeed={() => JSON.parse(seed ?? seedInDocument()) as InboxSeed} actions={actions} />
}

const seedInDocument = (): string => document.getElementById(inboxSeedId)?.textContent ?? ''

/** The same, for whoever has the seed at hand. */
export function SeededInbox({ readSeed, actions }: { readSeed: () => InboxSeed; actions: TicketActions }) {
  const t = useTranslations('inbox')
  const [seed] = useState(readSeed)
  const { tenant, readAt } = seed
  return (
    <ClientData seeds={() => seedsOf(seed)}>
      <AnnouncementProvider dismissLabel={t('dismiss')}>
        <InboxContext tenantSlug={tenant.slug} actions={actions}>
          <InboxPanes tenant={tenant} readAt={readAt} />
        </InboxContext>
      </AnnouncementProvider>
    </ClientData>
  )
}

function seedsOf({ tenant, overview, list, ticket }: InboxSeed): Seed[] {
  const seeds: Seed[] = [
    { key: overviewQuery(tenant.slug).queryKey, value: overview },
    {
      key: ticketListQuery(tenant.slug, list.filter).queryKey,
      value: { pages: [list.page], pageParams: [null] },
    },
  ]
  if (ticket) seeds.push({ key: ticketQuery(tenant.slug, ticket.number).queryKey, value: ticket })
  return seeds
}

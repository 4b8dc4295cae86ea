'use client'

import { useQuery } from '@tanstack/react-query'
import { Menu as MenuIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { QuarantinePage } from '@/lib/quarantine/types'
import type { InboxOverview } from '@/lib/tickets/types'
import { AppSidebar } from '../ticket/app-sidebar'
import { ClientData, type Seed } from '../ticket/client-data'
import { InboxContext } from '../ticket/inbox-context'
import { OutageNotice } from '../ticket/outage-notice'
import type { TicketActions } from '../ticket/ticket-actions'
import { overviewQuery, quarantineQuery } from '../ticket/ticket-queries'
import { useLiveChanges } from '../ticket/use-live-changes'
import { AnnouncementProvider } from '../ui/announcements'
import { IconButton } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { QuarantineTable } from './quarantine-table'

interface QuarantineProps {
  tenant: { slug: string; name: string }
  overview: InboxOverview
  page: QuarantinePage
  /** When both were read, in milliseconds since 1970. */
  readAt: number
  actions: TicketActions
}

/** Mail that could not become a ticket: with its reason, its bytes and another try. */
export function Quarantine({ tenant, overview, page, readAt, actions }: QuarantineProps) {
  const t = useTranslations('inbox')
  const seeds: Seed[] = [
    { key: overviewQuery(tenant.slug).queryKey, value: overview },
    { key: quarantineQuery(tenant.slug).queryKey, value: { pages: [page], pageParams: [null] } },
  ]
  return (
    <ClientData seeds={() => seeds}>
      <AnnouncementProvider dismissLabel={t('dismiss')}>
        <InboxContext tenantSlug={tenant.slug} actions={actions}>
          <Panes tenant={tenant} first={overview} readAt={readAt} />
        </InboxContext>
      </AnnouncementProvider>
    </ClientData>
  )
}

interface PanesProps extends Pick<QuarantineProps, 'tenant' | 'readAt'> {
  first: InboxOverview
}

function Panes({ tenant, first, readAt }: PanesProps) {
  const t = useTranslations('quarantine')
  const overview = useQuery(overviewQuery(tenant.slug)).data ?? first
  const [arePlacesOpen, setPlacesOpen] = useState(false)
  useLiveChanges(tenant.slug, null, readAt)
  const sidebar = <AppSidebar tenant={tenant} overview={overview} current="quarantine" />
  return (
    <div className="flex h-dvh flex-col bg-surface">
      <OutageNotice outage={overview.outage} />
      <div className="flex min-h-0 grow overflow-hidden">
        <div className="hidden w-56 shrink-0 border-line border-r xl:block">{sidebar}</div>
        <main className="scroll-thin min-w-0 grow overflow-y-auto">
          <header className="flex items-start gap-1 border-line border-b px-4 py-3 sm:px-6">
            <span className="xl:hidden">
              <IconButton
                label={t('showPlaces')}
                icon={<MenuIcon aria-hidden />}
                onPress={() => setPlacesOpen(true)}
              />
            </span>
            <div>
              <h1 className="py-1 font-semibold text-16">{t('title')}</h1>
              <p className="text-13 text-ink-muted">{t('lead')}</p>
            </div>
          </header>
          <QuarantineTable />
        </main>
        <Dialog
          title={tenant.name}
          closeLabel={t('close')}
          look="side"
          isOpen={arePlacesOpen}
          onClose={() => setPlacesOpen(false)}
        >
          <div className="-m-4">{sidebar}</div>
        </Dialog>
      </div>
    </div>
  )
}

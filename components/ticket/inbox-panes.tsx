'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import type { InboxOverview, TicketListItem } from '@/lib/tickets/types'
import { cx } from '../ui/cx'
import { Dialog } from '../ui/dialog'
import { AppSidebar } from './app-sidebar'
import { CommandMenu } from './command-menu'
import type { ComposerWish } from './composer'
import { Conversation, NoTicketOpen } from './conversation'
import { CustomerPane } from './customer-pane'
import { InboxSkeleton } from './inbox-skeleton'
import { KeysDialog } from './keys-dialog'
import { ListPane } from './list-pane'
import { OutageNotice } from './outage-notice'
import { useCustomerPane, useSingleKeys } from './preferences'
import { type PickerKind, PropertyPicker } from './property-picker'
import type { TicketFilter } from './ticket-filter'
import { overviewQuery } from './ticket-queries'
import { useInboxLocation } from './use-inbox-location'
import { useInboxShortcuts } from './use-inbox-shortcuts'
import { useLiveChanges } from './use-live-changes'
import { useTicketList } from './use-ticket-list'
import { useWideScreen } from './use-wide-screen'

type Overlay = { kind: 'commands' } | { kind: 'keys' } | { kind: 'places' } | { kind: 'customer' } | null

interface InboxPanesProps {
  tenant: { slug: string; name: string }
  /** When the server read what the page brought, in milliseconds since 1970. */
  readAt: number
}

export function InboxPanes({ tenant, readAt }: InboxPanesProps) {
  const overview = useQuery(overviewQuery(tenant.slug))
  if (!overview.data) return <InboxSkeleton />
  return (
    <div className="flex h-dvh flex-col bg-surface">
      <OutageNotice outage={overview.data.outage} />
      <Panes tenant={tenant} readAt={readAt} overview={overview.data} />
    </div>
  )
}

interface PanesProps extends InboxPanesProps {
  overview: InboxOverview
}

function Panes({ tenant, readAt, overview }: PanesProps) {
  const t = useTranslations('inbox')
  const router = useRouter()
  const { filter, number, go } = useInboxLocation(tenant.slug)
  const list = useTicketList(tenant.slug, filter, number)
  const [overlay, setOverlay] = useState<Overlay>(null)
  const [picker, setPicker] = useState<{ kind: PickerKind; numbers: number[] } | null>(null)
  const [wish, setWish] = useState<ComposerWish | null>(null)
  const [customerPane, setCustomerPane] = useCustomerPane()
  const [singleKeys] = useSingleKeys()
  const isWide = useWideScreen()
  const subjectField = useRef<HTMLInputElement>(null)
  const listBox = useRef<HTMLDivElement>(null)
  useLiveChanges(tenant.slug, number, readAt)
  useOpenTitle(number, list.items)

  const openTicket = (next: number) => go({ filter, number: next })
  const show = (next: TicketFilter) => {
    setOverlay(null)
    list.clearSelection()
    go({ filter: next, number: null })
  }
  const back = () => {
    if (number === null) return
    go({ filter, number: null })
    // The row that was open takes the focus back.
    requestAnimationFrame(() =>
      listBox.current?.querySelector<HTMLElement>(`a[data-number="${number}"]`)?.focus(),
    )
  }
  const toggleCustomer = () => {
    if (isWide) setCustomerPane(customerPane === 'on' ? 'off' : 'on')
    else setOverlay(overlay?.kind === 'customer' ? null : { kind: 'customer' })
  }
  const commands = useInboxShortcuts({
    overview,
    list,
    openNumber: number,
    areSingleKeysOn: singleKeys === 'on',
    openTicket,
    back,
    show,
    goToQuarantine: () => router.push(`/t/${tenant.slug}/quarantine`),
    focusRow: (index) => {
      requestAnimationFrame(() => {
        const ticket = list.items[index]
        listBox.current?.querySelector<HTMLElement>(`a[data-number="${ticket?.number}"]`)?.focus()
      })
    },
    focusFilter: () => subjectField.current?.focus(),
    compose: (kind) => setWish({ kind, at: Date.now() }),
    pick: (kind, numbers) => setPicker({ kind, numbers }),
    toggleCustomer,
    showKeys: () => setOverlay({ kind: 'keys' }),
    showCommands: () => setOverlay({ kind: 'commands' }),
  })
  useEffect(() => {
    const showKeys = () => setOverlay({ kind: 'keys' })
    document.addEventListener('postino:keys', showKeys)
    return () => document.removeEventListener('postino:keys', showKeys)
  }, [])

  const sidebar = (
    <AppSidebar
      tenant={tenant}
      overview={overview}
      current={{ filter }}
      onNavigate={show}
      onCommandMenu={() => setOverlay({ kind: 'commands' })}
    />
  )
  const isCustomerShown = isWide && customerPane === 'on'
  return (
    <div className="flex min-h-0 grow overflow-hidden">
      <div className="hidden w-56 shrink-0 border-line border-r xl:block">{sidebar}</div>
      <main className="flex min-w-0 grow">
        <h1 className="sr-only">{t('title')}</h1>
        <div
          ref={listBox}
          className={cx(
            'min-w-0 shrink-0 border-line lg:w-90 lg:border-r wide:w-100',
            number === null ? 'w-full' : 'hidden lg:block',
          )}
        >
          <ListPane
            tenantSlug={tenant.slug}
            overview={overview}
            filter={filter}
            list={list}
            openNumber={number}
            subjectField={subjectField}
            onFilter={(next) => go({ filter: next, number }, 'replace')}
            onOpen={openTicket}
            onPlaces={() => setOverlay({ kind: 'places' })}
            onPick={(kind) => setPicker({ kind, numbers: [...list.selected] })}
          />
        </div>
        <div className={cx('min-w-0 grow', number === null && 'max-lg:hidden')}>
          {number === null ? (
            <NoTicketOpen />
          ) : (
            <Conversation
              number={number}
              overview={overview}
              wish={wish}
              onBack={back}
              onMoved={(next) => go({ filter, number: next }, 'replace')}
              onCustomer={toggleCustomer}
              isCustomerShown={isCustomerShown}
            />
          )}
        </div>
        {number !== null && isCustomerShown ? (
          <aside
            aria-label={t('customer')}
            className="scroll-thin w-72 shrink-0 overflow-y-auto border-line border-l"
          >
            <CustomerPane tenantSlug={tenant.slug} number={number} onOpen={openTicket} />
          </aside>
        ) : null}
      </main>
      <Dialog
        title={tenant.name}
        closeLabel={t('close')}
        look="side"
        isOpen={overlay?.kind === 'places'}
        onClose={() => setOverlay(null)}
      >
        <div className="-m-4">{sidebar}</div>
      </Dialog>
      <Dialog
        title={t('customer')}
        closeLabel={t('close')}
        look="side"
        isOpen={overlay?.kind === 'customer' && number !== null}
        onClose={() => setOverlay(null)}
      >
        <div className="-m-4">
          {number === null ? null : (
            <CustomerPane
              tenantSlug={tenant.slug}
              number={number}
              onOpen={(next) => {
                setOverlay(null)
                openTicket(next)
              }}
            />
          )}
        </div>
      </Dialog>
      {overlay?.kind === 'keys' ? <KeysDialog onClose={() => setOverlay(null)} /> : null}
      {overlay?.kind === 'commands' ? (
        <CommandMenu
          tenantSlug={tenant.slug}
          overview={overview}
          ticketNumber={commands.target}
          commands={commands.list}
          loaded={list.items}
          onFilter={show}
          onOpen={openTicket}
          onPage={(path) => router.push(`/t/${tenant.slug}/${path}`)}
          onKeys={() => setOverlay({ kind: 'keys' })}
          onClose={() => setOverlay(null)}
        />
      ) : null}
      {picker && picker.numbers.length > 0 ? (
        <PropertyPicker {...picker} overview={overview} onClose={() => setPicker(null)} />
      ) : null}
    </div>
  )
}

/** The tab is named for the open ticket. */
function useOpenTitle(number: number | null, items: TicketListItem[]): void {
  const t = useTranslations('inbox')
  const subject = items.find((item) => item.number === number)?.subject
  useEffect(() => {
    document.title = number === null ? `${t('title')} · Postino` : `#${number} ${subject ?? ''} · Postino`
  }, [number, subject, t])
}

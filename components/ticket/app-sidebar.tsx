'use client'

import {
  CircleCheck,
  CircleDashed,
  Inbox as InboxIcon,
  Layers,
  MailWarning,
  Search,
  UserRound,
  UserRoundX,
  UsersRound,
} from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { MouseEvent, ReactNode } from 'react'
import type { InboxOverview, TicketView } from '@/lib/tickets/types'
import { HueDot } from '../ui/chip'
import { cx } from '../ui/cx'
import { formatCount } from '../ui/format-count'
import { Kbd } from '../ui/kbd'
import { useModKey } from '../ui/platform'
import { AccountMenu } from './account-menu'
import { AlarmNotice } from './alarm-notice'
import { type TicketFilter, ticketListPath } from './ticket-filter'

const viewIcons: Record<TicketView, ReactNode> = {
  open: <InboxIcon aria-hidden />,
  mine: <UserRound aria-hidden />,
  unassigned: <CircleDashed aria-hidden />,
  unregistered: <UserRoundX aria-hidden />,
  joins: <UsersRound aria-hidden />,
  closed: <CircleCheck aria-hidden />,
  all: <Layers aria-hidden />,
}

const viewOrder: TicketView[] = ['open', 'mine', 'unassigned', 'unregistered', 'joins', 'closed', 'all']

interface AppSidebarProps {
  tenant: { slug: string; name: string }
  overview: InboxOverview
  /** What is shown now. */
  current: { filter: TicketFilter } | 'quarantine'
  /** Inside the inbox, a click changes the list without leaving the page. */
  onNavigate?: (filter: TicketFilter) => void
  onCommandMenu?: () => void
}

export function AppSidebar({ tenant, overview, current, onNavigate, onCommandMenu }: AppSidebarProps) {
  const t = useTranslations('inbox')
  const filter = current === 'quarantine' ? null : current.filter
  return (
    <nav aria-label={t('places')} className="flex h-full min-h-0 flex-col bg-canvas text-13">
      <div className="flex h-12 shrink-0 items-center gap-2 px-3">
        <span
          aria-hidden
          className="flex size-6 items-center justify-center rounded-control bg-accent font-semibold text-12 text-accent-ink"
        >
          {tenant.name.slice(0, 1).toLocaleUpperCase()}
        </span>
        <span className="min-w-0 grow truncate font-semibold">{tenant.name}</span>
      </div>
      {onCommandMenu ? <CommandButton onPress={onCommandMenu} /> : null}
      <div className="scroll-thin min-h-0 grow overflow-y-auto px-2 pb-3">
        <ul className="mt-2 flex flex-col gap-px">
          {viewOrder.map((view) => (
            <Place
              key={view}
              href={ticketListPath(tenant.slug, { view })}
              icon={viewIcons[view]}
              name={t(`views.${view}`)}
              count={overview.views[view]}
              isCurrent={filter?.view === view && !filter.queueId}
              isQuiet={view === 'closed' || view === 'all'}
              onNavigate={onNavigate && (() => onNavigate({ view }))}
            />
          ))}
        </ul>
        <h2 className="mt-4 mb-1 px-2 font-medium text-12 text-ink-muted">{t('queues')}</h2>
        <ul className="flex flex-col gap-px">
          {overview.queues.map((queue) => (
            <Place
              key={queue.id}
              href={ticketListPath(tenant.slug, { view: 'open', queueId: queue.id })}
              icon={
                <span className="flex size-4 items-center justify-center">
                  <HueDot hue={queue.hue} />
                </span>
              }
              name={queue.name}
              count={queue.openCount}
              isCurrent={filter?.queueId === queue.id}
              onNavigate={onNavigate && (() => onNavigate({ view: 'open', queueId: queue.id }))}
            />
          ))}
        </ul>
        <ul className="mt-4 flex flex-col gap-px">
          <Place
            href={`/t/${tenant.slug}/quarantine`}
            icon={<MailWarning aria-hidden />}
            name={t('quarantine')}
            count={overview.quarantineCount}
            isCurrent={current === 'quarantine'}
          />
        </ul>
      </div>
      <AlarmNotice tenantSlug={tenant.slug} alarms={overview.alarms} />
      <div className="border-line border-t p-2">
        <AccountMenu name={overview.me.name} maySeeSettings={overview.maySeeSettings} />
      </div>
    </nav>
  )
}

function CommandButton({ onPress }: { onPress: () => void }) {
  const t = useTranslations('inbox')
  return (
    <button
      type="button"
      onClick={onPress}
      className="mx-2 flex h-8 shrink-0 items-center gap-2 rounded-control border border-line bg-surface px-2 text-ink-muted hover:bg-hover"
    >
      <Search aria-hidden className="size-4" />
      <span className="grow truncate text-left">{t('find')}</span>
      <Kbd>{`${useModKey()} K`}</Kbd>
    </button>
  )
}

interface PlaceProps {
  href: string
  icon: ReactNode
  name: string
  count: number
  isCurrent: boolean
  isQuiet?: boolean
  onNavigate?: (() => void) | undefined
}

function Place({ href, icon, name, count, isCurrent, isQuiet = false, onNavigate }: PlaceProps) {
  const t = useTranslations('inbox')
  const onClick = (event: MouseEvent) => {
    if (!onNavigate || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    onNavigate()
  }
  return (
    <li>
      <Link
        href={href}
        prefetch={false}
        onClick={onClick}
        aria-current={isCurrent ? 'page' : undefined}
        className={cx(
          'focus-inset flex h-8 items-center gap-2 rounded-control px-2 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-muted',
          isCurrent ? 'bg-selected font-medium' : 'hover:bg-hover',
        )}
      >
        {icon}
        <span className="min-w-0 grow truncate">{name}</span>
        {count > 0 && !isQuiet ? (
          <span className="tabular text-12 text-ink-muted">
            <span aria-hidden>{formatCount(count)}</span>
            <span className="sr-only">{t('count', { count })}</span>
          </span>
        ) : null}
      </Link>
    </li>
  )
}

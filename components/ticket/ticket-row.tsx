'use client'

import { UserRoundX, UsersRound } from 'lucide-react'
import type { useTranslations } from 'next-intl'
import type { MouseEvent } from 'react'
import type { TicketListItem } from '@/lib/tickets/types'
import { PersonName } from '../mail/person-name'
import { Avatar } from '../ui/avatar'
import { HueChip } from '../ui/chip'
import { cx } from '../ui/cx'
import { Time } from '../ui/time'
import { PriorityMark } from './priority-mark'

export type Density = 'comfortable' | 'compact'

/** One for all rows: each would make its own. */
type RowWords = ReturnType<typeof useTranslations<'inbox'>>

interface TicketRowProps {
  ticket: TicketListItem
  t: RowWords
  href: string
  density: Density
  isOpen: boolean
  isCursor: boolean
  isSelected: boolean
  /** A click without modifiers; others are the browser's own. */
  onOpen: () => void
  onSelect: (isRange: boolean) => void
  onPointAt: () => void
}

export function TicketRow(props: TicketRowProps) {
  const { ticket, t, density, isOpen, isSelected, onSelect } = props
  return (
    <div
      className={cx(
        'group relative flex h-full items-stretch border-line border-b',
        isOpen ? 'bg-selected' : isSelected ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <span className="flex w-8 shrink-0 items-center justify-center pl-1">
        <input
          type="checkbox"
          tabIndex={-1}
          checked={isSelected}
          aria-label={t('selectTicket', { number: ticket.number })}
          onClick={(event) => onSelect(event.shiftKey)}
          onChange={() => {}}
          className={cx(
            'peer z-10 size-4 focus:opacity-100 group-hover:opacity-100',
            isSelected ? 'opacity-100' : 'opacity-0',
          )}
        />
        {ticket.isUnanswered && !isSelected ? (
          <span
            aria-hidden
            className="pointer-events-none absolute size-2 rounded-full bg-accent group-hover:hidden peer-focus:hidden"
          />
        ) : null}
      </span>
      <RowLink {...props}>
        {density === 'compact' ? (
          <CompactRow ticket={ticket} t={t} />
        ) : (
          <ComfortableRow ticket={ticket} t={t} />
        )}
      </RowLink>
    </div>
  )
}

function RowLink({
  ticket,
  href,
  isOpen,
  isCursor,
  onOpen,
  onSelect,
  onPointAt,
  children,
}: TicketRowProps & { children: React.ReactNode }) {
  const onClick = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.button !== 0) return
    event.preventDefault()
    if (event.shiftKey) onSelect(true)
    else onOpen()
  }
  return (
    <a
      href={href}
      data-number={ticket.number}
      tabIndex={isCursor ? 0 : -1}
      aria-current={isOpen ? 'true' : undefined}
      onClick={onClick}
      onPointerEnter={onPointAt}
      className="focus-inset flex min-w-0 grow flex-col justify-center pr-3 text-13"
    >
      {children}
    </a>
  )
}

interface RowPartProps {
  ticket: TicketListItem
  t: RowWords
}

function ComfortableRow({ ticket, t }: RowPartProps) {
  return (
    <>
      <span className="flex min-w-0 items-center gap-2">
        <Requester ticket={ticket} t={t} />
        <Marks ticket={ticket} t={t} />
        <span className="grow" />
        <span className="hidden min-w-0 max-w-28 @xs:flex">
          <HueChip name={ticket.queue.name} hue={ticket.queue.hue} look="dot" />
        </span>
        <Time at={ticket.lastMessageAt} className="tabular shrink-0 text-12 text-ink-muted" />
      </span>
      <span className="flex min-w-0 items-center gap-2">
        <Subject ticket={ticket} t={t} />
        <HueChip name={ticket.state.name} hue={ticket.state.hue} />
        <Assignee ticket={ticket} t={t} />
      </span>
    </>
  )
}

function CompactRow({ ticket, t }: RowPartProps) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span className="flex w-28 shrink-0 items-center gap-1.5 @lg:w-40">
        <Requester ticket={ticket} t={t} />
        <Marks ticket={ticket} t={t} />
      </span>
      <Subject ticket={ticket} t={t} />
      <span className="hidden max-w-28 @lg:flex">
        <HueChip name={ticket.queue.name} hue={ticket.queue.hue} look="dot" />
      </span>
      <span className="hidden @sm:flex">
        <HueChip name={ticket.state.name} hue={ticket.state.hue} />
      </span>
      <Assignee ticket={ticket} t={t} />
      <Time at={ticket.lastMessageAt} className="tabular w-14 shrink-0 text-right text-12 text-ink-muted" />
    </span>
  )
}

function Requester({ ticket, t }: RowPartProps) {
  return (
    <span className={cx('min-w-0 truncate text-ink', ticket.isUnanswered && 'font-semibold')}>
      {ticket.isUnanswered ? <span className="sr-only">{t('unanswered')} </span> : null}
      <PersonName name={ticket.requester.name} address={ticket.requester.address} />
    </span>
  )
}

function Subject({ ticket, t }: RowPartProps) {
  return (
    <span className="min-w-0 grow truncate text-ink-muted">
      {ticket.priority === 'normal' ? null : <PriorityMark priority={ticket.priority} />}
      <span className={cx(ticket.isUnanswered && 'font-medium text-ink')}>
        {ticket.subject || t('noSubject')}
      </span>
      {ticket.excerpt ? <span className="text-ink-muted"> — {ticket.excerpt}</span> : null}
    </span>
  )
}

function Marks({ ticket, t }: RowPartProps) {
  return (
    <>
      {ticket.requester.isRegistered ? null : (
        <span title={t('unregistered')} className="shrink-0 text-ink-muted">
          <UserRoundX aria-hidden className="size-3.5" />
          <span className="sr-only">{t('unregistered')}</span>
        </span>
      )}
      {ticket.hasJoinRequest ? (
        <span title={t('joinRequest')} className="shrink-0 text-status-warn">
          <UsersRound aria-hidden className="size-3.5" />
          <span className="sr-only">{t('joinRequest')}</span>
        </span>
      ) : null}
    </>
  )
}

function Assignee({ ticket, t }: RowPartProps) {
  if (!ticket.assignee) {
    return (
      <span
        title={t('nobody')}
        className="size-5 shrink-0 rounded-full border border-line-strong border-dashed"
      >
        <span className="sr-only">{t('nobody')}</span>
      </span>
    )
  }
  return (
    <span title={ticket.assignee.name} className="shrink-0">
      <Avatar name={ticket.assignee.name} size="small" />
      <span className="sr-only">{t('assignedTo', { name: ticket.assignee.name })}</span>
    </span>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { Inbox as InboxIcon, MailX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { InboxOverview, MessageEntry, TicketDto } from '@/lib/tickets/types'
import { useAnnouncements } from '../ui/announcements'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Kbd } from '../ui/kbd'
import { useModKey } from '../ui/platform'
import { Composer, type ComposerWish } from './composer'
import { ConversationSkeleton } from './conversation-skeleton'
import { EventLine } from './event-line'
import { useInbox } from './inbox-context'
import { MessageCard } from './message-card'
import { TicketHeader } from './ticket-header'
import { ReadFailed, ticketQuery } from './ticket-queries'
import { useReadingPlace } from './use-reading-place'

interface ConversationProps {
  number: number
  overview: InboxOverview
  wish: ComposerWish | null
  onBack: () => void
  /** The ticket became part of this one. */
  onMoved: (number: number) => void
  onCustomer: () => void
  isCustomerShown: boolean
}

export function Conversation(props: ConversationProps) {
  const { tenantSlug } = useInbox()
  const t = useTranslations('ticket')
  const ticket = useQuery(ticketQuery(tenantSlug, props.number))
  const follow = useEffectEvent((number: number) => props.onMoved(number))
  const found = ticket.data?.number ?? props.number
  const shown = useRef<{ number: number; id: string }>(null)
  useEffect(() => {
    if (found !== props.number) follow(found)
    else if (ticket.data) shown.current = { number: found, id: ticket.data.id }
  }, [found, props.number, ticket.data])
  // While it was open, it became part of another.
  const formerId = found !== props.number && shown.current?.number === props.number ? shown.current.id : null
  if (ticket.data)
    return <OpenTicket key={ticket.data.id} ticket={ticket.data} formerId={formerId} {...props} />
  if (ticket.isPending) return <ConversationSkeleton />
  const isMissing = ticket.error instanceof ReadFailed && ticket.error.status === 404
  return (
    <EmptyState
      icon={<MailX />}
      title={isMissing ? t('notFound', { number: props.number }) : t('loadFailed')}
    >
      <p className="mb-3">{isMissing ? t('notFoundHint') : t('loadFailedHint')}</p>
      <Button onPress={isMissing ? props.onBack : () => ticket.refetch()}>
        {isMissing ? t('back') : t('tryAgain')}
      </Button>
    </EmptyState>
  )
}

function OpenTicket({
  ticket,
  formerId,
  ...props
}: ConversationProps & { ticket: TicketDto; formerId: string | null }) {
  return (
    <div className="flex h-full min-h-0 flex-col">
      <TicketHeader
        ticket={ticket}
        overview={props.overview}
        onBack={props.onBack}
        onCustomer={props.onCustomer}
        isCustomerShown={props.isCustomerShown}
      />
      <Entries ticket={ticket} />
      <Composer ticket={ticket} overview={props.overview} wish={props.wish} formerId={formerId} />
    </div>
  )
}

/** More than this is folded: what was said long ago is seldom asked for. */
const shownEntries = 30

function Entries({ ticket }: { ticket: TicketDto }) {
  const t = useTranslations('ticket')
  const [isWhole, setWhole] = useState(false)
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const hidden = isWhole ? 0 : Math.max(0, ticket.entries.length - shownEntries)
  const entries = ticket.entries.slice(hidden)
  const newest = entries.findLast((entry) => entry.kind === 'message')
  useReadingPlace(scroller, content, newest?.id)
  useSpokenNews(newest)

  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={t('conversation')}
      className="scroll-thin focus-inset min-h-0 grow overflow-y-auto overscroll-contain"
    >
      <div ref={content} className="mx-auto flex max-w-4xl flex-col gap-1.5 px-2 py-3">
        {hidden > 0 ? (
          <Button look="quiet" size="small" className="self-center" onPress={() => setWhole(true)}>
            {t('showEarlier', { count: hidden })}
          </Button>
        ) : null}
        {entries.map((entry) =>
          entry.kind === 'event' ? (
            <EventLine key={entry.id} event={entry} />
          ) : (
            <MessageCard key={entry.id} message={entry} number={ticket.number} />
          ),
        )}
      </div>
    </section>
  )
}

/** A message that arrives is spoken. */
function useSpokenNews(newest: MessageEntry | undefined): void {
  const { speak } = useAnnouncements()
  const t = useTranslations('ticket')
  const known = useRef(newest?.id)
  const tellNews = useEffectEvent(() => {
    if (!newest || newest.id === known.current) return
    known.current = newest.id
    if (newest.messageKind === 'inbound') {
      speak(t('newMessageFrom', { name: newest.author.name || newest.author.address }))
    }
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when another message is the newest
  useEffect(() => tellNews(), [newest?.id])
}

/** Nothing is open yet: what the keys do. */
export function NoTicketOpen() {
  const mod = useModKey()
  const t = useTranslations('ticket')
  const hints = [
    { keys: ['J', 'K'], text: t('hints.move') },
    { keys: ['Enter'], text: t('hints.open') },
    { keys: [mod, 'K'], text: t('hints.find') },
    { keys: ['?'], text: t('hints.keys') },
  ]
  return (
    <EmptyState icon={<InboxIcon />} title={t('noneOpen')}>
      <ul className="mt-2 flex flex-col gap-1.5 text-left">
        {hints.map((hint) => (
          <li key={hint.text} className="flex items-center gap-3">
            <span className="flex w-16 justify-end gap-1">
              {hint.keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </span>
            {hint.text}
          </li>
        ))}
      </ul>
    </EmptyState>
  )
}

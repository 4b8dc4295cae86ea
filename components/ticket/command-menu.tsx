'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import {
  CircleCheck,
  CircleUserRound,
  CornerUpLeft,
  Hash,
  Inbox as InboxIcon,
  Keyboard,
  MailWarning,
  Settings,
  Split,
  StickyNote,
  Tag,
  Ticket,
  UserRound,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { type InboxOverview, type TicketListItem, ticketViews } from '@/lib/tickets/types'
import { cleanName } from '../mail/clean-name'
import { settingsSections } from '../settings/settings-sections'
import { HueDot } from '../ui/chip'
import { PaletteDialog, type PaletteItem, type PaletteSection } from '../ui/palette-dialog'
import type { TicketFilter } from './ticket-filter'
import { ticketListQuery } from './ticket-queries'

export interface TicketCommand {
  id: 'reply' | 'note' | 'close' | 'assign' | 'state' | 'queue' | 'split'
  run: () => void
}

interface CommandMenuProps {
  tenantSlug: string
  overview: InboxOverview
  /** The ticket that the commands are about; null when there is none. */
  ticketNumber: number | null
  commands: TicketCommand[]
  loaded: TicketListItem[]
  onFilter: (filter: TicketFilter) => void
  onOpen: (number: number) => void
  /** Another page of this tenant. */
  onPage: (path: string) => void
  onKeys: () => void
  onClose: () => void
}

const commandLooks = {
  reply: { icon: <CornerUpLeft aria-hidden />, shortcut: 'R' },
  note: { icon: <StickyNote aria-hidden />, shortcut: 'N' },
  close: { icon: <CircleCheck aria-hidden />, shortcut: 'E' },
  assign: { icon: <UserRound aria-hidden />, shortcut: 'A' },
  state: { icon: <CircleCheck aria-hidden />, shortcut: 'S' },
  queue: { icon: <Tag aria-hidden />, shortcut: 'Q' },
  split: { icon: <Split aria-hidden />, shortcut: 'T' },
}

/** Finds every place, every ticket and everything that can be done here. */
export function CommandMenu(props: CommandMenuProps) {
  const { overview, ticketNumber, onClose } = props
  const t = useTranslations('commands')
  const inbox = useTranslations('inbox')
  const [text, setText] = useState('')
  const tickets = useFoundTickets(props.tenantSlug, text, props.loaded)

  const after = (run: () => void) => () => {
    onClose()
    run()
  }
  const asked = /^#?(\d{1,9})$/u.exec(text.trim())
  const number = asked ? Number(asked[1]) : null
  const sections: PaletteSection[] = [
    {
      id: 'ticket',
      name: ticketNumber === null ? t('actions') : t('ticketActions', { number: ticketNumber }),
      items: props.commands.map((command) => ({
        id: command.id,
        name: t(`command.${command.id}`),
        ...commandLooks[command.id],
        run: after(command.run),
      })),
    },
    {
      id: 'tickets',
      name: t('tickets'),
      items: [
        ...(number && !tickets.some((one) => one.number === number)
          ? [
              {
                id: `number-${number}`,
                name: t('openNumber', { number }),
                icon: <Hash aria-hidden />,
                isFound: true,
                run: after(() => props.onOpen(number)),
              },
            ]
          : []),
        ...tickets.map(
          (ticket): PaletteItem => ({
            id: ticket.id,
            name: `#${ticket.number} ${ticket.subject || inbox('noSubject')}`,
            detail: cleanName(ticket.requester.name) || ticket.requester.address,
            icon: <Ticket aria-hidden />,
            isFound: true,
            run: after(() => props.onOpen(ticket.number)),
          }),
        ),
      ],
    },
    {
      id: 'places',
      name: t('places'),
      items: [
        ...ticketViews.map((view) => ({
          id: `view-${view}`,
          name: inbox(`views.${view}`),
          icon: <InboxIcon aria-hidden />,
          run: after(() => props.onFilter({ view })),
        })),
        ...overview.queues.map((queue) => ({
          id: queue.id,
          name: queue.name,
          detail: inbox('queue'),
          icon: <HueDot hue={queue.hue} />,
          run: after(() => props.onFilter({ view: 'open', queueId: queue.id })),
        })),
        {
          id: 'quarantine',
          name: inbox('quarantine'),
          icon: <MailWarning aria-hidden />,
          run: after(() => props.onPage('quarantine')),
        },
        {
          id: 'keys',
          name: inbox('keys'),
          icon: <Keyboard aria-hidden />,
          shortcut: '?',
          run: after(props.onKeys),
        },
      ],
    },
    {
      id: 'settings',
      name: t('settings'),
      items: settingsSections
        .filter((section) => section === 'sessions' || overview.maySeeSettings)
        .map((section) => ({
          id: `settings-${section}`,
          name: t(`setting.${section}`),
          icon: section === 'sessions' ? <CircleUserRound aria-hidden /> : <Settings aria-hidden />,
          run: after(() => props.onPage(`settings/${section}`)),
        })),
    },
  ]
  return (
    <PaletteDialog
      label={t('label')}
      placeholder={t('placeholder')}
      emptyText={t('nothing')}
      sections={sections}
      text={text}
      onTextChange={setText}
      onClose={onClose}
    />
  )
}

const settleMs = 150
const maxFound = 8

/** Tickets whose subject holds the text: at once among those the browser has, then from the server. */
function useFoundTickets(tenantSlug: string, text: string, loaded: TicketListItem[]): TicketListItem[] {
  const client = useQueryClient()
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), settleMs)
    return () => clearTimeout(timer)
  }, [text])
  const filter: TicketFilter = { view: 'all', subject: asked }
  const found = useQuery({
    queryKey: ['found', tenantSlug, asked],
    enabled: asked.length >= 2 && !/^#?\d+$/u.test(asked),
    queryFn: async () => {
      const list = await client.fetchInfiniteQuery(ticketListQuery(tenantSlug, filter))
      return list.pages.flatMap((page) => page.items)
    },
  })
  const wanted = text.trim().toLocaleLowerCase()
  if (!wanted) return []
  const known = loaded.filter(
    (ticket) =>
      ticket.subject.toLocaleLowerCase().includes(wanted) ||
      ticket.requester.name.toLocaleLowerCase().includes(wanted) ||
      `#${ticket.number}`.startsWith(wanted.startsWith('#') ? wanted : `#${wanted}`),
  )
  const all = [...known, ...(asked === text.trim() ? (found.data ?? []) : [])]
  return [...new Map(all.map((ticket) => [ticket.id, ticket])).values()].slice(0, maxFound)
}

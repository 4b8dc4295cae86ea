'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { TicketListItem } from '@/lib/tickets/types'
import { type TicketFilter, ticketPath } from './ticket-filter'
import { type Density, TicketRow } from './ticket-row'

interface TicketListProps {
  tenantSlug: string
  filter: TicketFilter
  items: TicketListItem[]
  density: Density
  openNumber: number | null
  /** Where the keys stand. */
  cursorIndex: number
  selected: ReadonlySet<number>
  hasMore: boolean
  onMore: () => void
  onOpen: (ticket: TicketListItem) => void
  onSelect: (ticket: TicketListItem, isRange: boolean) => void
  onPointAt: (ticket: TicketListItem) => void
}

const rowHeights = { comfortable: 52, compact: 36 } as const
const rowsBeforeMore = 12

/** Thousands of rows, of which only those in sight exist; links, so that they open in tabs like any other. */
export function TicketList(props: TicketListProps) {
  const { items, density, cursorIndex, hasMore, onMore } = props
  const t = useTranslations('inbox')
  const scroller = useRef<HTMLDivElement>(null)
  const overscan = useOverscan()
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeights[density],
    getItemKey: (index) => items[index]?.id ?? index,
    overscan,
    initialRect: { width: 360, height: 900 },
  })

  // biome-ignore lint/correctness/useExhaustiveDependencies: another density is another height
  useEffect(() => rows.measure(), [density, rows])
  const lastIndex = rows.getVirtualItems().at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && lastIndex >= items.length - rowsBeforeMore) onMore()
  }, [hasMore, lastIndex, items.length, onMore])
  useEffect(() => {
    if (cursorIndex >= 0) rows.scrollToIndex(cursorIndex, { align: 'auto' })
  }, [cursorIndex, rows])
  useKeptFocus(scroller, items, cursorIndex)

  return (
    <div ref={scroller} className="scroll-thin @container min-h-0 grow overflow-y-auto overscroll-contain">
      <ul aria-label={t('list')} className="relative" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => {
          const ticket = items[row.index]
          if (!ticket) return null
          return (
            <li
              key={row.key}
              aria-setsize={hasMore ? -1 : items.length}
              aria-posinset={row.index + 1}
              className="absolute inset-x-0 top-0"
              style={{ height: row.size, transform: `translateY(${row.start}px)` }}
            >
              <TicketRow
                ticket={ticket}
                t={t}
                href={ticketPath(props.tenantSlug, ticket.number, props.filter)}
                density={density}
                isOpen={ticket.number === props.openNumber}
                isCursor={row.index === Math.max(0, cursorIndex)}
                isSelected={props.selected.has(ticket.number)}
                onOpen={() => props.onOpen(ticket)}
                onSelect={(isRange) => props.onSelect(ticket, isRange)}
                onPointAt={() => props.onPointAt(ticket)}
              />
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** None at first: the server draws what may be in sight, and the rows around it come when there is time for them. */
function useOverscan(): number {
  const [overscan, setOverscan] = useState(0)
  useEffect(() => setOverscan(8), [])
  return overscan
}

/** When the row that had the focus leaves the list, the row that took its place gets it. */
function useKeptFocus(
  scroller: React.RefObject<HTMLDivElement | null>,
  items: TicketListItem[],
  cursorIndex: number,
): void {
  const hadFocus = useRef(false)
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const note = () => {
      hadFocus.current = true
    }
    const forget = (event: FocusEvent) => {
      if (event.relatedTarget) hadFocus.current = false
    }
    element.addEventListener('focusin', note)
    element.addEventListener('focusout', forget)
    return () => {
      element.removeEventListener('focusin', note)
      element.removeEventListener('focusout', forget)
    }
  }, [scroller])
  const restore = useEffectEvent(() => {
    if (!hadFocus.current || document.activeElement !== document.body) return
    const number = items[Math.max(0, cursorIndex)]?.number
    scroller.current?.querySelector<HTMLElement>(`a[data-number="${number}"]`)?.focus()
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs whenever the rows change
  useEffect(() => restore(), [items])
}

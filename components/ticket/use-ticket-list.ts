'use client'

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { TicketListItem } from '@/lib/tickets/types'
import type { TicketFilter } from './ticket-filter'
import { ticketListQuery, ticketQuery } from './ticket-queries'

/** The list, where the keys stand in it, what is selected, and the neighbours of the open ticket kept ready. */
export function useTicketList(tenantSlug: string, filter: TicketFilter, openNumber: number | null) {
  const client = useQueryClient()
  const list = useInfiniteQuery(ticketListQuery(tenantSlug, filter))
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const [cursor, setCursor] = useState<{ number: number; index: number } | null>(null)
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set())
  const [anchor, setAnchor] = useState<number | null>(null)

  const cursorIndex = useMemo(
    () => findCursor(items, openNumber ?? cursor?.number, cursor?.index),
    [items, openNumber, cursor],
  )

  const prefetch = useCallback(
    (ticket: TicketListItem | undefined) => {
      if (ticket) void client.prefetchQuery(ticketQuery(tenantSlug, ticket.number))
    },
    [client, tenantSlug],
  )
  useEffect(() => {
    prefetch(items[cursorIndex])
    prefetch(items[cursorIndex + 1])
    prefetch(items[cursorIndex - 1])
  }, [items, cursorIndex, prefetch])

  const pointAt = useCallback(
    (ticket: TicketListItem) => setCursor({ number: ticket.number, index: items.indexOf(ticket) }),
    [items],
  )
  const select = useCallback(
    (ticket: TicketListItem, isRange: boolean) => {
      const index = items.indexOf(ticket)
      const from = isRange && anchor !== null ? items.findIndex((one) => one.number === anchor) : index
      const [low, high] = [Math.min(index, Math.max(0, from)), Math.max(index, from)]
      setSelected((old) => {
        const next = new Set(old)
        if (!isRange && old.has(ticket.number)) next.delete(ticket.number)
        else for (const one of items.slice(low, high + 1)) next.add(one.number)
        return next
      })
      setAnchor(ticket.number)
    },
    [items, anchor],
  )
  const clearSelection = useCallback(() => setSelected(new Set()), [])
  return { list, items, cursorIndex, pointAt, selected, select, clearSelection, prefetch }
}

/** A row that left the list gives its place to the one that took it. */
function findCursor(items: TicketListItem[], number: number | undefined, index: number | undefined): number {
  if (number === undefined) return -1
  const found = items.findIndex((item) => item.number === number)
  if (found >= 0) return found
  return index === undefined ? -1 : Math.min(index, items.length - 1)
}

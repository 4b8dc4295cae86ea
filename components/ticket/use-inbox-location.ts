'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { readFilter, type TicketFilter, ticketListPath, ticketPath } from './ticket-filter'

export interface InboxLocation {
  filter: TicketFilter
  /** The open ticket. */
  number: number | null
}

/**
 * Where the inbox stands, and how to go elsewhere. Moves happen in the browser's history alone: both pages draw the
 * same inbox, so asking the server for the other one would only cost a round trip.
 */
export function useInboxLocation(tenantSlug: string) {
  const pathname = usePathname()
  const query = useSearchParams()
  const location = useMemo<InboxLocation>(() => {
    const found = /\/tickets\/(\d+)$/.exec(pathname)
    return { filter: readFilter(query), number: found ? Number(found[1]) : null }
  }, [pathname, query])

  const go = useCallback(
    (next: InboxLocation, how: 'push' | 'replace' = 'push') => {
      const path =
        next.number === null
          ? ticketListPath(tenantSlug, next.filter)
          : ticketPath(tenantSlug, next.number, next.filter)
      if (how === 'push') window.history.pushState(null, '', path)
      else window.history.replaceState(null, '', path)
    },
    [tenantSlug],
  )
  return { ...location, go }
}

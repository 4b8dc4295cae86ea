'use client'

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { QuarantinePage } from '@/lib/quarantine/types'
import type { InboxOverview, MessageHtmlDto, TicketDto, TicketListPage, TrailDto } from '@/lib/tickets/types'
import type { TicketFilter } from './ticket-filter'

/** A JSON read that failed; `code` chooses the words. */
export class ReadFailed extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(`read failed: ${status} ${code}`)
  }
}

const readTimeoutMs = 20_000

async function read<T>(path: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(path, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.any([signal, AbortSignal.timeout(readTimeoutMs)]),
  })
  if (!response.ok) {
    const body = (await response.json().catch(() => null)) as { code?: unknown } | null
    throw new ReadFailed(response.status, typeof body?.code === 'string' ? body.code : 'internal')
  }
  return (await response.json()) as T
}

const data = (tenantSlug: string, path: string): string => `/t/${tenantSlug}/data/${path}`

function withQuery(path: string, values: Record<string, string | null | undefined>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) if (value) query.set(name, value)
  const text = query.toString()
  return text ? `${path}?${text}` : path
}

/** Live changes make everything stale at once, so what is here is taken as current until then. */
const freshMs = 60_000

export const ticketListKey = (tenantSlug: string) => ['tickets', tenantSlug] as const

export const ticketListQuery = (tenantSlug: string, filter: TicketFilter) =>
  infiniteQueryOptions({
    queryKey: [
      ...ticketListKey(tenantSlug),
      filter.view,
      filter.queueId ?? '',
      filter.stateId ?? '',
      filter.subject ?? '',
    ] as const,
    queryFn: ({ pageParam, signal }) =>
      read<TicketListPage>(withQuery(data(tenantSlug, 'tickets'), { ...filter, cursor: pageParam }), signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    staleTime: freshMs,
  })

export const overviewQuery = (tenantSlug: string) =>
  queryOptions({
    queryKey: ['overview', tenantSlug] as const,
    queryFn: ({ signal }) => read<InboxOverview>(data(tenantSlug, 'overview'), signal),
    staleTime: freshMs,
  })

export const ticketQuery = (tenantSlug: string, number: number) =>
  queryOptions({
    queryKey: ['ticket', tenantSlug, number] as const,
    queryFn: ({ signal }) => read<TicketDto>(data(tenantSlug, `tickets/${number}`), signal),
    staleTime: freshMs,
  })

export const messageHtmlKey = (tenantSlug: string) => ['message-html', tenantSlug] as const

/** A message's text never changes; whether its pictures are in it is the reader's choice. */
export const messageHtmlQuery = (tenantSlug: string, messageId: string, hasPictures: boolean) =>
  queryOptions({
    queryKey: [...messageHtmlKey(tenantSlug), messageId, hasPictures] as const,
    queryFn: ({ signal }) =>
      read<MessageHtmlDto>(
        withQuery(data(tenantSlug, `messages/${messageId}/html`), { pictures: hasPictures ? 'shown' : null }),
        signal,
      ),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const trailQuery = (tenantSlug: string, rawMailId: string) =>
  queryOptions({
    queryKey: ['trail', tenantSlug, rawMailId] as const,
    queryFn: ({ signal }) => read<TrailDto>(data(tenantSlug, `raw-mails/${rawMailId}/trail`), signal),
    staleTime: freshMs,
  })

export const quarantineQuery = (tenantSlug: string) =>
  infiniteQueryOptions({
    queryKey: ['quarantine', tenantSlug] as const,
    queryFn: ({ pageParam, signal }) =>
      read<QuarantinePage>(withQuery(data(tenantSlug, 'quarantine'), { cursor: pageParam }), signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    staleTime: freshMs,
  })

export const uploadPath = (tenantSlug: string): string => data(tenantSlug, 'uploads')

/** Where a message's remote pictures are loaded for us, each under its number. */
export const pictureFolder = (tenantSlug: string, messageId: string): string =>
  `/api/pictures/${tenantSlug}/${messageId}/`

export const attachmentPath = (tenantSlug: string, attachmentId: string): string =>
  `/api/attachments/${tenantSlug}/${attachmentId}`

'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent } from 'react'
import type { LiveChange } from '@/lib/live/types'
import { useAnnouncements } from '../ui/announcements'
import { refreshTicket } from './cached-tickets'
import { ticketListKey } from './ticket-queries'

const settleMs = 200
const reopenMs = 5_000

/**
 * One stream a browser: the tab that holds the lock listens and tells the others. Changes carry ids only, so what
 * the screen shows is asked for again; a burst of changes is asked for once. What changed between `readAt`, when the
 * server read what the page brought, and the first moment of listening is asked for as well.
 */
export function useLiveChanges(tenantSlug: string, openNumber: number | null, readAt: number): void {
  const client = useQueryClient()
  const { speak } = useAnnouncements()
  const t = useTranslations('inbox')

  const announce = useEffectEvent((changes: [number | null, LiveChange['change']][]) => {
    const news = changes.filter(([number, change]) => change !== 'changed' && number !== openNumber)
    const [only] = news
    if (news.length > 1) speak(t('liveSeveral', { count: news.length }))
    else if (only && only[0] !== null) {
      speak(t(only[1] === 'created' ? 'liveCreated' : 'liveMessage', { number: only[0] }))
    }
  })

  useEffect(() => {
    const waiting = new Map<number | null, LiveChange['change']>()
    let timer: ReturnType<typeof setTimeout> | undefined

    const settle = () => {
      timer = undefined
      for (const number of waiting.keys()) refreshTicket(client, tenantSlug, number)
      announce([...waiting])
      waiting.clear()
    }
    const take = (change: LiveChange) => {
      if (change.kind === 'alarm') {
        void client.invalidateQueries({ queryKey: ['overview', tenantSlug] })
        return
      }
      if (change.kind === 'quarantine') {
        void client.invalidateQueries({ queryKey: ['quarantine', tenantSlug] })
      }
      const earlier = waiting.get(change.ticketNumber)
      if (earlier === undefined || earlier === 'changed') waiting.set(change.ticketNumber, change.change)
      timer ??= setTimeout(settle, settleMs)
    }
    /** After a gap nobody knows what was missed. */
    const catchUp = () => {
      for (const key of [ticketListKey(tenantSlug), ['overview', tenantSlug], ['ticket', tenantSlug]]) {
        void client.invalidateQueries({ queryKey: key })
      }
    }

    const stop = listen(tenantSlug, readAt, take, catchUp)
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [client, tenantSlug, readAt])
}

type Told = LiveChange & { at: number }
/** `readAt`: a page that begins to listen asks whether it missed something. */
type Heard = { change: Told } | { hasGap: true } | { readAt: number }

const doubtMs = 1_000

function listen(
  tenantSlug: string,
  readAt: number,
  take: (change: LiveChange) => void,
  catchUp: () => void,
): () => void {
  const name = `postino-live-${tenantSlug}`
  const channel = new BroadcastChannel(name)
  const stopped = new AbortController()
  let lastToldAt = 0

  const hear = (heard: Heard) => {
    if ('readAt' in heard) {
      if (lastToldAt > heard.readAt - doubtMs) channel.postMessage({ hasGap: true } satisfies Heard)
    } else if ('change' in heard) {
      lastToldAt = heard.change.at
      take(heard.change)
    } else catchUp()
  }
  channel.onmessage = (event: MessageEvent<Heard>) => hear(event.data)
  channel.postMessage({ readAt } satisfies Heard)
  const tell = (heard: Heard) => {
    hear(heard)
    channel.postMessage(heard)
  }
  navigator.locks
    .request(name, { signal: stopped.signal }, () => holdStream(tenantSlug, readAt, stopped.signal, tell))
    .catch(() => {
      // Aborted while waiting for the lock: another tab listens, or this page is gone.
    })
  return () => {
    stopped.abort()
    channel.close()
  }
}

/**
 * Keeps the stream, and with it the lock, until the page stops. EventSource reconnects by itself when a connection
 * ends, but gives up on an answer that is no stream (the server is being restarted): then a new one is made.
 */
function holdStream(
  tenantSlug: string,
  readAt: number,
  signal: AbortSignal,
  tell: (heard: Heard) => void,
): Promise<void> {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const open = (isAfterGap: boolean) => {
    source = new EventSource(`/t/${tenantSlug}/live?since=${readAt}`)
    if (isAfterGap) source.addEventListener('open', () => tell({ hasGap: true }), { once: true })
    source.addEventListener('change', (event) => tell({ change: JSON.parse(event.data) as Told }))
    source.addEventListener('resync', () => tell({ hasGap: true }))
    source.addEventListener('error', () => {
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, reopenMs, true)
    })
  }
  return new Promise((resolve) => {
    const close = () => {
      clearTimeout(timer)
      source?.close()
      resolve()
    }
    if (signal.aborted) return close()
    signal.addEventListener('abort', close, { once: true })
    open(false)
  })
}

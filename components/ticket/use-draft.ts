'use client'

import { useCallback, useEffect, useRef, useState } from 'react'

export type DraftKind = 'reply' | 'note'

interface Draft {
  html: string
  /** Bound to the text that was tried: the same text sent twice is one message, another text is another. */
  key: string
  triedHtml: string | null
}

const savingMs = 400
const keptDays = 30
const prefix = 'postino.draft.'

/** The text being written about one ticket, kept in this browser until it is sent or thrown away. */
export function useDraft(tenantSlug: string, ticketId: string, kind: DraftKind) {
  const name = `${prefix}${tenantSlug}.${ticketId}.${kind}`
  const [draft, setDraft] = useState<Draft>(() => ({ ...emptyDraft(), html: read(name) }))
  const latest = useRef(draft)
  latest.current = draft

  useEffect(() => {
    const timer = setTimeout(() => write(name, draft.html), savingMs)
    return () => clearTimeout(timer)
  }, [name, draft.html])
  // The last letters before the ticket is left.
  useEffect(() => () => write(name, latest.current.html), [name])

  const change = useCallback((html: string) => setDraft((old) => ({ ...old, html })), [])
  const clear = useCallback(() => {
    write(name, '')
    latest.current = emptyDraft()
    setDraft(latest.current)
  }, [name])
  /** The key under which this very text may be sent. */
  const keyToTry = useCallback((): string => {
    const { html, key, triedHtml } = latest.current
    const next = triedHtml === null || triedHtml === html ? key : crypto.randomUUID()
    latest.current = { html, key: next, triedHtml: html }
    setDraft(latest.current)
    return next
  }, [])
  return { html: draft.html, change, clear, keyToTry }
}

const emptyDraft = (): Draft => ({ html: '', key: crypto.randomUUID(), triedHtml: null })

export const hasDraft = (tenantSlug: string, ticketId: string, kind: DraftKind): boolean =>
  read(`${prefix}${tenantSlug}.${ticketId}.${kind}`) !== ''

function read(name: string): string {
  if (typeof window === 'undefined') return ''
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(name) ?? 'null')
    if (typeof stored !== 'object' || stored === null) return ''
    const { html, savedAtMs } = stored as { html?: unknown; savedAtMs?: unknown }
    const isFresh = typeof savedAtMs === 'number' && Date.now() - savedAtMs < keptDays * 86_400_000
    return typeof html === 'string' && isFresh ? html : ''
  } catch {
    // Storage refused, or not written by us: there is no draft.
    return ''
  }
}

function write(name: string, html: string): void {
  try {
    if (html) localStorage.setItem(name, JSON.stringify({ html, savedAtMs: Date.now() }))
    else localStorage.removeItem(name)
  } catch {
    // Storage refused or full: the text lives as long as the page.
  }
}

'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { toggled } from './added-recipients'

export type DraftKind = 'reply' | 'note'

interface DraftText {
  html: string
  /** Addresses that the author lets in for this reply. */
  added: string[]
  /** A read receipt is asked for. */
  asksForReceipt: boolean
}

interface Draft extends DraftText {
  /** Bound to what was tried: the same text to the same people sent twice is one message, another is another. */
  key: string
  tried: string | null
}

const savingMs = 400
const keptDays = 30
const prefix = 'postino.draft.'

/** What is being written about one ticket, kept in this browser until it is sent or thrown away. */
export function useDraft(tenantSlug: string, ticketId: string, kind: DraftKind) {
  const name = `${prefix}${tenantSlug}.${ticketId}.${kind}`
  const [draft, setDraft] = useState<Draft>(() => ({ ...emptyDraft(), ...read(name) }))
  const latest = useRef(draft)
  latest.current = draft

  useEffect(() => {
    const timer = setTimeout(() => write(name, textOf(draft)), savingMs)
    return () => clearTimeout(timer)
  }, [name, draft])
  // The last letters before the ticket is left.
  useEffect(() => () => write(name, latest.current), [name])

  const change = useCallback((html: string) => setDraft((old) => ({ ...old, html })), [])
  const toggleAdded = useCallback(
    (address: string) => setDraft((old) => ({ ...old, added: toggled(old.added, address) })),
    [],
  )
  const setAsksForReceipt = useCallback(
    (asksForReceipt: boolean) => setDraft((old) => ({ ...old, asksForReceipt })),
    [],
  )
  const clear = useCallback(() => {
    latest.current = emptyDraft()
    write(name, latest.current)
    setDraft(latest.current)
  }, [name])
  /** The key under which this very text may be sent to these people. */
  const keyToTry = useCallback((): string => {
    const { key, tried, ...text } = latest.current
    const trying = JSON.stringify({ ...text, added: [...text.added].sort() })
    const next = tried === null || tried === trying ? key : crypto.randomUUID()
    latest.current = { ...text, key: next, tried: trying }
    setDraft(latest.current)
    return next
  }, [])
  return { ...textOf(draft), change, toggleAdded, setAsksForReceipt, clear, keyToTry }
}

const nothing: DraftText = { html: '', added: [], asksForReceipt: false }

const emptyDraft = (): Draft => ({ ...nothing, key: crypto.randomUUID(), tried: null })

const textOf = ({ html, added, asksForReceipt }: DraftText): DraftText => ({ html, added, asksForReceipt })

export const hasDraft = (tenantSlug: string, ticketId: string, kind: DraftKind): boolean =>
  read(`${prefix}${tenantSlug}.${ticketId}.${kind}`).html !== ''

/** What was being written about a ticket that became part of another is being written about that one. */
export function moveDrafts(tenantSlug: string, fromId: string, toId: string): void {
  for (const kind of ['reply', 'note'] as const) {
    const [from, to] = [fromId, toId].map((id) => `${prefix}${tenantSlug}.${id}.${kind}`)
    if (!from || !to) continue
    const [moved, there] = [read(from), read(to)]
    if (moved.html === '') continue
    write(to, {
      html: there.html + moved.html,
      added: [...new Set([...there.added, ...moved.added])],
      asksForReceipt: there.asksForReceipt || moved.asksForReceipt,
    })
    write(from, nothing)
  }
}

function read(name: string): DraftText {
  if (typeof window === 'undefined') return nothing
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(name) ?? 'null')
    if (typeof stored !== 'object' || stored === null) return nothing
    const { html, added, asksForReceipt, savedAtMs } = stored as Record<string, unknown>
    if (typeof savedAtMs !== 'number' || Date.now() - savedAtMs >= keptDays * 86_400_000) return nothing
    return {
      html: typeof html === 'string' ? html : '',
      added: Array.isArray(added) ? added.filter((one) => typeof one === 'string') : [],
      asksForReceipt: asksForReceipt === true,
    }
  } catch {
    // Storage refused, or not written by us: there is no draft.
    return nothing
  }
}

function write(name: string, draft: DraftText): void {
  try {
    if (draft.html || draft.added.length > 0 || draft.asksForReceipt) {
      localStorage.setItem(name, JSON.stringify({ ...textOf(draft), savedAtMs: Date.now() }))
    } else localStorage.removeItem(name)
  } catch {
    // Storage refused or full: the text lives as long as the page.
  }
}

'use client'

import { useTranslations } from 'next-intl'
import type { EventEntry } from '@/lib/tickets/types'
import { Notice } from '../ui/notice'
import { Time } from '../ui/time'

/** One grey line: who changed what. An action without words is named rather than hidden. */
export function EventLine({ event }: { event: EventEntry }) {
  const t = useTranslations('event')
  const key = sentenceOf(event)
  const actor = event.actorName ?? t('system')
  const values = Object.fromEntries(
    Object.entries(event.details).map(([name, value]) => [name, String(value ?? t('nobody'))]),
  )
  if (event.action === 'loop_stopped')
    return (
      <div className="py-1">
        <Notice tone="warn">
          <p>{t(key, values)}</p>
          <p className="mt-1">{t('loop_remedy', values)}</p>
        </Notice>
      </div>
    )
  return (
    <p className="flex items-center gap-2 px-3 py-1 text-12 text-ink-muted">
      <span aria-hidden className="mx-2.5 size-1.5 shrink-0 rounded-full bg-line-strong" />
      <span className="min-w-0 grow [overflow-wrap:anywhere]">
        {t.has(key) ? t(key, { actor, from: '—', to: '—', ...values }) : `${actor}: ${event.action}`}
      </span>
      <Time at={event.at} className="tabular shrink-0" />
    </p>
  )
}

/**
 * A first assignment and a last one are said differently from a change of hands, and so is the birth of a ticket that
 * became part of this one.
 */
function sentenceOf({ action, actorName, details }: EventEntry): string {
  if (action === 'ticket_created' && details.number !== undefined) return 'ticket_created_as'
  if (action !== 'assigned') return action.replaceAll('.', '_')
  if (details.to !== null && details.to === actorName) return 'assigned_self'
  if (details.to === null) return 'assigned_nobody'
  return details.from === null ? 'assigned_to' : 'assigned'
}

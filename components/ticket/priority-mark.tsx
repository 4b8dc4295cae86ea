import { ChevronDown, ChevronsUp, ChevronUp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { TicketPriority } from '@/lib/tickets/types'

const marks = {
  low: <ChevronDown aria-hidden className="inline size-3.5 text-ink-muted" />,
  high: <ChevronUp aria-hidden className="inline size-3.5 text-status-warn" />,
  urgent: <ChevronsUp aria-hidden className="inline size-3.5 text-status-danger" />,
}

/** Nothing for what is normal. */
export function PriorityMark({ priority }: { priority: TicketPriority }) {
  const t = useTranslations('inbox')
  if (priority === 'normal') return null
  return (
    <span title={t(`priority.${priority}`)}>
      {marks[priority]}
      <span className="sr-only">{t(`priority.${priority}`)} </span>
    </span>
  )
}

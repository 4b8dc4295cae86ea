'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { TicketDto } from '@/lib/tickets/types'
import { useInbox } from './inbox-context'
import { ticketQuery } from './ticket-queries'
import { useMessageCommand } from './use-message-command'

/** Makes a message of the open ticket one of its own. `newestId`: the newest that may begin something else, for the key. */
export function useSplitMessage(number: number | null) {
  const { tenantSlug, actions } = useInbox()
  const t = useTranslations('message.newSubject')
  const { run, isRunning } = useMessageCommand(number)
  const { data: newestId = null } = useQuery({
    ...ticketQuery(tenantSlug, number ?? 0),
    // The conversation asks for it.
    enabled: false,
    select: newestWithNewSubject,
  })
  const split = (messageId: string) => run(() => actions.splitMessage(tenantSlug, { messageId }), t('done'))
  return { split, newestId, isRunning }
}

function newestWithNewSubject({ entries }: TicketDto): string | null {
  const newest = entries.findLast((entry) => entry.kind === 'message' && entry.newSubject !== null)
  return newest?.id ?? null
}

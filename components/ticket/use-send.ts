'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ActionResult } from '@/lib/action-result'
import type { TicketDto } from '@/lib/tickets/types'
import { useAnnouncements } from '../ui/announcements'
import { refreshTicket } from './cached-tickets'
import { useInbox } from './inbox-context'
import type { DraftKind } from './use-draft'

export type SendTrouble =
  | { kind: 'newer-message' }
  | { kind: 'refused'; message: string }
  | { kind: 'failed' }

interface Sending {
  html: string
  uploads: string[]
  /** Whom a later mail brought in and the author lets in. */
  addCc: string[]
  asksForReceipt: boolean
  idempotencyKey: string
  lastSeenMessageId: string | null
  stateId?: string | undefined
}

/** Sends a reply or keeps a note. What was written stays in the composer until the server has it. */
export function useSend(ticket: TicketDto, kind: DraftKind) {
  const client = useQueryClient()
  const { tenantSlug, actions } = useInbox()
  const { speak } = useAnnouncements()
  const t = useTranslations('composer')
  const [isSending, setSending] = useState(false)
  const [trouble, setTrouble] = useState<SendTrouble | null>(null)

  const call = ({
    lastSeenMessageId,
    stateId,
    addCc,
    asksForReceipt,
    ...text
  }: Sending): Promise<ActionResult<unknown>> =>
    kind === 'note'
      ? actions.addNote(tenantSlug, { ticketId: ticket.id, ...text })
      : actions.replyToTicket(tenantSlug, {
          ticketId: ticket.id,
          ...text,
          addCc,
          asksForReceipt,
          ...(stateId ? { stateId } : {}),
          ...(lastSeenMessageId ? { lastSeenMessageId } : {}),
        })

  /** @returns whether the server took it */
  const send = async (sending: Sending): Promise<boolean> => {
    if (isSending) return false
    setSending(true)
    setTrouble(null)
    try {
      const result = await call(sending)
      if (!result.ok) {
        const isNewer = result.code === 'stale_version' || result.code === 'conflict'
        setTrouble(isNewer ? { kind: 'newer-message' } : { kind: 'refused', message: result.message })
        if (isNewer) refreshTicket(client, tenantSlug, ticket.number)
        return false
      }
      speak(t(kind === 'note' ? 'noteKept' : 'replySent'))
      refreshTicket(client, tenantSlug, ticket.number)
      return true
    } catch {
      setTrouble({ kind: 'failed' })
      return false
    } finally {
      setSending(false)
    }
  }
  return { send, isSending, trouble, forgetTrouble: () => setTrouble(null) }
}

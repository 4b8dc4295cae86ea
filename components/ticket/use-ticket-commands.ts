'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import type { ActionResult } from '@/lib/action-result'
import type { AgentDto, HuedName, StateDto } from '@/lib/tickets/types'
import { useAnnouncements } from '../ui/announcements'
import { findCachedTicket, patchCachedTicket, refreshTicket, type TicketPatch } from './cached-tickets'
import { useInbox } from './inbox-context'

/**
 * State, assignee and queue change on the screen at once. When the server refuses, the old value comes back and the
 * refusal is told in words; when it agrees, a screen reader hears what changed.
 */
export function useTicketCommands() {
  const client = useQueryClient()
  const { tenantSlug, actions } = useInbox()
  const { speak, tell } = useAnnouncements()
  const t = useTranslations('ticket')

  return useMemo(() => {
    const change = async (
      number: number,
      patch: TicketPatch,
      spoken: string,
      run: (ticketId: string) => Promise<ActionResult<unknown>>,
    ) => {
      const before = findCachedTicket(client, tenantSlug, number)
      if (!before) return
      patchCachedTicket(client, tenantSlug, number, patch)
      const undo = () =>
        patchCachedTicket(client, tenantSlug, number, {
          state: before.state,
          assignee: before.assignee,
          queue: before.queue,
        })
      try {
        const result = await run(before.id)
        if (result.ok) speak(spoken)
        else {
          undo()
          tell(t('changeRefused', { number, message: result.message }))
        }
      } catch {
        undo()
        tell(t('changeFailed', { number }))
      }
      refreshTicket(client, tenantSlug, number)
    }
    return {
      changeState: (number: number, state: StateDto) =>
        change(number, { state }, t('stateChanged', { number, name: state.name }), (ticketId) =>
          actions.changeTicketState(tenantSlug, { ticketId, stateId: state.id }),
        ),
      assign: (number: number, assignee: AgentDto | null) =>
        change(
          number,
          { assignee },
          assignee ? t('assigned', { number, name: assignee.name }) : t('unassigned', { number }),
          (ticketId) => actions.assignTicket(tenantSlug, { ticketId, assigneeId: assignee?.id ?? null }),
        ),
      move: (number: number, queue: HuedName) =>
        change(number, { queue }, t('moved', { number, name: queue.name }), (ticketId) =>
          actions.moveTicket(tenantSlug, { ticketId, queueId: queue.id }),
        ),
    }
  }, [client, tenantSlug, actions, speak, tell, t])
}

'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ActionResult } from '@/lib/action-result'
import { useAnnouncements } from '../ui/announcements'
import { refreshTicket } from './cached-tickets'
import { useInbox } from './inbox-context'

/** Runs one command about a message, once at a time; a refusal is told in words, and the ticket is asked for again. */
export function useMessageCommand(number: number | null) {
  const client = useQueryClient()
  const { tenantSlug } = useInbox()
  const { tell } = useAnnouncements()
  const t = useTranslations('ticket')
  const [isRunning, setRunning] = useState(false)

  const run = async (command: () => Promise<ActionResult<unknown>>, done?: string) => {
    if (isRunning) return
    setRunning(true)
    try {
      const result = await command()
      if (!result.ok) tell(t('commandRefused', { message: result.message }))
      else if (done) tell(done)
    } catch {
      tell(t('commandFailed'))
    } finally {
      setRunning(false)
      refreshTicket(client, tenantSlug, number)
    }
  }
  return { run, isRunning }
}

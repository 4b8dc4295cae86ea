'use client'

import { Split } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useLayoutEffect, useRef } from 'react'
import type { MessageEntry } from '@/lib/tickets/types'
import { cleanName } from '../mail/clean-name'
import { Button } from '../ui/button'
import { Kbd } from '../ui/kbd'
import { useSplitMessage } from './use-split-message'

/** Somebody answered an old mail to begin something else: what he wrote above it, and the way to set it apart. */
export function NewSubject({ message, number }: { message: MessageEntry; number: number }) {
  return message.newSubject === null ? null : (
    <Offer messageId={message.id} subject={message.newSubject} number={number} />
  )
}

function Offer({ messageId, subject, number }: { messageId: string; subject: string; number: number }) {
  const t = useTranslations('message.newSubject')
  const { split, newestId, isRunning } = useSplitMessage(number)
  const box = useRef<HTMLDivElement>(null)
  // The message goes, and with it the button that was pressed: the keyboard stays in the conversation.
  useLayoutEffect(() => {
    const own = box.current
    return () => {
      if (own?.contains(document.activeElement)) own.closest<HTMLElement>('section[tabindex]')?.focus()
    }
  }, [])
  return (
    <div ref={box} className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
      <p className="flex min-w-0 items-start gap-1.5 text-12 text-ink-muted">
        <Split aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        <span className="[overflow-wrap:anywhere]">{t('text', { subject: cleanName(subject) })}</span>
      </p>
      <Button size="small" isPending={isRunning} onPress={() => split(messageId)}>
        {t('split')}
        {messageId === newestId ? <Kbd>T</Kbd> : null}
      </Button>
    </div>
  )
}

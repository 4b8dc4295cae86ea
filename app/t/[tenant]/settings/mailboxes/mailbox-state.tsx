'use client'

import { useTranslations } from 'next-intl'
import { Chip } from '@/components/ui/chip'
import type { MailboxDto } from '@/lib/mailboxes/dtos'

/** In words, never by colour alone. */
export function MailboxState({ mailbox }: { mailbox: MailboxDto }) {
  const t = useTranslations('mailboxes')
  if (mailbox.isPaused) return <Chip>{t(mailbox.cutOffAt === null ? 'chip.notStarted' : 'chip.paused')}</Chip>
  if (mailbox.isUnattended) return <Chip tone="danger">{t('chip.unattended')}</Chip>
  if (mailbox.state === 'new') return <Chip>{t('chip.connecting')}</Chip>
  if (mailbox.state === 'well')
    return <Chip tone="ok">{t(mailbox.isListening ? 'chip.listening' : 'chip.well')}</Chip>
  const passes = mailbox.state === 'server-ill' || mailbox.state === 'throttled'
  return <Chip tone={passes ? 'warn' : 'danger'}>{t(`state.${mailbox.state}`)}</Chip>
}

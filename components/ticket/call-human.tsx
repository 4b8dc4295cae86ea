'use client'

import { UserRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { MessageEntry } from '@/lib/tickets/types'
import { FoldButton } from '../ui/fold-button'
import { useInbox } from './inbox-context'
import { useMessageCommand } from './use-message-command'

/** Under a mail that was taken for a machine's: whoever reads it may know better. */
export function CallHuman({ message, number }: { message: MessageEntry; number: number }) {
  const t = useTranslations('message')
  const { tenantSlug, actions } = useInbox()
  const { run } = useMessageCommand(number)
  const isPart = message.joinState === null || message.joinState === 'accepted'
  if (message.messageKind !== 'inbound' || message.classification === 'human' || !isPart) return null
  return (
    <FoldButton
      icon={<UserRound aria-hidden />}
      onPress={() => run(() => actions.callHuman(tenantSlug, { messageId: message.id }), t('calledHuman'))}
    >
      {t('callHuman')}
    </FoldButton>
  )
}

'use client'

import { useTranslations } from 'next-intl'
import type { MessageEntry } from '@/lib/tickets/types'
import { Button } from '../ui/button'
import { Notice } from '../ui/notice'
import { useInbox } from './inbox-context'
import { useMessageCommand } from './use-message-command'

/** Somebody who is no participant wrote into this ticket: nothing happens until an agent decides. */
export function JoinRequest({ message, number }: { message: MessageEntry; number: number }) {
  const t = useTranslations('message.join')
  const { tenantSlug, actions } = useInbox()
  const { run, isRunning } = useMessageCommand(number)
  const decide = (decision: 'accept' | 'split' | 'reject') =>
    run(
      () => actions.decideJoinRequest(tenantSlug, { messageId: message.id, decision }),
      t(`done.${decision}`),
    )
  return (
    <div className="mb-2">
      <Notice
        tone="warn"
        actions={
          <>
            <Button size="small" isDisabled={isRunning} onPress={() => decide('accept')}>
              {t('accept')}
            </Button>
            <Button size="small" isDisabled={isRunning} onPress={() => decide('split')}>
              {t('split')}
            </Button>
            <Button size="small" isDisabled={isRunning} onPress={() => decide('reject')}>
              {t('reject')}
            </Button>
          </>
        }
      >
        {t('text', { name: message.author.name || message.author.address })}
      </Notice>
    </div>
  )
}

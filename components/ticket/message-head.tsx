import { BotMessageSquare, Copy, CornerUpLeft, ShieldAlert, StickyNote } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import type { MessageEntry } from '@/lib/tickets/types'
import { PersonName } from '../mail/person-name'
import { Avatar } from '../ui/avatar'
import { Chip } from '../ui/chip'
import { Time } from '../ui/time'

/** Who wrote a message, when, and what is known of how it came. */
export function MessageHead({ message }: { message: MessageEntry }) {
  const t = useTranslations('message')
  const { author } = message
  return (
    <header className="flex items-start gap-2">
      {message.messageKind === 'note' ? (
        <span
          aria-hidden
          className="flex size-7 shrink-0 items-center justify-center rounded-full border border-note-line text-note-ink"
        >
          <StickyNote className="size-4" />
        </span>
      ) : (
        <Avatar name={author.name || author.address} />
      )}
      <div className="flex min-w-0 grow flex-wrap items-center gap-x-2 gap-y-0.5 pt-1 leading-5">
        <h3 className="font-semibold text-13">
          <PersonName name={author.name} address={author.address} />
        </h3>
        {message.messageKind === 'note' ? (
          <span className="font-medium text-12 text-note-ink">{t('note')}</span>
        ) : message.messageKind === 'reply' ? (
          <span className="inline-flex items-center gap-1 text-12 text-accent-text">
            <CornerUpLeft aria-hidden className="size-3.5" />
            {t('reply')}
          </span>
        ) : author.name && author.name !== author.address ? (
          <bdi className="min-w-0 text-12 text-ink-muted [overflow-wrap:anywhere]">{author.address}</bdi>
        ) : null}
        <Badges message={message} />
      </div>
      <Time at={message.at} className="tabular shrink-0 pt-1 text-12 text-ink-muted leading-5" />
    </header>
  )
}

function Badges({ message }: { message: MessageEntry }) {
  const t = useTranslations('message')
  const format = useFormatter()
  const isMachine = message.messageKind === 'inbound' && message.classification !== 'human'
  const classification = `classification.${message.classification}`
  return (
    <>
      {isMachine ? (
        <Chip icon={<BotMessageSquare aria-hidden />} title={t('machineHint')}>
          {t.has(classification) ? t(classification) : message.classification}
        </Chip>
      ) : null}
      {message.authentication === 'fail' ? (
        <Chip tone="warn" icon={<ShieldAlert aria-hidden />} title={t('notVerifiedHint')}>
          {t('notVerified')}
        </Chip>
      ) : null}
      {message.deliveryCount > 1 ? (
        <Chip icon={<Copy aria-hidden />} title={t('deliveredAgainHint')}>
          {message.deliveredTo.length > 1
            ? t('deliveredTo', {
                count: message.deliveryCount,
                mailboxes: format.list(message.deliveredTo),
              })
            : t('deliveredAgain', { count: message.deliveryCount })}
        </Chip>
      ) : null}
    </>
  )
}

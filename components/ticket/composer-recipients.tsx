'use client'

import { useTranslations } from 'next-intl'
import type { LeftOutDto, RecipientDto, TicketDto } from '@/lib/tickets/types'
import { PersonLine, PersonName } from '../mail/person-name'
import { Disclosure } from '../ui/disclosure'
import { Notice } from '../ui/notice'
import { withAdded } from './added-recipients'

interface ComposerRecipientsProps {
  plan: TicketDto['replyPlan']
  /** Addresses that the author lets in. */
  added: readonly string[]
}

/** Who will receive this, and why: the same rule that sends it. */
export function ComposerRecipients({ plan, added }: ComposerRecipientsProps) {
  const t = useTranslations('composer')
  if (!plan.ok) {
    const key = `cannot.${plan.code}`
    return <Notice tone="warn">{t.has(key) ? t(key) : t('cannot.other')}</Notice>
  }
  const { to, cc, never } = withAdded(plan, added)
  return (
    <div className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-12">
      <span className="text-ink-muted">{t('to')}</span>
      <span className="min-w-0 truncate font-medium text-13 text-ink">
        {[...to, ...cc].map((person, index) => (
          <span key={person.address}>
            {index > 0 ? ', ' : ''}
            <PersonName name={person.name} address={person.address} />
          </span>
        ))}
      </span>
      <Disclosure label={t('who')} openLabel={t('whoHide')}>
        <dl className="mt-1 mb-1 flex flex-col gap-1">
          <Line label={t('to')} people={to} />
          <Line label={t('cc')} people={cc} />
          <Line label={t('not')} people={never} />
          <div className="flex gap-2">
            <dt className="w-12 shrink-0 text-ink-muted">{t('from')}</dt>
            <dd className="min-w-0">
              <PersonLine {...plan.from} />{' '}
              <span className="text-ink-muted">{t('via', { channel: plan.channelName })}</span>
            </dd>
          </div>
          <div className="flex gap-2">
            <dt className="w-12 shrink-0 text-ink-muted">{t('subject')}</dt>
            <dd className="min-w-0 [overflow-wrap:anywhere]">{plan.subject}</dd>
          </div>
        </dl>
      </Disclosure>
    </div>
  )
}

function Line({ label, people }: { label: string; people: (RecipientDto | LeftOutDto)[] }) {
  const t = useTranslations('composer')
  if (people.length === 0) return null
  return (
    <div className="flex gap-2">
      <dt className="w-12 shrink-0 text-ink-muted">{label}</dt>
      <dd className="flex min-w-0 flex-col gap-0.5">
        {people.map((person) => (
          <span key={person.address}>
            <PersonLine name={person.name} address={person.address} />{' '}
            <span className="text-ink-muted">— {t(`reason.${person.reason}`)}</span>
          </span>
        ))}
      </dd>
    </div>
  )
}

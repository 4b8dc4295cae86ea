'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Notice } from '@/components/ui/notice'
import { Time } from '@/components/ui/time'
import type { MailboxBalance, MailboxDto } from '@/lib/mailboxes/dtos'

const columns = ['seen', 'messages', 'duplicates', 'heldBack', 'quarantine', 'pending', 'gone'] as const

/** How it stands, what to do about it, and whether everything that was seen is accounted for. */
export function MailboxHealth({ mailbox, balance }: { mailbox: MailboxDto; balance: MailboxBalance }) {
  const t = useTranslations('mailboxes')
  const isTrouble = !mailbox.isPaused && mailbox.state !== 'well' && mailbox.state !== 'new'
  const passes = mailbox.state === 'server-ill' || mailbox.state === 'throttled'
  return (
    <section aria-labelledby="mailbox-health" className="grid gap-3">
      <h2 id="mailbox-health" className="text-14 font-semibold text-ink">
        {t('health.title')}
      </h2>
      {isTrouble ? (
        <Notice tone={passes ? 'warn' : 'danger'} role="alert">
          <strong className="font-semibold">{t(`state.${mailbox.state}`)}.</strong>{' '}
          {t(`remedy.${mailbox.state}`)} {t('since')} <Time at={mailbox.stateSince} />
        </Notice>
      ) : null}
      {mailbox.isUnattended ? (
        <Notice tone="danger" role="alert">
          {t('unattended')}
        </Notice>
      ) : null}
      <dl className="flex flex-wrap gap-x-6 gap-y-2 text-13">
        <Fact label={t('health.lastSuccess')}>
          {mailbox.lastSuccessAt ? <Time at={mailbox.lastSuccessAt} /> : t('health.never')}
        </Fact>
        <Fact label={t('health.lastMail')}>
          {mailbox.lastMailAt ? <Time at={mailbox.lastMailAt} /> : t('health.never')}
        </Fact>
        <Fact label={t('health.lag')}>
          {mailbox.lagMs === null
            ? t('health.unknown')
            : t('health.seconds', { seconds: Math.round(mailbox.lagMs / 1_000) })}
        </Fact>
        <Fact label={t('health.cutOff')}>
          {mailbox.cutOffAt ? <Time at={mailbox.cutOffAt} /> : t('health.notStarted')}
        </Fact>
      </dl>
      <div>
        <h3 className="pb-1 text-12 text-ink-muted">{t('balance.caption')}</h3>
        <dl className="flex flex-wrap gap-x-6 gap-y-2 text-13 tabular-nums">
          {columns.map((name) => (
            <Fact key={name} label={t(`balance.${name}`)}>
              {balance[name]}
            </Fact>
          ))}
        </dl>
      </div>
      {balance.isClosed ? (
        <p className="text-12 text-ink-muted">{t('balance.closes')}</p>
      ) : (
        <Notice tone="warn">{t('balance.open')}</Notice>
      )}
      {balance.unaccounted > 0 ? (
        <p className="text-12 text-ink-muted">{t('balance.unaccounted', { count: balance.unaccounted })}</p>
      ) : null}
      {balance.toMove > 0 ? (
        <p className="text-12 text-ink-muted">{t('balance.toMove', { count: balance.toMove })}</p>
      ) : null}
      {balance.notMoved > 0 ? (
        <Notice tone="warn">{t('balance.notMoved', { count: balance.notMoved })}</Notice>
      ) : null}
    </section>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-12 text-ink-muted">{label}</dt>
      <dd className="text-ink">{children}</dd>
    </div>
  )
}

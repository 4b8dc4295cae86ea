'use client'

import { CheckCheck, CircleAlert, Clock, Eye, HelpCircle, type LucideIcon, Pause, Send } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import type { DeliveryDto, OutboundStateWord } from '@/lib/tickets/types'
import { useInbox } from '../ticket/inbox-context'
import { useMessageCommand } from '../ticket/use-message-command'
import { Button } from '../ui/button'
import { cx } from '../ui/cx'
import { Disclosure } from '../ui/disclosure'
import { Notice } from '../ui/notice'
import { CertifiedReceipts, useCertifiedWords } from './certified-receipts'

const looks: Record<OutboundStateWord, { icon: LucideIcon; tone: string }> = {
  held: { icon: Pause, tone: 'text-status-waiting' },
  pending: { icon: Clock, tone: 'text-ink-muted' },
  sending: { icon: Send, tone: 'text-ink-muted' },
  accepted: { icon: CheckCheck, tone: 'text-status-ok' },
  deferred: { icon: Clock, tone: 'text-status-waiting' },
  failed: { icon: CircleAlert, tone: 'text-status-danger' },
  uncertain: { icon: HelpCircle, tone: 'text-status-waiting' },
  suppressed: { icon: Pause, tone: 'text-status-waiting' },
}

const troubled = (delivery: DeliveryDto) =>
  delivery.recipients.filter((one) => one.state === 'refused' || one.state === 'bounced')

/** Why it did not arrive, where it is the same for all. */
const reasonOf = (delivery: DeliveryDto): string => {
  const [reason, ...others] = new Set(troubled(delivery).map((one) => one.reason))
  return others.length === 0 ? (reason ?? '') : ''
}

const addressesOf = (recipients: DeliveryDto['recipients']): string =>
  recipients.map((one) => one.address).join(', ')

const hasFailed = (delivery: DeliveryDto): boolean =>
  delivery.state === 'failed' || troubled(delivery).length > 0

/** What an agent has to know or to decide about a reply; nothing when all is well. */
export function DeliveryNotice({ delivery, number }: { delivery: DeliveryDto; number: number }) {
  const t = useTranslations('delivery')
  if (delivery.state === 'uncertain') return <UncertainChoice delivery={delivery} number={number} />
  const complained = delivery.recipients.filter((one) => one.complainedAt !== undefined)
  if (!hasFailed(delivery) && complained.length === 0) return null
  const addresses = addressesOf(troubled(delivery))
  const reason = reasonOf(delivery)
  return (
    <div className="mt-2 flex flex-col gap-2">
      {hasFailed(delivery) ? (
        <Notice tone="danger">
          {addresses === '' ? t('failed') : t('notDelivered', { addresses })}
          {reason ? ` ${t('why', { reason: reasonWords(t, reason) })}` : ''}
          {delivery.trouble ? ` ${troubleText(t, delivery.trouble)}` : ''}
        </Notice>
      ) : null}
      {complained.length > 0 ? (
        <Notice tone="warn">{t('complained', { addresses: addressesOf(complained) })}</Notice>
      ) : null}
    </div>
  )
}

/** What became of a reply, in words; recipient by recipient when asked. */
export function DeliveryState({ delivery }: { delivery: DeliveryDto }) {
  const t = useTranslations('delivery')
  const format = useFormatter()
  const viewed = hasFailed(delivery) ? undefined : delivery.recipients.find((one) => one.state === 'viewed')
  const { icon: Icon, tone } = viewed ? { icon: Eye, tone: 'text-status-ok' } : looks[delivery.state]
  const isRetried = delivery.state === 'deferred' && delivery.nextAttemptAt !== null
  const time = (text: string) => format.dateTime(new Date(text), { dateStyle: 'medium', timeStyle: 'short' })
  const certified = useCertifiedWords(delivery)
  const words = viewed
    ? viewed.viewedAt
      ? t('viewedAt', { time: time(viewed.viewedAt) })
      : t('viewed')
    : isRetried
      ? t('deferredUntil', {
          time: format.dateTime(new Date(delivery.nextAttemptAt ?? ''), { timeStyle: 'short' }),
        })
      : (delivery.state === 'accepted' && !hasFailed(delivery) && certified) || t(`state.${delivery.state}`)
  return (
    <Disclosure label={words} openLabel={words} icon={<Icon aria-hidden className={tone} />}>
      <ul className="my-1 ml-1.5 flex flex-col gap-1 border-line-strong border-l pl-3 text-12">
        {delivery.recipients.map((one) => (
          <li key={one.address} className="[overflow-wrap:anywhere]">
            <bdi>{one.address}</bdi>{' '}
            <span
              className={cx(
                one.state === 'refused' || one.state === 'bounced' ? 'text-status-danger' : 'text-ink-muted',
              )}
            >
              {t(`recipient.${one.state}`)}
            </span>
            {one.viewedAt ? <span className="text-ink-muted"> — {time(one.viewedAt)}</span> : null}
            {one.reason ? ` — ${reasonWords(t, one.reason)}` : null}
            {one.detail ? <span className="text-ink-muted"> — {one.detail}</span> : null}
            {one.complainedAt ? (
              <span className="text-status-danger">
                {' '}
                — {t('complainedAt', { time: time(one.complainedAt) })}
              </span>
            ) : null}
            <CertifiedReceipts recipient={one} />
          </li>
        ))}
        {delivery.serverResponse ? (
          <li className="font-mono text-ink-muted [overflow-wrap:anywhere]">{delivery.serverResponse}</li>
        ) : null}
        {delivery.trouble && !hasFailed(delivery) ? (
          <li className="text-ink-muted">{troubleText(t, delivery.trouble)}</li>
        ) : null}
      </ul>
    </Disclosure>
  )
}

function UncertainChoice({ delivery, number }: { delivery: DeliveryDto; number: number }) {
  const t = useTranslations('delivery')
  const { tenantSlug, actions } = useInbox()
  const { run, isRunning } = useMessageCommand(number)
  const settle = (decision: 'send-again' | 'it-arrived') =>
    run(() => actions.settleUncertainMail(tenantSlug, { outboundMailId: delivery.outboundMailId, decision }))
  return (
    <div className="mt-2">
      <Notice
        tone="warn"
        actions={
          <>
            <Button size="small" isDisabled={isRunning} onPress={() => settle('send-again')}>
              {t('sendAgain')}
            </Button>
            <Button size="small" isDisabled={isRunning} onPress={() => settle('it-arrived')}>
              {t('itArrived')}
            </Button>
          </>
        }
      >
        {t('uncertain')}
      </Notice>
    </div>
  )
}

type Translate = ReturnType<typeof useTranslations<'delivery'>>

const reasonWords = (t: Translate, reason: string): string =>
  t.has(`reason.${reason}`) ? t(`reason.${reason}`) : reason

/** Words for a trouble's name; a name without words is shown as it is rather than hidden. */
function troubleText(t: Translate, trouble: string): string {
  const key = `trouble.${trouble}`
  return t.has(key) ? t(key) : trouble
}

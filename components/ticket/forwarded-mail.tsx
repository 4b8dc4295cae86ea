'use client'

import { Eye, Forward } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { ForwardedDto, MessageEntry } from '@/lib/tickets/types'
import { cleanName } from '../mail/clean-name'
import { PersonLine } from '../mail/person-name'
import { Button } from '../ui/button'
import { Disclosure } from '../ui/disclosure'
import { Time } from '../ui/time'
import { useInbox } from './inbox-context'
import { useMessageCommand } from './use-message-command'

/**
 * The mail that this one passes on: whose it was, as far as the mail itself says. Anybody can write that, so it changes
 * nothing until an agent believes it, or one of the tenant's own people passed it on.
 */
export function ForwardedMail({ message, number }: { message: MessageEntry; number: number }) {
  const t = useTranslations('message.forwarded')
  const { forwarded } = message
  if (!forwarded) return null
  return (
    <section
      aria-label={t('label')}
      className="mb-2 flex flex-col gap-2 rounded-control border border-line px-3 py-2 text-13"
    >
      <div className="flex items-start gap-2">
        <Forward aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-muted" />
        <div className="min-w-0 grow">
          <p>
            {t('from')} <OriginalSender forwarded={forwarded} />
          </p>
          <Original forwarded={forwarded} />
        </div>
      </div>
      <p className="text-12 text-ink-muted">{statusOf(forwarded, t)}</p>
      <div className="-ml-1.5 flex flex-wrap items-center gap-x-2 gap-y-1">
        {forwarded.mayBeRequester ? <MakeRequester message={message} number={number} /> : null}
        <Disclosure label={t('evidence')} openLabel={t('hideEvidence')} icon={<Eye aria-hidden />}>
          <Evidence forwarded={forwarded} />
        </Disclosure>
      </div>
    </section>
  )
}

type Texts = ReturnType<typeof useTranslations<'message.forwarded'>>

function statusOf({ isRequester, mayBeRequester, from }: ForwardedDto, t: Texts): string {
  if (isRequester) return t('isRequester', { name: cleanName(from.name) || from.address })
  if (mayBeRequester) return t('claim')
  return from.address === '' ? t('noAddress') : t('changesNothing')
}

function OriginalSender({ forwarded: { from } }: { forwarded: ForwardedDto }) {
  return from.address === '' ? <bdi>{cleanName(from.name)}</bdi> : <PersonLine {...from} />
}

function Original({ forwarded }: { forwarded: ForwardedDto }) {
  const t = useTranslations('message.forwarded')
  const { subject, sentAt, dateText, files } = forwarded
  const lines: { label: string; value: ReactNode }[] = [
    ...(subject ? [{ label: t('subject'), value: <bdi>{subject}</bdi> }] : []),
    ...(sentAt ? [{ label: t('date'), value: <Time at={sentAt} /> }] : []),
    ...(!sentAt && dateText ? [{ label: t('date'), value: <bdi>{dateText}</bdi> }] : []),
    ...(files.length > 0 ? [{ label: t('files'), value: files.join(', ') }] : []),
  ]
  return (
    <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-12">
      {lines.map(({ label, value }) => (
        <div key={label} className="contents">
          <dt className="text-ink-muted">{label}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function MakeRequester({ message, number }: { message: MessageEntry; number: number }) {
  const t = useTranslations('message.forwarded')
  const { tenantSlug, actions } = useInbox()
  const { run, isRunning } = useMessageCommand(number)
  const from = message.forwarded?.from
  const name = (from && (cleanName(from.name) || from.address)) ?? ''
  return (
    <Button
      size="small"
      className="ml-1.5 h-auto! min-h-7 max-w-full shrink! whitespace-normal! py-1 text-left [overflow-wrap:anywhere]"
      isDisabled={isRunning}
      onPress={() =>
        run(() => actions.makeRequester(tenantSlug, { messageId: message.id }), t('done', { name }))
      }
    >
      {t('make', { name })}
    </Button>
  )
}

function Evidence({ forwarded: { confidence, evidence } }: { forwarded: ForwardedDto }) {
  const t = useTranslations('message.forwarded')
  return (
    <div className="my-1 ml-1.5 text-12">
      <p>{t(`confidence.${confidence}`)}</p>
      <ul className="mt-0.5 list-disc pl-4 text-ink-muted">
        {evidence.map((one) => (
          <li key={one} className="[overflow-wrap:anywhere]">
            <bdi>{one}</bdi>
          </li>
        ))}
      </ul>
    </div>
  )
}

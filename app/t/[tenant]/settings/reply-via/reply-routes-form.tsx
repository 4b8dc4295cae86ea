'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { useSettingsForm } from '@/components/settings/use-settings-form'
import { Button } from '@/components/ui/button'
import { HueDot } from '@/components/ui/chip'
import type { ActionResult } from '@/lib/action-result'
import { effectiveChannel, isOtherDomain, type ReplyRoutes } from '@/lib/channels/reply-via-rules'
import { RouteRow } from './route-row'

interface ReplyRoutesFormProps {
  tenant: string
  routes: ReplyRoutes
  setMailbox: (
    tenant: string,
    input: { mailboxId: string; channelId: string | null },
  ) => Promise<ActionResult<null>>
  setQueue: (
    tenant: string,
    input: { queueId: string; channelId: string | null },
  ) => Promise<ActionResult<null>>
}

/** What was chosen and is not saved yet, by id. */
type Changes = Record<string, string | null>

export function ReplyRoutesForm({ tenant, routes, setMailbox, setQueue }: ReplyRoutesFormProps) {
  const t = useTranslations('replyVia')
  const settings = useTranslations('settings')
  const { isBusy, run, notice } = useSettingsForm()
  const [changes, setChanges] = useState<Changes>({})
  const { channels, mailboxes, queues } = routes
  const chosen = ({ id, channelId }: { id: string; channelId: string | null }) =>
    id in changes ? (changes[id] ?? null) : channelId
  const change = (id: string) => (channelId: string | null) => setChanges({ ...changes, [id]: channelId })
  const standard = effectiveChannel(channels, null)

  const save = (event: FormEvent) => {
    event.preventDefault()
    return run(() => saveAll(), { told: settings('saved'), onDone: () => setChanges({}) })
  }
  const saveAll = async (): Promise<ActionResult<null>> => {
    for (const [id, channelId] of Object.entries(changes)) {
      const isMailbox = mailboxes.some((mailbox) => mailbox.id === id)
      const answer = isMailbox
        ? await setMailbox(tenant, { mailboxId: id, channelId })
        : await setQueue(tenant, { queueId: id, channelId })
      if (!answer.ok) return answer
    }
    return { ok: true, value: null }
  }

  /** What an answer to this mailbox's mail would be told by the customer's eye. */
  const mailboxWarnings = (mailbox: ReplyRoutes['mailboxes'][number]): string[] => {
    const channel = effectiveChannel(channels, chosen(mailbox))
    if (channel === null) return [t('noChannel')]
    const isMismatch = mailbox.address !== null && isOtherDomain(mailbox.address, channel.fromAddress)
    return isMismatch ? [t('mismatch', { from: channel.fromAddress, to: mailbox.address ?? '' })] : []
  }
  const queueWarnings = (queue: ReplyRoutes['queues'][number]): string[] => {
    const channelId = chosen(queue)
    if (channelId === null) return []
    const channel = effectiveChannel(channels, channelId)
    if (channel === null) return []
    return mailboxes
      .filter(({ queueId, address }) => queueId === queue.id && address !== null)
      .filter(({ address }) => isOtherDomain(address ?? '', channel.fromAddress))
      .map(({ address }) => t('mismatch', { from: channel.fromAddress, to: address ?? '' }))
  }
  const queueName = (id: string) => queues.find((queue) => queue.id === id)?.name ?? ''

  return (
    <form onSubmit={(event) => void save(event)} className="mt-6 grid gap-8">
      <section aria-labelledby="by-mailbox">
        <h2 id="by-mailbox" className="font-semibold text-16 text-ink tracking-tight">
          {t('mailboxes')}
        </h2>
        <p className="mt-1 text-14 text-ink-muted">{t('mailboxesLead')}</p>
        <ul className="mt-3 divide-y divide-line border-line border-y">
          {mailboxes.map((mailbox) => (
            <RouteRow
              key={mailbox.id}
              title={mailbox.name}
              detail={mailbox.address ?? t('forwarded', { queue: queueName(mailbox.queueId) })}
              label={t('label', { name: mailbox.name })}
              channels={channels}
              chosenId={chosen(mailbox)}
              otherwise={standard ? t('default', { channel: standard.fromAddress }) : t('none')}
              warnings={mailboxWarnings(mailbox)}
              onChange={change(mailbox.id)}
            />
          ))}
        </ul>
      </section>
      <section aria-labelledby="by-queue">
        <h2 id="by-queue" className="font-semibold text-16 text-ink tracking-tight">
          {t('queues')}
        </h2>
        <p className="mt-1 text-14 text-ink-muted">{t('queuesLead')}</p>
        <ul className="mt-3 divide-y divide-line border-line border-y">
          {queues.map((queue) => (
            <RouteRow
              key={queue.id}
              title={
                <span className="flex items-center gap-2">
                  <HueDot hue={queue.hue} />
                  {queue.name}
                </span>
              }
              detail={t(chosen(queue) === null ? 'followsMailbox' : 'overrides')}
              label={t('label', { name: queue.name })}
              channels={channels}
              chosenId={chosen(queue)}
              otherwise={t('asMailbox')}
              warnings={queueWarnings(queue)}
              onChange={change(queue.id)}
            />
          ))}
        </ul>
      </section>
      {notice}
      <div>
        <Button
          type="submit"
          look="primary"
          isPending={isBusy}
          isDisabled={Object.keys(changes).length === 0}
        >
          {settings('save')}
        </Button>
      </div>
    </form>
  )
}

'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { CheckField, TextField } from '@/components/settings/fields'
import { RemoveQuestion } from '@/components/settings/remove-question'
import { useSettingsForm } from '@/components/settings/use-settings-form'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Time } from '@/components/ui/time'
import type { ActionResult } from '@/lib/action-result'
import type { ChannelDto } from '@/lib/channels/types'
import { ChannelTest } from './channel-test'
import { type Draft, draftOf, isWeak, kindOf } from './draft'
import { KindField } from './kind-field'
import { ServerFields } from './server-fields'
import { WebhookFields } from './webhook-fields'

export interface ChannelActions {
  create: (tenant: string, input: CreateInput) => Promise<ActionResult<{ channelId: string }>>
  update: (tenant: string, input: UpdateInput) => Promise<ActionResult<null>>
  remove: (tenant: string, input: { channelId: string }) => Promise<ActionResult<null>>
  test: (
    tenant: string,
    input: { channelId: string; withMail: boolean },
  ) => Promise<ActionResult<{ channelTestId: string }>>
}

type Shared = Omit<Draft, 'kind' | 'provider' | 'fromAddress' | 'isDefault' | 'isActive' | 'webhookSecret'>
type CreateInput = Shared & { kind: 'smtp' | 'resend'; provider: Draft['provider']; fromAddress: string }
type UpdateInput = Omit<Shared, 'isPersonalConfirmed'> & {
  channelId: string
  isActive: boolean
  isDefault: boolean
  webhookSecret: string
}

/** One way out: its sender, its server, its login. The secret is written, never shown. */
export function ChannelForm({
  tenant,
  channel,
  actions,
}: {
  tenant: string
  channel: ChannelDto | null
  actions: ChannelActions
}) {
  const t = useTranslations('channels')
  const settings = useTranslations('settings')
  const router = useRouter()
  const [draft, setDraft] = useState<Draft>(() => draftOf(channel))
  const { errors, isBusy, run, notice } = useSettingsForm()
  const [isAsking, setIsAsking] = useState(false)
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const kind = kindOf(draft)

  const save = (chosen: Draft) =>
    run(() => send(tenant, channel, chosen, actions), {
      told: settings('saved'),
      onDone: (created) => {
        change({ secret: '', webhookSecret: '', isWeakConfirmed: false })
        if (created) router.push(`/t/${tenant}/settings/channels?channel=${created.channelId}`)
      },
    })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save(draft)
  }
  const pin = (pinnedFingerprint: string) => {
    const next = { ...draft, pinnedFingerprint }
    setDraft(next)
    void save(next)
  }
  const remove = async ({ id }: ChannelDto) => {
    await run(() => actions.remove(tenant, { channelId: id }), {
      told: null,
      onDone: () => router.push(`/t/${tenant}/settings/channels`),
    })
    setIsAsking(false)
  }

  return (
    <div className="grid max-w-xl content-start gap-5">
      {channel?.trouble ? (
        <Notice tone="danger" role="alert">
          {t(`remedy.${channel.trouble}`)}{' '}
          {channel.troubleSince ? (
            <>
              {t('since')} <Time at={channel.troubleSince} />
            </>
          ) : null}
        </Notice>
      ) : null}
      {isWeak(draft, channel === null, errors.isWeakConfirmed !== undefined) ? (
        <Notice tone="danger">{t('weak.banner')}</Notice>
      ) : null}
      <form onSubmit={submit} className="grid gap-4">
        {channel === null ? <KindField value={kind} onChange={change} /> : null}
        <TextField
          label={t('name')}
          value={draft.name}
          maxLength={80}
          required
          error={errors.name}
          onChange={(event) => change({ name: event.target.value })}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label={t('fromAddress')}
            hint={channel === null ? t('fromAddressHint') : t('fromAddressFixed')}
            type="email"
            value={draft.fromAddress}
            disabled={channel !== null}
            required
            error={errors.fromAddress}
            onChange={(event) => change({ fromAddress: event.target.value })}
          />
          <TextField
            label={t('fromName')}
            value={draft.fromName}
            maxLength={80}
            error={errors.fromName}
            onChange={(event) => change({ fromName: event.target.value })}
          />
        </div>
        <ServerFields kind={kind} draft={draft} errors={errors} change={change} channel={channel} />
        {channel?.webhook ? (
          <WebhookFields
            webhook={channel.webhook}
            value={draft.webhookSecret}
            error={errors.webhookSecret}
            onChange={(webhookSecret) => change({ webhookSecret })}
          />
        ) : null}
        {errors.isPersonalConfirmed === undefined ? null : (
          <CheckField
            label={t('personal.confirm')}
            error={t('personal.why')}
            checked={draft.isPersonalConfirmed}
            onChange={(event) => change({ isPersonalConfirmed: event.target.checked })}
          />
        )}
        {channel === null ? null : (
          <>
            <CheckField
              label={t('isActive')}
              checked={draft.isActive}
              onChange={(event) => change({ isActive: event.target.checked })}
            />
            <CheckField
              label={t('isDefault')}
              hint={t('isDefaultHint')}
              checked={draft.isDefault}
              disabled={channel.isDefault}
              onChange={(event) => change({ isDefault: event.target.checked })}
            />
          </>
        )}
        {notice}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="primary" isPending={isBusy}>
            {settings('save')}
          </Button>
          {channel && !channel.isDefault ? (
            <Button look="danger" onPress={() => setIsAsking(true)}>
              {t('remove')}
            </Button>
          ) : null}
        </div>
        {isAsking && channel ? (
          <RemoveQuestion
            isBusy={isBusy}
            onRemove={() => void remove(channel)}
            onKeep={() => setIsAsking(false)}
          >
            {t('removeAsk', { count: channel.usedBy })}
          </RemoveQuestion>
        ) : null}
      </form>
      {channel ? (
        <ChannelTest key={channel.id} tenant={tenant} channel={channel} test={actions.test} pin={pin} />
      ) : null}
    </div>
  )
}

async function send(
  tenant: string,
  channel: ChannelDto | null,
  draft: Draft,
  actions: ChannelActions,
): Promise<ActionResult<{ channelId: string } | null>> {
  const { kind, provider, fromAddress, isActive, isDefault, isPersonalConfirmed, ...rest } = draft
  const { webhookSecret, ...shared } = rest
  if (channel)
    return actions.update(tenant, { ...shared, webhookSecret, channelId: channel.id, isActive, isDefault })
  return actions.create(tenant, {
    ...shared,
    isPersonalConfirmed,
    kind: kind === 'resend' ? 'resend' : 'smtp',
    provider,
    fromAddress,
  })
}

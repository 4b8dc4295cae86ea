'use client'

import { useTranslations } from 'next-intl'
import { CopyButton } from '@/components/settings/copy-button'
import { TextField } from '@/components/settings/fields'
import { Notice } from '@/components/ui/notice'
import type { ChannelDto } from '@/lib/channels/types'

/** Where the provider tells what became of mails: the address goes there, and the secret it answers with comes here. */
export function WebhookFields({
  webhook,
  value,
  error,
  onChange,
}: {
  webhook: NonNullable<ChannelDto['webhook']>
  value: string
  error: string | undefined
  onChange: (secret: string) => void
}) {
  const t = useTranslations('channels.webhook')
  return (
    <fieldset className="grid gap-3">
      <legend className="font-medium text-13 text-ink">{t('title')}</legend>
      {webhook.isSet ? null : <Notice tone="warn">{t('missing')}</Notice>}
      <p className="text-13 text-ink-muted">{t('howTo')}</p>
      <p className="flex items-start gap-2">
        <code className="min-w-0 grow select-all rounded-control bg-sunken px-3 py-1.5 font-mono text-13 text-ink [overflow-wrap:anywhere]">
          {webhook.url}
        </code>
        <CopyButton name={t('url')} value={webhook.url} />
      </p>
      <TextField
        label={t('secret')}
        hint={t(webhook.isSet ? 'secretKept' : 'secretHint')}
        type="password"
        value={value}
        autoComplete="new-password"
        error={error === undefined ? undefined : t('secretWrong')}
        onChange={(event) => onChange(event.target.value)}
      />
    </fieldset>
  )
}

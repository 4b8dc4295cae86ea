'use client'

import { useTranslations } from 'next-intl'
import { CheckField, TextField } from '@/components/settings/fields'
import { ServerAddress } from '@/components/settings/server-address'
import type { ChannelDto } from '@/lib/channels/types'
import { type Draft, type DraftKind, isWeak, needsSecret } from './draft'

const usualPorts = { tls: 465, starttls: 587, none: 25 } as const

/** Where mail is handed in, and as whom. A provider with a name has its server already. */
export function ServerFields({
  kind,
  draft,
  errors,
  change,
  channel,
}: {
  kind: DraftKind
  draft: Draft
  errors: Record<string, string>
  change: (part: Partial<Draft>) => void
  channel: ChannelDto | null
}) {
  const t = useTranslations('channels')
  if (kind === 'system') return <p className="text-13 text-ink-muted">{t('systemHint')}</p>
  const isNew = channel === null
  const isSecretNeeded = needsSecret(channel, draft)
  // There is no password to write.
  if (channel?.login.kind === 'oauth')
    return <p className="text-13 text-ink-muted">{t('consent.hint', { address: draft.username })}</p>
  const isOwnServer = kind === 'smtp'
  return (
    <>
      {isOwnServer ? (
        <ServerAddress
          label={t('host')}
          placeholder="smtp.example.com"
          value={draft}
          usualPorts={usualPorts}
          errors={errors}
          onChange={change}
        />
      ) : null}
      <div className="grid gap-4 sm:grid-cols-2">
        {kind === 'resend' ? null : (
          <TextField
            label={t('username')}
            hint={isOwnServer ? t('usernameHint') : t('usernameProvider')}
            value={draft.username}
            autoComplete="off"
            error={errors.username}
            onChange={(event) => change({ username: event.target.value })}
          />
        )}
        <TextField
          label={t(`secret.${kind}`)}
          hint={isNew ? t(`secretHint.${kind}`) : t(isSecretNeeded ? 'secretAgain' : 'secretKept')}
          type="password"
          value={draft.secret}
          autoComplete="new-password"
          error={errors.secret && isSecretNeeded ? t('secretAgain') : errors.secret}
          onChange={(event) => change({ secret: event.target.value })}
        />
      </div>
      {isOwnServer ? (
        <>
          <CheckField
            label={t('isCertificateChecked')}
            hint={draft.pinnedFingerprint === '' ? undefined : t('pinned')}
            checked={draft.isCertificateChecked}
            onChange={(event) => change({ isCertificateChecked: event.target.checked })}
          />
          <TextField
            label={t('pinnedFingerprint')}
            hint={t('pinnedFingerprintHint')}
            value={draft.pinnedFingerprint}
            autoComplete="off"
            spellCheck={false}
            error={errors.pinnedFingerprint}
            onChange={(event) => change({ pinnedFingerprint: event.target.value })}
          />
        </>
      ) : null}
      {isWeak(draft, isNew, errors.isWeakConfirmed !== undefined) ? (
        <CheckField
          label={t('weak.confirm')}
          error={errors.isWeakConfirmed}
          hint={t('weak.why')}
          checked={draft.isWeakConfirmed}
          onChange={(event) => change({ isWeakConfirmed: event.target.checked })}
        />
      ) : null}
    </>
  )
}

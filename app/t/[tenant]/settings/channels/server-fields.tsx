'use client'

import { useTranslations } from 'next-intl'
import { CheckField, SelectField, TextField } from '@/components/settings/fields'
import { type Draft, type DraftKind, isWeak } from './draft'

const encryptions = ['tls', 'starttls', 'none'] as const
const usualPorts = { tls: 465, starttls: 587, none: 25 } as const

/** Where mail is handed in, and as whom. A provider with a name has its server already. */
export function ServerFields({
  kind,
  draft,
  errors,
  change,
  isNew,
  isByConsent,
}: {
  kind: DraftKind
  draft: Draft
  errors: Record<string, string>
  change: (part: Partial<Draft>) => void
  isNew: boolean
  /** Signed in by consent: there is no password to write. */
  isByConsent: boolean
}) {
  const t = useTranslations('channels')
  if (kind === 'system') return <p className="text-13 text-ink-muted">{t('systemHint')}</p>
  if (isByConsent)
    return <p className="text-13 text-ink-muted">{t('consent.hint', { address: draft.username })}</p>
  const isOwnServer = kind === 'smtp'
  return (
    <>
      {isOwnServer ? (
        <div className="grid gap-4 sm:grid-cols-[1fr_6rem_10rem]">
          <TextField
            label={t('host')}
            value={draft.host}
            placeholder="smtp.example.com"
            autoComplete="off"
            required
            error={errors.host}
            onChange={(event) => change({ host: event.target.value })}
          />
          <TextField
            label={t('port')}
            inputMode="numeric"
            value={String(draft.port)}
            error={errors.port}
            onChange={(event) => change({ port: Number(event.target.value.replaceAll(/\D/g, '')) })}
          />
          <SelectField
            label={t('encryption.label')}
            value={draft.encryption}
            onChange={(event) => {
              const encryption = encryptions.find((one) => one === event.target.value) ?? 'tls'
              change({ encryption, port: usualPorts[encryption] })
            }}
          >
            {encryptions.map((one) => (
              <option key={one} value={one}>
                {t(`encryption.${one}`)}
              </option>
            ))}
          </SelectField>
        </div>
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
          hint={isNew ? t(`secretHint.${kind}`) : t('secretKept')}
          type="password"
          value={draft.secret}
          autoComplete="new-password"
          error={errors.secret}
          onChange={(event) => change({ secret: event.target.value })}
        />
      </div>
      {isOwnServer ? (
        <CheckField
          label={t('isCertificateChecked')}
          checked={draft.isCertificateChecked}
          onChange={(event) => change({ isCertificateChecked: event.target.checked })}
        />
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

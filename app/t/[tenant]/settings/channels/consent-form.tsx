'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { CheckField, TextField } from '@/components/settings/fields'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import type { ActionResult } from '@/lib/action-result'
import type { MailProvider } from '@/lib/oauth/types'

export type StartConsent = (
  tenant: string,
  input: { provider: MailProvider; address: string; isPersonalConfirmed: boolean },
) => Promise<ActionResult<{ url: string }>>

/** Sends the browser to the provider. No password comes near us. */
export function ConsentForm({
  tenant,
  providers,
  address: known,
  start,
}: {
  tenant: string
  providers: MailProvider[]
  /** Set when an existing login is renewed. */
  address?: string
  start: StartConsent
}) {
  const t = useTranslations('channels')
  const [address, setAddress] = useState(known ?? '')
  const [isPersonalConfirmed, setIsPersonalConfirmed] = useState(known !== undefined)
  const [refusal, setRefusal] = useState<{ text: string; fields: Record<string, string> } | null>(null)
  const [busy, setBusy] = useState<MailProvider | null>(null)

  const go = async (provider: MailProvider) => {
    setBusy(provider)
    const answer = await start(tenant, { provider, address, isPersonalConfirmed })
    if (answer.ok) return window.location.assign(answer.value.url)
    setBusy(null)
    setRefusal({ text: answer.message, fields: answer.fields ?? {} })
  }
  const [first] = providers
  if (first === undefined) return null
  return (
    <form
      className="grid gap-3 rounded-control border border-line p-4"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void go(first)
      }}
    >
      <h2 className="text-14 font-semibold text-ink">{t(known ? 'consent.again' : 'consent.title')}</h2>
      <p className="text-13 text-ink-muted">{t(known ? 'consent.againLead' : 'consent.lead')}</p>
      {known ? null : (
        <TextField
          label={t('fromAddress')}
          hint={t('fromAddressHint')}
          type="email"
          required
          value={address}
          error={refusal?.fields.address}
          onChange={(event) => setAddress(event.target.value)}
        />
      )}
      {refusal?.fields.isPersonalConfirmed === undefined ? null : (
        <CheckField
          label={t('personal.confirm')}
          error={t('personal.why')}
          checked={isPersonalConfirmed}
          onChange={(event) => setIsPersonalConfirmed(event.target.checked)}
        />
      )}
      {refusal && Object.keys(refusal.fields).length === 0 ? (
        <Notice tone="danger" role="alert">
          {refusal.text}
        </Notice>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {providers.map((provider) => (
          <Button
            key={provider}
            look={provider === first ? 'primary' : 'outline'}
            type={provider === first ? 'submit' : 'button'}
            isPending={busy === provider}
            {...(provider !== first && { onPress: () => void go(provider) })}
          >
            {t(`consent.${provider}`)}
          </Button>
        ))}
      </div>
    </form>
  )
}

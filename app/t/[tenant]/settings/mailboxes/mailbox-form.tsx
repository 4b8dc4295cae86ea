'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, useEffect, useState } from 'react'
import { CheckField, SelectField, TextField } from '@/components/settings/fields'
import { useSettingsForm } from '@/components/settings/use-settings-form'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import type { MailboxBalance, MailboxDto } from '@/lib/mailboxes/dtos'
import { type Draft, draftOf, isWeak, type MailboxActions, saveDraft } from './draft'
import { MailboxHealth } from './mailbox-health'
import { MailboxTest } from './mailbox-test'
import { RunBox } from './run-box'
import { FolderFields, ServerFields } from './server-fields'

/** How often a mailbox at work is looked at again. */
const refreshMs = 5_000
const providers = ['google', 'microsoft', 'other'] as const

/** One mailbox: how it stands, how it is reached, and a test. The password is written, never shown. */
export function MailboxForm({
  tenant,
  mailbox,
  balance,
  queues,
  actions,
}: {
  tenant: string
  mailbox: MailboxDto | null
  balance: MailboxBalance | null
  queues: { id: string; name: string }[]
  actions: MailboxActions
}) {
  const t = useTranslations('mailboxes')
  const settings = useTranslations('settings')
  const router = useRouter()
  const [draft, setDraft] = useState<Draft>(() => draftOf(mailbox, queues[0]?.id ?? ''))
  const { errors, isBusy, run, notice } = useSettingsForm()
  const isAtWork = mailbox !== null && !mailbox.isPaused
  useEffect(() => {
    if (!isAtWork) return
    const timer = setInterval(() => router.refresh(), refreshMs)
    return () => clearInterval(timer)
  }, [isAtWork, router])
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))

  const save = (next: Draft) =>
    run(() => saveDraft(tenant, mailbox, next, actions), {
      told: settings('saved'),
      onDone: (created) => {
        change({ password: '', isWeakConfirmed: false })
        if (created) router.push(`/t/${tenant}/settings/mailboxes?mailbox=${created.mailboxId}`)
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

  return (
    <div className="grid max-w-2xl content-start gap-5">
      {isWeak(draft) ? <Notice tone="danger">{t('weak.banner')}</Notice> : null}
      {mailbox && balance ? <MailboxHealth mailbox={mailbox} balance={balance} /> : null}
      {mailbox ? <RunBox tenant={tenant} mailbox={mailbox} actions={actions} /> : null}
      {mailbox ? (
        <MailboxTest
          key={mailbox.id}
          tenant={tenant}
          mailbox={mailbox}
          test={actions.test}
          // What a consent is told to is not changed here.
          pin={mailbox.auth === 'oauth' ? null : pin}
        />
      ) : null}
      <form onSubmit={submit} className="grid gap-4 border-t border-line pt-5 first:border-0 first:pt-0">
        <h2 className="text-14 font-semibold text-ink">{t(mailbox ? 'settings' : 'add')}</h2>
        {mailbox === null ? (
          <SelectField
            label={t('provider.label')}
            hint={t(`provider.hint.${draft.provider}`)}
            value={draft.provider}
            onChange={(event) =>
              change({ provider: providers.find((one) => one === event.target.value) ?? 'other' })
            }
          >
            {providers.map((provider) => (
              <option key={provider} value={provider}>
                {t(`provider.${provider}`)}
              </option>
            ))}
          </SelectField>
        ) : null}
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label={t('name')}
            value={draft.name}
            maxLength={80}
            required
            error={errors.name}
            onChange={(event) => change({ name: event.target.value })}
          />
          <TextField
            label={t('address')}
            hint={mailbox === null ? t('addressHint') : t('addressFixed')}
            type="email"
            value={draft.address}
            disabled={mailbox !== null}
            required
            error={errors.address}
            onChange={(event) => change({ address: event.target.value })}
          />
        </div>
        <SelectField
          label={t('queue')}
          value={draft.queueId}
          error={errors.queueId}
          onChange={(event) => change({ queueId: event.target.value })}
        >
          {queues.map((queue) => (
            <option key={queue.id} value={queue.id}>
              {queue.name}
            </option>
          ))}
        </SelectField>
        <ServerFields draft={draft} errors={errors} change={change} mailbox={mailbox} />
        <FolderFields draft={draft} errors={errors} change={change} />
        {errors.isPersonalConfirmed === undefined ? null : (
          <CheckField
            label={t('personal.confirm')}
            error={t('personal.why')}
            checked={draft.isPersonalConfirmed}
            onChange={(event) => change({ isPersonalConfirmed: event.target.checked })}
          />
        )}
        {notice}
        <div>
          <Button type="submit" look="primary" isPending={isBusy}>
            {mailbox ? settings('save') : t('create')}
          </Button>
        </div>
      </form>
    </div>
  )
}

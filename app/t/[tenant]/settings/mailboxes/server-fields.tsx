'use client'

import { useTranslations } from 'next-intl'
import { CheckField, TextField } from '@/components/settings/fields'
import { ServerAddress } from '@/components/settings/server-address'
import type { MailboxDto } from '@/lib/mailboxes/dtos'
import { type Draft, isWeak, needsPassword } from './draft'

const usualPorts = { tls: 993, starttls: 143, none: 143 } as const

interface FieldsProps {
  draft: Draft
  errors: Record<string, string>
  change: (part: Partial<Draft>) => void
}

/** Where the mailbox is and who signs in there. A provider with a name has its server already. */
export function ServerFields({
  draft,
  errors,
  change,
  mailbox,
}: FieldsProps & { mailbox: MailboxDto | null }) {
  const t = useTranslations('mailboxes')
  const isNew = mailbox === null
  const isOAuth = mailbox?.auth === 'oauth'
  const isPasswordNeeded = needsPassword(mailbox, draft)
  // A consent brought its server along.
  const isOwnServer = isNew ? draft.provider === 'other' : !isOAuth
  return (
    <>
      {isOwnServer ? (
        <ServerAddress
          label={t('host')}
          placeholder="imap.example.com"
          value={draft}
          usualPorts={usualPorts}
          errors={errors}
          onChange={change}
        />
      ) : null}
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={t('username')}
          hint={isNew ? t('usernameHint') : undefined}
          value={draft.username}
          autoComplete="off"
          disabled={draft.isLoginOff}
          error={errors.username}
          onChange={(event) => change({ username: event.target.value })}
        />
        {isOAuth ? (
          <p className="self-center text-13 text-ink-muted">{t('signedInByConsent')}</p>
        ) : (
          <TextField
            label={t('password')}
            hint={
              isNew
                ? t(`passwordHint.${draft.provider}`)
                : t(isPasswordNeeded ? 'passwordAgain' : 'passwordKept')
            }
            type="password"
            value={draft.password}
            autoComplete="new-password"
            disabled={draft.isLoginOff}
            error={errors.password && isPasswordNeeded ? t('passwordAgain') : errors.password}
            onChange={(event) => change({ password: event.target.value })}
          />
        )}
      </div>
      <TextField
        label={t('sharedMailbox')}
        hint={t('sharedMailboxHint')}
        value={draft.sharedMailbox}
        autoComplete="off"
        error={errors.sharedMailbox}
        onChange={(event) => change({ sharedMailbox: event.target.value })}
      />
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
          <CheckField
            label={t('isLoginOff')}
            checked={draft.isLoginOff}
            onChange={(event) => change({ isLoginOff: event.target.checked })}
          />
        </>
      ) : null}
      {isWeak(draft) ? (
        <CheckField
          label={t('weak.confirm')}
          error={errors.isWeakConfirmed === undefined ? undefined : t('weak.needed')}
          hint={t('weak.why')}
          checked={draft.isWeakConfirmed}
          onChange={(event) => change({ isWeakConfirmed: event.target.checked })}
        />
      ) : null}
    </>
  )
}

/** Which folders are read, where mail goes when it is a ticket, and whose word on senders counts. */
export function FolderFields({ draft, errors, change }: FieldsProps) {
  const t = useTranslations('mailboxes')
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={t('folder')}
          value={draft.folder}
          maxLength={200}
          error={errors.folder}
          onChange={(event) => change({ folder: event.target.value })}
        />
        <TextField
          label={t('processedFolder')}
          hint={t('processedFolderHint')}
          value={draft.processedFolder}
          maxLength={200}
          error={errors.processedFolder}
          onChange={(event) => change({ processedFolder: event.target.value })}
        />
      </div>
      <CheckField
        label={t('isSentRead')}
        hint={t('isSentReadHint')}
        checked={draft.isSentRead}
        onChange={(event) => change({ isSentRead: event.target.checked })}
      />
      {draft.isSentRead ? (
        <TextField
          label={t('sentFolder')}
          hint={t('sentFolderHint')}
          value={draft.sentFolder}
          maxLength={200}
          error={errors.sentFolder}
          onChange={(event) => change({ sentFolder: event.target.value })}
        />
      ) : null}
      <TextField
        label={t('trustedServer')}
        hint={t('trustedServerHint')}
        value={draft.trustedServer}
        maxLength={253}
        autoComplete="off"
        spellCheck={false}
        error={errors.trustedServer}
        onChange={(event) => change({ trustedServer: event.target.value })}
      />
    </>
  )
}

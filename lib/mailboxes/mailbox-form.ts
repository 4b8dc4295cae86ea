import { AppError } from '@/lib/errors'
import { tidyPassword } from './rules'
import type { MailboxSettings } from './settings-store'

/** Servers of providers with a name. */
const providerServers = {
  google: { host: 'imap.gmail.com', port: 993, encryption: 'tls' },
  microsoft: { host: 'outlook.office365.com', port: 993, encryption: 'tls' },
} as const

/** The names by which they sign what they found out about senders. */
const providerVerdicts = { google: 'mx.google.com', microsoft: 'protection.outlook.com', other: '' } as const

/** What a form says of a mailbox. */
interface MailboxForm {
  host: string
  port: number
  encryption: 'tls' | 'starttls' | 'none'
  isCertificateChecked: boolean
  pinnedFingerprint: string
  isLoginOff: boolean
  username: string
  sharedMailbox: string
  folder: string
  processedFolder: string
  isSentRead: boolean
  sentFolder: string
  trustedServer: string
  isWeakConfirmed: boolean
}

/**
 * The settings a form asks for, all but the login. What gives up protection needs a word of its own; a pinned
 * certificate does not.
 *
 * @throws AppError `invalid_input` naming the field
 */
export function settingsOf(
  form: MailboxForm,
  provider: 'google' | 'microsoft' | 'other',
): { settings: Omit<MailboxSettings, 'auth' | 'credentialId'>; isWeak: boolean } {
  const server =
    provider === 'other'
      ? { host: form.host.toLowerCase(), port: form.port, encryption: form.encryption }
      : providerServers[provider]
  if (server.host === '') throw wrong('host')
  const isPinned = form.pinnedFingerprint !== ''
  const isCertificateChecked = provider !== 'other' || form.isCertificateChecked
  const isWeak = server.encryption === 'none' || form.isLoginOff || !(isCertificateChecked || isPinned)
  if (isWeak && !form.isWeakConfirmed) throw wrong('isWeakConfirmed')
  return {
    settings: {
      ...server,
      isCertificateChecked,
      pinnedFingerprint: isPinned ? form.pinnedFingerprint : null,
      username: form.username,
      sharedMailbox: form.sharedMailbox,
      folder: form.folder || 'INBOX',
      processedFolder: form.processedFolder,
      isSentRead: form.isSentRead,
      sentFolder: form.sentFolder,
      trustedServer: form.trustedServer || providerVerdicts[provider],
    },
    isWeak,
  }
}

export const passwordSecret = (text: string) => ({ kind: 'password', password: tidyPassword(text) }) as const

/** Other settings that lead to other mails: their numbers mean nothing there. */
export const isOtherMailbox = (before: MailboxSettings, after: MailboxSettings): boolean =>
  before.host !== after.host ||
  before.port !== after.port ||
  before.username !== after.username ||
  before.sharedMailbox !== after.sharedMailbox

export const wrong = (field: string): AppError =>
  new AppError('invalid_input', `${field} is missing or wrong`, { details: { fields: [field] } })

import type { ActionResult } from '@/lib/action-result'
import { isOtherServer } from '@/lib/credentials/is-other-server'
import type { MailboxDto } from '@/lib/mailboxes/dtos'

/** A form as it is filled in. */
export interface Draft {
  provider: MailboxDto['provider']
  name: string
  address: string
  host: string
  port: number
  encryption: MailboxDto['encryption']
  isCertificateChecked: boolean
  pinnedFingerprint: string
  isLoginOff: boolean
  username: string
  sharedMailbox: string
  password: string
  folder: string
  processedFolder: string
  isSentRead: boolean
  sentFolder: string
  trustedServer: string
  queueId: string
  isWeakConfirmed: boolean
  isPersonalConfirmed: boolean
}

export const draftOf = (mailbox: MailboxDto | null, firstQueueId: string): Draft => ({
  provider: mailbox?.provider ?? 'google',
  name: mailbox?.name ?? '',
  address: mailbox?.address ?? '',
  host: mailbox?.host ?? '',
  port: mailbox?.port ?? 993,
  encryption: mailbox?.encryption ?? 'tls',
  isCertificateChecked: mailbox?.isCertificateChecked ?? true,
  pinnedFingerprint: mailbox?.pinnedFingerprint ?? '',
  isLoginOff: mailbox?.auth === 'none',
  username: mailbox?.username ?? '',
  sharedMailbox: mailbox?.sharedMailbox ?? '',
  password: '',
  folder: mailbox?.folder ?? 'INBOX',
  processedFolder: mailbox?.processedFolder ?? '',
  isSentRead: mailbox?.isSentRead ?? true,
  sentFolder: mailbox?.sentFolder ?? '',
  trustedServer: mailbox?.trustedServer ?? '',
  queueId: mailbox?.queueId ?? firstQueueId,
  isWeakConfirmed: false,
  isPersonalConfirmed: false,
})

/** Something of the protection is given up. A pinned certificate is as good as a checked one. */
export const isWeak = (draft: Draft): boolean =>
  draft.encryption === 'none' ||
  draft.isLoginOff ||
  (!draft.isCertificateChecked && draft.pinnedFingerprint === '')

/** The password there is was given for another server: it is asked for again. */
export const needsPassword = (mailbox: MailboxDto | null, draft: Draft): boolean =>
  mailbox?.auth === 'password' && !draft.isLoginOff && isOtherServer(mailbox, draft)

type Shared = Omit<Draft, 'provider' | 'address' | 'isPersonalConfirmed'>

export interface MailboxActions {
  create: (
    tenant: string,
    input: Shared & Pick<Draft, 'provider' | 'address' | 'isPersonalConfirmed'>,
  ) => Promise<ActionResult<{ mailboxId: string }>>
  update: (tenant: string, input: Shared & { mailboxId: string }) => Promise<ActionResult<null>>
  pause: (tenant: string, input: { mailboxId: string }) => Promise<ActionResult<null>>
  resume: (tenant: string, input: { mailboxId: string; importDays: number }) => Promise<ActionResult<null>>
  remove: (tenant: string, input: { mailboxId: string }) => Promise<ActionResult<null>>
  test: (tenant: string, input: { mailboxId: string }) => Promise<ActionResult<{ mailboxTestId: string }>>
}

export async function saveDraft(
  tenant: string,
  mailbox: MailboxDto | null,
  draft: Draft,
  actions: MailboxActions,
): Promise<ActionResult<{ mailboxId: string } | null>> {
  const { provider, address, isPersonalConfirmed, ...shared } = draft
  if (mailbox) return actions.update(tenant, { ...shared, mailboxId: mailbox.id })
  return actions.create(tenant, { ...shared, provider, address, isPersonalConfirmed })
}

import { z } from 'zod'
import { QueueId } from '@/lib/tickets/inputs'

export const MailboxId = z.uuid().brand('MailboxId')
export const MailboxTestId = z.uuid().brand('MailboxTestId')

const name = z.string().trim().min(1).max(80)
/** What a host name or an address is written with; whether it may be connected to is asked at every connection. */
const host = z
  .string()
  .trim()
  .max(253)
  .regex(/^[^\s\p{C}/\\@?#%]*$/u)
const folder = z
  .string()
  .trim()
  .max(200)
  .regex(/^\P{C}*$/u)

const server = {
  host: host.default(''),
  port: z.coerce.number().int().min(1).max(65_535).default(993),
  encryption: z.enum(['tls', 'starttls', 'none']).default('tls'),
  isCertificateChecked: z.boolean().default(true),
  /** SHA-256 of the certificate that is taken instead of a checked one; empty for none. */
  pinnedFingerprint: z
    .string()
    .transform((text) => text.replaceAll(/[:\s]/g, '').toLowerCase())
    .pipe(z.string().regex(/^(?:[0-9a-f]{64})?$/))
    .default(''),
  isLoginOff: z.boolean().default(false),
  username: z.string().trim().max(320).default(''),
  /** Whose mail is read, when that is another than who signs in. */
  sharedMailbox: z.string().trim().max(320).default(''),
  password: z.string().max(1_000).default(''),
  folder: folder.default('INBOX'),
  /** Empty leaves mail where it is. */
  processedFolder: folder.default(''),
  isSentRead: z.boolean().default(true),
  /** Empty: the one the server calls its Sent folder. */
  sentFolder: folder.default(''),
  /** The name by which the mailbox's server signs what it found out about senders; empty for none. */
  trustedServer: z
    .string()
    .trim()
    .toLowerCase()
    .max(253)
    .regex(/^[a-z0-9._-]*$/)
    .default(''),
  queueId: QueueId,
  /** Somebody read what giving up protection means, and wants it. */
  isWeakConfirmed: z.boolean().default(false),
}

/** Fields that a provider's name fills in are left empty then. */
export const CreateMailboxInput = z.strictObject({
  provider: z.enum(['google', 'microsoft', 'other']).default('other'),
  name,
  address: z.string().trim().max(254),
  ...server,
  /** The address is the one that an agent signs in with, and shall be used all the same. */
  isPersonalConfirmed: z.boolean().default(false),
})
export type CreateMailboxInput = z.infer<typeof CreateMailboxInput>

/** An empty password keeps the one there is, at the server there is. */
export const UpdateMailboxInput = z.strictObject({ mailboxId: MailboxId, name, ...server })
export type UpdateMailboxInput = z.infer<typeof UpdateMailboxInput>

/** Days to look back when a mailbox is started for the first time. */
export const ResumeMailboxInput = z.strictObject({
  mailboxId: MailboxId,
  importDays: z.number().int().min(0).max(365).default(0),
})
export type ResumeMailboxInput = z.infer<typeof ResumeMailboxInput>

export const PauseMailboxInput = z.strictObject({ mailboxId: MailboxId })
export type PauseMailboxInput = z.infer<typeof PauseMailboxInput>

export const RemoveMailboxInput = z.strictObject({ mailboxId: MailboxId })
export type RemoveMailboxInput = z.infer<typeof RemoveMailboxInput>

export const TestMailboxInput = z.strictObject({ mailboxId: MailboxId })
export type TestMailboxInput = z.infer<typeof TestMailboxInput>

export const GetMailboxTestInput = z.strictObject({ mailboxTestId: MailboxTestId })
export type GetMailboxTestInput = z.infer<typeof GetMailboxTestInput>

export const GetMailboxHealthInput = z.strictObject({ mailboxId: MailboxId })
export type GetMailboxHealthInput = z.infer<typeof GetMailboxHealthInput>

import { z } from 'zod'
import { MailboxId } from '@/lib/mailboxes/inputs'
import { QueueId } from '@/lib/tickets/inputs'

export const ChannelId = z.uuid().brand('ChannelId')
export const ChannelTestId = z.uuid().brand('ChannelTestId')

const name = z.string().trim().min(1).max(80)
const port = z.coerce.number().int().min(1).max(65_535)
/** What a host name or an address is written with; whether it may be connected to is asked at every connection. */
const host = z
  .string()
  .trim()
  .max(253)
  .regex(/^[^\s\p{C}/\\@?#%]*$/u)
const secret = z.string().max(1_000)
/** SHA-256 of the certificate that is taken instead of a checked one; empty for none. */
const pinnedFingerprint = z
  .string()
  .transform((text) => text.replaceAll(/[:\s]/g, '').toLowerCase())
  .pipe(z.string().regex(/^(?:[0-9a-f]{64})?$/))
  .default('')

/** Fields of kind smtp that a provider's name fills in are left empty then. */
export const CreateChannelInput = z.strictObject({
  kind: z.enum(['smtp', 'resend']),
  provider: z.enum(['google', 'microsoft', 'other']).default('other'),
  name,
  fromName: z.string().trim().max(80).default(''),
  fromAddress: z.string().trim().max(254),
  host: host.default(''),
  port: port.default(465),
  encryption: z.enum(['tls', 'starttls', 'none']).default('tls'),
  isCertificateChecked: z.boolean().default(true),
  pinnedFingerprint,
  /** Empty: the server wants no login. */
  username: z.string().trim().max(320).default(''),
  /** The password, or Resend's API key. */
  secret: secret.default(''),
  /** Somebody read what giving up protection means, and wants it. */
  isWeakConfirmed: z.boolean().default(false),
  /** The address is the one that an agent signs in with, and shall be used all the same. */
  isPersonalConfirmed: z.boolean().default(false),
})
export type CreateChannelInput = z.infer<typeof CreateChannelInput>

/** The address stays: mails that wait to leave carry it. An empty secret keeps the one there is, at the server there is. */
export const UpdateChannelInput = z.strictObject({
  channelId: ChannelId,
  name,
  fromName: z.string().trim().max(80),
  host: host.default(''),
  port: port.default(465),
  encryption: z.enum(['tls', 'starttls', 'none']).default('tls'),
  isCertificateChecked: z.boolean().default(true),
  pinnedFingerprint,
  username: z.string().trim().max(320).default(''),
  secret: secret.default(''),
  /** What Resend signs its webhook with; empty keeps what there is. */
  webhookSecret: z.string().trim().max(200).default(''),
  isActive: z.boolean(),
  isDefault: z.boolean(),
  isWeakConfirmed: z.boolean().default(false),
})
export type UpdateChannelInput = z.infer<typeof UpdateChannelInput>

export const RemoveChannelInput = z.strictObject({ channelId: ChannelId })
export type RemoveChannelInput = z.infer<typeof RemoveChannelInput>

export const TestChannelInput = z.strictObject({
  channelId: ChannelId,
  /** Sends a mail to whoever asks, too. */
  withMail: z.boolean().default(false),
})
export type TestChannelInput = z.infer<typeof TestChannelInput>

/** Null leaves it to what comes after: the mailbox's channel for a queue, the default one for a mailbox. */
export const SetMailboxReplyViaInput = z.strictObject({
  mailboxId: MailboxId,
  channelId: ChannelId.nullable(),
})
export type SetMailboxReplyViaInput = z.infer<typeof SetMailboxReplyViaInput>

export const SetQueueReplyViaInput = z.strictObject({ queueId: QueueId, channelId: ChannelId.nullable() })
export type SetQueueReplyViaInput = z.infer<typeof SetQueueReplyViaInput>

export const GetChannelTestInput = z.strictObject({ channelTestId: ChannelTestId })
export type GetChannelTestInput = z.infer<typeof GetChannelTestInput>

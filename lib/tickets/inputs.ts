import { z } from 'zod'
import { ticketViews } from './types'

/**
 * What the inbox may ask. Ids are branded so that the isolation tests know which field names which row; every
 * object is strict, so that a field nobody listed is refused.
 */
export const TicketId = z.uuid().brand('TicketId')
export const MessageId = z.uuid().brand('MessageId')
export const QueueId = z.uuid().brand('QueueId')
export const StateId = z.uuid().brand('StateId')
export const MembershipId = z.uuid().brand('MembershipId')
export const RawMailId = z.uuid().brand('RawMailId')
export const OutboundMailId = z.uuid().brand('OutboundMailId')
export const AttachmentId = z.uuid().brand('AttachmentId')
export const TicketNumber = z.coerce.number().int().min(1).max(2_147_483_647).brand('TicketNumber')
export const Cursor = z.string().min(1).max(200)

export const ListTicketsInput = z.strictObject({
  view: z.enum(ticketViews).default('open'),
  queueId: QueueId.optional(),
  stateId: StateId.optional(),
  subject: z.string().trim().max(200).optional(),
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
export type ListTicketsInput = z.infer<typeof ListTicketsInput>

export const GetTicketInput = z.strictObject({ number: TicketNumber })
export type GetTicketInput = z.infer<typeof GetTicketInput>

/** `uploads`: what POST data/uploads answered, signed by us. */
export const ReplyToTicketInput = z.strictObject({
  ticketId: TicketId,
  html: z.string().min(1).max(500_000),
  uploads: z.array(z.string().max(2_000)).max(20).default([]),
  /** Addresses of the plan's `leftOut` with `not-yet-part` that the author lets in. */
  addCc: z.array(z.string().max(254)).max(20).default([]),
  /** Asks the recipients' programs to say when the reply was displayed (RFC 8098); whether they do is theirs. */
  asksForReceipt: z.boolean().default(false),
  stateId: StateId.optional(),
  /** The newest message the author had seen: a newer one asks first. */
  lastSeenMessageId: MessageId.optional(),
  /** Made once per text by the browser: pressing twice sends once. */
  idempotencyKey: z.uuid(),
})
export type ReplyToTicketInput = z.infer<typeof ReplyToTicketInput>

export const AddNoteInput = z.strictObject({
  ticketId: TicketId,
  html: z.string().min(1).max(500_000),
  uploads: z.array(z.string().max(2_000)).max(20).default([]),
  idempotencyKey: z.uuid(),
})
export type AddNoteInput = z.infer<typeof AddNoteInput>

export const ChangeTicketStateInput = z.strictObject({ ticketId: TicketId, stateId: StateId })
export type ChangeTicketStateInput = z.infer<typeof ChangeTicketStateInput>

export const AssignTicketInput = z.strictObject({ ticketId: TicketId, assigneeId: MembershipId.nullable() })
export type AssignTicketInput = z.infer<typeof AssignTicketInput>

export const MoveTicketInput = z.strictObject({ ticketId: TicketId, queueId: QueueId })
export type MoveTicketInput = z.infer<typeof MoveTicketInput>

/** accept: the sender becomes a participant; split: his mail becomes its own ticket; reject: it stays, greyed. */
export const DecideJoinRequestInput = z.strictObject({
  messageId: MessageId,
  decision: z.enum(['accept', 'split', 'reject']),
})
export type DecideJoinRequestInput = z.infer<typeof DecideJoinRequestInput>

export const CallHumanInput = z.strictObject({ messageId: MessageId })
export type CallHumanInput = z.infer<typeof CallHumanInput>

/** The message that begins something else. */
export const SplitMessageInput = z.strictObject({ messageId: MessageId })
export type SplitMessageInput = z.infer<typeof SplitMessageInput>

/** The message that passes on a mail of his. */
export const MakeRequesterInput = z.strictObject({ messageId: MessageId })
export type MakeRequesterInput = z.infer<typeof MakeRequesterInput>

export const SettleUncertainMailInput = z.strictObject({
  outboundMailId: OutboundMailId,
  decision: z.enum(['send-again', 'it-arrived']),
})
export type SettleUncertainMailInput = z.infer<typeof SettleUncertainMailInput>

export const GetMessageInput = z.strictObject({
  messageId: MessageId,
  /** The reader agreed to load this message's remote pictures. */
  pictures: z.literal('shown').optional(),
})
export type GetMessageInput = z.infer<typeof GetMessageInput>

export const GetTrailInput = z.strictObject({ rawMailId: RawMailId })
export type GetTrailInput = z.infer<typeof GetTrailInput>

export const ListQuarantineInput = z.strictObject({
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
export type ListQuarantineInput = z.infer<typeof ListQuarantineInput>

/** `asTicket`: somebody looked at it and says that a person wrote it. */
export const RetryQuarantinedMailInput = z.strictObject({
  rawMailId: RawMailId,
  asTicket: z.boolean().optional(),
})
export type RetryQuarantinedMailInput = z.infer<typeof RetryQuarantinedMailInput>

export const GetAttachmentInput = z.strictObject({ attachmentId: AttachmentId })
export type GetAttachmentInput = z.infer<typeof GetAttachmentInput>

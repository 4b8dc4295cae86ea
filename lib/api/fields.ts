import { z } from 'zod'
import { CustomerId, OrganizationId } from '@/lib/customers/inputs'
import {
  AttachmentId,
  Cursor,
  MembershipId,
  MessageId,
  QueueId,
  StateId,
  TicketId,
} from '@/lib/tickets/inputs'

export const MailboxId = z.uuid().brand('MailboxId')

/**
 * What the reference says about fields that stand in many requests. Said beside them, not with `describe`, which
 * makes a new schema: the isolation tests know an id by its being the very same one.
 */
const descriptions: [z.ZodType, string][] = [
  [TicketId, 'The id of a ticket; not the number that people see.'],
  [MessageId, 'The id of a message.'],
  [QueueId, 'The id of a queue.'],
  [StateId, 'The id of a state.'],
  [MembershipId, 'The id of an agent.'],
  [AttachmentId, 'The id of an attachment, as it stands in a message.'],
  [CustomerId, 'The id of a customer.'],
  [OrganizationId, 'The id of an organization.'],
  [MailboxId, 'The id of a mailbox.'],
  [Cursor, 'The `nextCursor` of the page before.'],
]
for (const [schema, description] of descriptions) z.globalRegistry.add(schema, { description })

export const paging = {
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50).describe('How many, at most.'),
}

/** Exactly one of the two. */
export const writtenText = {
  html: z
    .string()
    .min(1)
    .max(500_000)
    .optional()
    .describe('The text with formatting; what a mail may not hold is taken out. This or `text`.'),
  text: z.string().min(1).max(500_000).optional().describe('The text as it is. This or `html`.'),
}

export const hasOneText = (given: { html?: unknown; text?: unknown }): boolean =>
  (given.html === undefined) !== (given.text === undefined)

export const oneText = { path: ['html'], message: 'Give either html or text.' }

export const uploadTokens = z
  .array(z.string().min(1).max(2_000))
  .max(20)
  .default([])
  .describe('Tokens of uploads, at most 20 and 25 MB together.')

import { z } from 'zod'

/**
 * What the API answers. These shapes are a promise to programs that we do not know: a field is added, never changed
 * or taken away, within /api/v1.
 */
const id = z.uuid()
const time = z.iso.datetime()

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({
    items: z.array(item),
    nextCursor: z
      .string()
      .nullable()
      .describe('Give it as `cursor` to get the next page; null on the last page.'),
  })

export const QueueShape = z
  .strictObject({ id, name: z.string() })
  .meta({ id: 'Queue', description: 'Where tickets wait for the people who answer them.' })

const phase = z
  .enum(['opening', 'working', 'waiting', 'closing'])
  .describe('What Postino understands of a state, whatever you call it.')

export const StateShape = z
  .strictObject({ id, name: z.string(), phase, isDefaultOpening: z.boolean() })
  .meta({ id: 'State', description: 'Where a ticket stands, in your own words.' })

export const AgentShape = z
  .strictObject({ id, name: z.string(), role: z.enum(['owner', 'admin', 'agent']) })
  .meta({ id: 'Agent', description: 'A person who answers tickets.' })

export const MailboxShape = z
  .strictObject({
    id,
    name: z.string(),
    kind: z.enum(['imap', 'forwarding']),
    queueId: id.describe('Where its new tickets go.'),
    isPaused: z.boolean(),
    addresses: z.array(z.string()).describe('The addresses that Postino gave out for it.'),
  })
  .meta({ id: 'Mailbox', description: 'A way in for mail.' })

export const TicketShape = z
  .strictObject({
    id,
    number: z.int().min(1).describe('The number that people see.'),
    subject: z.string(),
    excerpt: z.string().describe('The beginning of the newest message.'),
    state: z.strictObject({ id, name: z.string(), phase }),
    queue: z.strictObject({ id, name: z.string() }),
    assignee: z.strictObject({ id, name: z.string() }).nullable(),
    customer: z.strictObject({ id, name: z.string(), address: z.string(), isRegistered: z.boolean() }),
    priority: z.enum(['low', 'normal', 'high', 'urgent']),
    messageCount: z.int(),
    isUnanswered: z.boolean().describe('A customer waits for an answer.'),
    hasJoinRequest: z.boolean().describe('Somebody who is no participant answered and waits to be let in.'),
    version: z.int().describe('Rises with every change.'),
    createdAt: time,
    lastMessageAt: time,
  })
  .meta({ id: 'Ticket', description: 'A conversation with one customer about one thing.' })

const Address = z.strictObject({ name: z.string(), address: z.string() })

export const MessageShape = z
  .strictObject({
    id,
    kind: z.enum(['inbound', 'reply', 'note']),
    author: z.strictObject({ name: z.string(), address: z.string(), isAgent: z.boolean() }),
    to: z.array(Address),
    cc: z.array(Address),
    subject: z.string(),
    text: z.string().describe('What the author wrote, without quotes and signature.'),
    quotedText: z.string(),
    signatureText: z.string(),
    classification: z.string().describe('human, auto-reply, bounce, list …'),
    authentication: z
      .enum(['pass', 'fail', 'none'])
      .describe('Whether the sender’s domain vouches for the mail.'),
    joinState: z
      .enum(['pending', 'accepted', 'rejected'])
      .nullable()
      .describe('Set when the sender was no participant of the ticket.'),
    attachments: z.array(
      z.strictObject({ id, fileName: z.string(), contentType: z.string(), sizeBytes: z.int() }),
    ),
    delivery: z
      .strictObject({
        state: z.enum([
          'held',
          'pending',
          'sending',
          'accepted',
          'deferred',
          'failed',
          'uncertain',
          'suppressed',
        ]),
        trouble: z.string().nullable(),
        recipients: z.array(
          z.strictObject({
            address: z.string(),
            state: z.enum(['waiting', 'accepted', 'refused', 'bounced', 'viewed']),
            reason: z
              .string()
              .nullable()
              .describe('Why he did not get it, in one word: userunknown, mailboxfull, spamdetected …'),
            viewedAt: time.nullable().describe('When a read receipt said that the reply was displayed.'),
          }),
        ),
      })
      .nullable()
      .describe('What became of a reply on its way; null for everything else.'),
    createdAt: time,
  })
  .meta({ id: 'Message', description: 'A mail of the customer, a reply to it, or a note among agents.' })

export const SentReplyShape = z.strictObject({ messageId: id, outboundMailId: id }).meta({
  id: 'SentReply',
  description: 'The reply is on its way; the message’s `delivery` tells how it goes.',
})

export const WrittenNoteShape = z.strictObject({ messageId: id }).meta({ id: 'WrittenNote' })

export const UploadShape = z
  .strictObject({
    token: z.string().describe('Goes into `uploads` of a reply or note within 20 hours.'),
    fileName: z.string(),
    contentType: z.string(),
    sizeBytes: z.int(),
  })
  .meta({ id: 'Upload', description: 'A file for a reply or note that is yet to be written.' })

export const CustomerShape = z
  .strictObject({
    id,
    name: z.string(),
    locale: z.string().nullable(),
    isRegistered: z.boolean().describe('Somebody said who this is; false for people who just wrote.'),
    addresses: z.array(z.strictObject({ address: z.string(), isPrimary: z.boolean() })),
    organization: z.strictObject({ id, name: z.string() }).nullable(),
    createdAt: time,
  })
  .meta({ id: 'Customer', description: 'A person who writes.' })

export const OrganizationShape = z
  .strictObject({
    id,
    name: z.string(),
    isHouse: z.boolean().describe('Takes in the customers nobody assigned.'),
    createdAt: time,
  })
  .meta({ id: 'Organization', description: 'A company that customers belong to.' })

export const ProblemShape = z
  .strictObject({
    type: z.url(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().describe('What to compare in code.'),
    instance: z.string().describe('Names this answer; tell us when you ask about it.'),
    fields: z
      .record(z.string(), z.string())
      .optional()
      .describe('What is wrong with which field of the request.'),
  })
  .meta({ id: 'Problem', description: 'Why a request did not go through (RFC 9457).' })

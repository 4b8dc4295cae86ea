import type { TenantSql } from '@/lib/db/tenant-sql'
import type { LiveChange } from '@/lib/live/types'
import type { NewOutboundMail } from '@/lib/outbound/changes'
import { appendReplyElsewhere, appendToTicket } from '@/lib/tickets/changes'
import { type FurtherDelivery, noteFurtherQueues } from '@/lib/tickets/further-queues-store'
import { insertMessages, type NewMessage } from '@/lib/tickets/insert-messages'
import { insertTickets, type NewTicket } from '@/lib/tickets/insert-tickets'
import { mergeTickets } from '@/lib/tickets/merge-store'
import { together } from '@/lib/together'
import { unreachable } from '@/lib/unreachable'
import { inboundMessage } from './inbound-message'
import { keepForward } from './keep-forward'
import { prepareConfirmation } from './prepare-confirmation'
import type { Applied, Decision } from './types'
import { inConversation, lockConversation, tieConversation } from './write-conversation'
import { writeReports } from './write-reports'
import { organizationOf } from './write-sender'

/** Where the mail ended, and who is to hear of it. */
export interface Ending {
  ticketId: string | null
  messageId: string | null
  reason: string | null
  /** The fact that others hear of. */
  fact: 'ticket/created' | 'message/received' | null
  changes: LiveChange[]
  /** To be promised. */
  confirmation: NewOutboundMail | null
}

const nowhere: Ending = {
  ...{ ticketId: null, messageId: null, reason: null },
  ...{ fact: null, changes: [], confirmation: null },
}

/** A transaction in which the rows of several decisions are written side by side: those of one kind by one statement. */
export interface Writes {
  db: TenantSql
  insertTicket(ticket: NewTicket): Promise<{ ticketId: string; number: number }>
  insertMessage(message: NewMessage): Promise<void>
  noteFurtherQueue(delivery: FurtherDelivery): Promise<number | null>
}

export const openWrites = (db: TenantSql): Writes => ({
  db,
  insertTicket: together((tickets: NewTicket[]) => insertTickets(db, tickets)),
  insertMessage: together(async (messages: NewMessage[]) => {
    await insertMessages(db, messages)
    return messages.map(() => undefined)
  }),
  noteFurtherQueue: together((deliveries: FurtherDelivery[]) => noteFurtherQueues(db, deliveries)),
})

/** The rows of one decision. The caller announces, promises the confirmation and closes the raw mail. */
export async function writeDecision(writes: Writes, applied: Applied): Promise<Ending> {
  const { decision } = applied
  switch (decision.kind) {
    case 'create':
      return createTicket(writes, applied, decision)
    case 'append':
      return appendMessage(writes, applied, decision)
    case 'join-request':
      return addJoinRequest(writes, applied, decision)
    case 'agent-reply':
      return addAgentReply(writes, applied, decision)
    case 'duplicate':
      return addDelivery(writes, applied, decision)
    case 'suppress':
      return { ...nowhere, reason: decision.reason }
    case 'quarantine':
      return {
        ...nowhere,
        reason: decision.reason,
        changes: [{ kind: 'quarantine', ticketId: null, ticketNumber: null, change: 'created' }],
      }
    case 'record-bounce':
    case 'record-complaint':
      return {
        ...nowhere,
        ...(await writeReports(writes.db, { ...applied, outboundMailIds: decision.outboundMailIds })),
      }
    case 'record-receipt':
      return {
        ...nowhere,
        ...(await writeReports(writes.db, { ...applied, outboundMailIds: [decision.outboundMailId] })),
      }
    default:
      return unreachable(decision)
  }
}

async function createTicket(
  writes: Writes,
  applied: Applied,
  decision: Extract<Decision, { kind: 'create' }>,
): Promise<Ending> {
  const { context, mail, text, settings, at } = applied
  const { requester, loop } = decision
  const customerId = knownCustomer(applied)
  const ticket = await writes.insertTicket({
    subject: mail.facts.subject,
    stateId: context.openingStateId,
    queueId: context.mailbox.queueId,
    ticketTypeId: context.preset.ticketTypeId,
    managerId: context.preset.managerId,
    customerId,
    organizationId: organizationOf(context, requester ? context.originalSender : context.sender),
    mailboxId: context.mailbox.id,
    excerpt: text.excerpt,
    isUnanswered: true,
    at: mail.raw.receivedAt,
    notes: loop ? [{ action: 'loop_stopped', details: { ...loop } }] : [],
    links: decision.related.map((related) => ({ toTicketId: related.ticketId, kind: decision.linkKind })),
  })
  if (decision.related.length > 0) await lockConversation(writes.db, context)
  const message = inConversation(
    applied,
    inboundMessage(applied, ticket.ticketId, requester ? null : customerId, null),
  )
  await writes.insertMessage(message)
  await keepForward(writes.db, applied, message.id, requester ? at : null)
  if (decision.linkKind === 'possibly_related')
    await tieConversation(writes.db, applied, message, decision.related)
  return {
    ticketId: ticket.ticketId,
    messageId: message.id,
    reason: null,
    fact: 'ticket/created',
    changes: [{ kind: 'ticket', ticketId: ticket.ticketId, ticketNumber: ticket.number, change: 'created' }],
    confirmation: decision.confirmation.send
      ? await prepareConfirmation({ mail, context, ticket, settings, at })
      : null,
  }
}

async function appendMessage(
  writes: Writes,
  applied: Applied,
  decision: Extract<Decision, { kind: 'append' }>,
): Promise<Ending> {
  const { context, mail, text, at } = applied
  const { candidate, merged } = decision
  const customerId = knownCustomer(applied)
  // A single one is locked, and its version looked at, where the mail is added to it.
  if (context.candidates.length > 1) await lockConversation(writes.db, context)
  const { number } = await appendToTicket(writes.db, {
    ticketId: candidate.ticketId,
    version: candidate.version,
    at: mail.raw.receivedAt,
    excerpt: text.excerpt,
    reopenToStateId: decision.reopens ? context.openingStateId : null,
    countsAsUnanswered: decision.countsAsUnanswered,
    mailboxId: decision.reopens ? context.mailbox.id : null,
    movesUp: true,
  })
  const message = inConversation(applied, inboundMessage(applied, candidate.ticketId, customerId, null))
  const ending = await addMessage(writes, applied, message, number)
  await tieConversation(writes.db, applied, message, decision.others)
  if (merged.length === 0) return ending
  await mergeTickets(writes.db, { intoTicketId: candidate.ticketId, from: merged, at })
  const changes = merged.map(
    (one): LiveChange => ({
      kind: 'ticket',
      ticketId: one.ticketId,
      ticketNumber: one.number,
      change: 'changed',
    }),
  )
  return { ...ending, changes: [...ending.changes, ...changes] }
}

/** The mail waits inside the ticket: no state change, and the ticket stays where it is in the list. */
async function addJoinRequest(
  writes: Writes,
  applied: Applied,
  decision: Extract<Decision, { kind: 'join-request' }>,
): Promise<Ending> {
  const { candidate } = decision
  const customerId = knownCustomer(applied)
  const { number } = await appendToTicket(writes.db, {
    ticketId: candidate.ticketId,
    version: candidate.version,
    at: applied.mail.raw.receivedAt,
    excerpt: '',
    reopenToStateId: null,
    countsAsUnanswered: decision.countsAsUnanswered,
    mailboxId: null,
    movesUp: false,
  })
  return addMessage(
    writes,
    applied,
    inboundMessage(applied, candidate.ticketId, customerId, 'pending'),
    number,
  )
}

/** Written in another program by somebody of the tenant: a reply that we need not send. */
async function addAgentReply(
  writes: Writes,
  applied: Applied,
  { candidate }: Extract<Decision, { kind: 'agent-reply' }>,
): Promise<Ending> {
  const { mail, text } = applied
  const at = mail.raw.receivedAt
  const { number } = await appendReplyElsewhere(writes.db, {
    ticketId: candidate.ticketId,
    version: candidate.version,
    at,
    excerpt: text.excerpt,
  })
  const message: NewMessage = {
    ...inboundMessage(applied, candidate.ticketId, null, null),
    kind: 'reply',
    flags: ['written-elsewhere'],
  }
  const ending = await addMessage(writes, applied, message, number)
  return { ...ending, fact: null }
}

/** The message came once more: nothing new, but its ticket may be found in one more queue. */
async function addDelivery(
  writes: Writes,
  { mail, context: { mailbox } }: Applied,
  { messageId, ticketId }: Extract<Decision, { kind: 'duplicate' }>,
): Promise<Ending> {
  const ending = { ...nowhere, ticketId, messageId }
  if (messageId === null || ticketId === null) return ending
  if (mail.raw.isSentCopy || mailbox.conversion !== 'automatic') return ending
  const ticketNumber = await writes.noteFurtherQueue({ messageId, ticketId, queueId: mailbox.queueId })
  if (ticketNumber === null) return ending
  return { ...ending, changes: [{ kind: 'ticket', ticketId, ticketNumber, change: 'changed' }] }
}

async function addMessage(
  writes: Writes,
  applied: Applied,
  message: NewMessage,
  ticketNumber: number,
): Promise<Ending> {
  const { ticketId, id: messageId } = message
  await writes.insertMessage(message)
  await keepForward(writes.db, applied, messageId, null)
  return {
    ...nowhere,
    ticketId,
    messageId,
    fact: 'message/received',
    changes: [{ kind: 'ticket', ticketId, ticketNumber, change: 'message' }],
  }
}

function knownCustomer({ customerId }: Applied): string {
  if (customerId === null) throw new Error('a mail without its customer')
  return customerId
}

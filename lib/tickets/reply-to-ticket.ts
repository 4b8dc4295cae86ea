import type { BlobStore } from '@/lib/blobs/types'
import { now } from '@/lib/clock'
import { isUniqueViolation } from '@/lib/db/errors'
import { type TenantSql, withTenantSql } from '@/lib/db/tenant-sql'
import { getEnv } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { idFromKey, newId } from '@/lib/ids'
import { announce } from '@/lib/live/announce'
import { addressKey } from '@/lib/mail/address'
import { insertOutboundMail } from '@/lib/outbound/changes'
import { cleanReply, composeReply, type ReplyBody } from '@/lib/outbound/compose-reply'
import { mailToSend } from '@/lib/outbound/events'
import { planReply, type ReplyPlan } from '@/lib/outbound/reply-plan'
import { type ReplyContext, readReplyContext } from '@/lib/outbound/reply-store'
import { threadKeys } from '@/lib/outbound/thread-keys'
import { recordEvents } from '@/lib/outbox/record-events'
import type { CallerScope } from '@/lib/tenancy/scope'
import { auditActor } from './audit'
import { type Author, findAuthor, type WrittenBy } from './author'
import { changeNotes } from './history'
import type { ReplyToTicketInput } from './inputs'
import { insertMessage } from './insert-messages'
import { makeExcerpt } from './make-excerpt'
import { type OpenedUpload, openUploads } from './open-uploads'
import { afterReply } from './rules'
import { findWrittenMessage, type LockedTicket, listStates, lockTicket, saveTicket } from './store'

export interface SentReply {
  messageId: string
  outboundMailId: string
}

/**
 * An agent's reply: message, ticket, the promise to send it with its bytes, and the fact that wakes the sender, all
 * or nothing. The key makes pressing twice one reply.
 *
 * @throws AppError `not_found` for ticket, state, upload and message last seen; `conflict` when a customer wrote after
 *   the message last seen; `invalid_input` when the key stands for another text or an address may not be let in;
 *   `ticket_has_no_recipient`, `recipient_blocked`, `no_outgoing_channel`, `too_large`
 */
export async function replyToTicket(
  scope: CallerScope,
  input: WrittenBy<ReplyToTicketInput>,
  ports: { blobs: BlobStore },
): Promise<SentReply> {
  const at = now()
  const body = cleanReply(input.html)
  if (body.text === '' && input.uploads.length === 0) throw new AppError('invalid_input', 'an empty reply')
  const secret = getEnv().POSTINO_SECRET
  const files = await openUploads({ secret, tenantId: scope.tenantId, tokens: input.uploads, at }, ports)
  try {
    return await withTenantSql(scope, (db) => writeReply(db, scope, input, { body, files, at }))
  } catch (error) {
    // Another tenant's message has this id: not a thing the caller may learn.
    if (isUniqueViolation(error)) throw new AppError('invalid_input', 'the idempotency key is taken')
    throw error
  }
}

interface Written {
  body: ReplyBody
  files: OpenedUpload[]
  at: Date
}

async function writeReply(
  db: TenantSql,
  scope: CallerScope,
  input: WrittenBy<ReplyToTicketInput>,
  { body, files, at }: Written,
): Promise<SentReply> {
  const messageId = idFromKey(scope.tenantId, input.idempotencyKey)
  const { lastSeenMessageId = null } = input
  // Sent together: none waits for another's answer, and all are read after the ticket is ours.
  const locked = lockTicket(db, input.ticketId, input.stateId ?? null)
  const asked = readReplyContext(db, input.ticketId, lastSeenMessageId)
  const [ticket, author, first, states] = await Promise.all([
    locked,
    findAuthor(db, scope, input.authorId),
    findWrittenMessage(db, messageId),
    listStates(db),
    // Of a ticket that became part of another nothing is found here.
    asked.catch(() => null),
  ])
  const context = await (ticket.id === input.ticketId
    ? asked
    : readReplyContext(db, ticket.id, lastSeenMessageId))
  if (first) return repeated(first, ticket.id, body)
  if (context.hasNewerInbound)
    throw new AppError('conflict', 'a newer message came', { details: { newer: true } })
  const plan = allowedPlan(context, input.addCc)
  const outboundMailId = newId()
  const composed = await compose(author, ticket, context, plan, {
    outboundMailId,
    asksForReceipt: input.asksForReceipt,
    body,
    files,
    at,
  })

  const reply = {
    at,
    authorId: author.membershipId,
    excerpt: makeExcerpt(body.text),
    chosenState: ticket.nextState,
  }
  const patch = afterReply(ticket, reply, states)
  // Done in this order; when one fails, the database refuses those behind it, and the first failure is told.
  await Promise.all([
    insertMessage(db, replyMessage(author, messageId, ticket, plan, { composed, body, files, at })),
    insertOutboundMail(db, {
      id: outboundMailId,
      kind: 'reply',
      ticketId: ticket.id,
      messageId,
      channelId: plan.channel.id,
      authorId: author.membershipId,
      messageIdHeader: composed.messageId,
      composed,
    }),
    saveTicket(db, ticket, patch, {
      actor: auditActor(scope.actor),
      notes: changeNotes(ticket, patch, { assigneeName: author.displayName }),
      at,
    }),
    recordEvents(db, [mailToSend(scope.tenantId)]),
    announce(db, [{ kind: 'ticket', ticketId: ticket.id, ticketNumber: ticket.number, change: 'message' }]),
  ])
  return { messageId, outboundMailId }
}

/** The same text under the same key was sent already; another text under it is a mistake of the caller. */
function repeated(
  first: NonNullable<Awaited<ReturnType<typeof findWrittenMessage>>>,
  ticketId: string,
  body: ReplyBody,
): SentReply {
  const isSame = first.ticketId === ticketId && first.html === body.html && first.outboundMailId !== null
  if (!isSame || first.outboundMailId === null)
    throw new AppError('invalid_input', 'the idempotency key stands for another message')
  return { messageId: first.id, outboundMailId: first.outboundMailId }
}

function allowedPlan(context: ReplyContext, addCc: readonly string[]): Extract<ReplyPlan, { ok: true }> {
  const approved = addCc.map((address) => addressKey(address))
  const suggested = planReply(context.facts)
  const open = suggested.ok ? suggested.leftOut.filter((one) => one.reason === 'not-yet-part') : []
  const openKeys = open.map((one) => addressKey(one.address))
  if (approved.some((key) => !openKeys.includes(key)))
    throw new AppError('invalid_input', 'an address that this message did not bring in')
  const plan = planReply(context.facts, approved)
  if (!plan.ok) throw new AppError(plan.code, 'no reply can be sent')
  return plan
}

type Composed = Awaited<ReturnType<typeof composeReply>>

function compose(
  author: Author,
  ticket: LockedTicket,
  context: ReplyContext,
  plan: Extract<ReplyPlan, { ok: true }>,
  {
    outboundMailId,
    asksForReceipt,
    body,
    files,
    at,
  }: Written & { outboundMailId: string; asksForReceipt: boolean },
): Promise<Composed> {
  return composeReply({
    key: threadKeys()[0],
    hostname: getEnv().MAIL_HOSTNAME,
    tenant: context.tenant,
    ticket: { id: ticket.id, number: ticket.number },
    outboundMailId,
    author: author.displayName,
    from: { name: plan.channel.fromName, address: plan.channel.fromAddress },
    to: plan.to,
    cc: plan.cc,
    creationAddress: context.creationAddress,
    subject: plan.subject,
    body,
    answered: context.answered,
    chain: context.chain,
    attachments: files,
    asksForReceipt,
    date: at,
  })
}

function replyMessage(
  author: Author,
  messageId: string,
  ticket: LockedTicket,
  plan: Extract<ReplyPlan, { ok: true }>,
  { composed, body, files, at }: Written & { composed: Composed },
): Parameters<typeof insertMessage>[1] {
  const plain = ({ name, address }: { name: string; address: string }) => ({ name, address })
  return {
    id: messageId,
    ticketId: ticket.id,
    kind: 'reply',
    joinState: null,
    customerId: null,
    authorId: author.membershipId,
    fromName: plan.channel.fromName,
    fromAddress: plan.channel.fromAddress,
    to: plan.to.map(plain),
    cc: plan.cc.map(plain),
    replyTo: [],
    subject: plan.subject,
    visibleText: body.text,
    quotedText: '',
    signatureText: '',
    splitConfidence: 1,
    html: body.html,
    messageIdHeader: composed.messageId,
    classification: 'human',
    flags: [],
    authentication: 'none',
    sentAt: at,
    receivedAt: at,
    keys: [{ kind: 'message_id', key: composed.messageId }],
    attachments: files.map((file) => ({ ...attachmentOf(file) })),
  }
}

const attachmentOf = ({ position, fileName, contentType, sizeBytes, sha256 }: OpenedUpload) => ({
  position,
  fileName,
  contentType,
  sizeBytes,
  sha256,
  contentId: null,
  isInline: false,
})

import { now } from '@/lib/clock'
import { insertUnknownCustomer } from '@/lib/customers/changes'
import { isUniqueViolation } from '@/lib/db/errors'
import { type TenantDb, withTenant } from '@/lib/db/with-tenant'
import { AppError, notFound } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { announce } from '@/lib/live/announce'
import { parseAddress } from '@/lib/mail/address'
import { readableName } from '@/lib/mail/display-name'
import { cleanReply, type ReplyBody } from '@/lib/outbound/compose-reply'
import { recordEvents } from '@/lib/outbox/record-events'
import type { CallerScope } from '@/lib/tenancy/scope'
import { auditActor } from './audit'
import { findBirthPlace, findRequester, type Requester } from './create-store'
import { insertMessage } from './insert-messages'
import { insertTicket } from './insert-tickets'
import { findTicketItem, type TicketItem } from './list-store'
import { makeExcerpt } from './make-excerpt'
import { findOpeningState } from './store'

export interface TicketToCreate {
  /** The ticket's id: the same request again finds the ticket it made. */
  id: string
  subject: string
  html: string
  requester: { customerId: string } | { address: string; name: string }
  /** Else the default queue of the mailbox. */
  queueId?: string | undefined
  /** Else the tenant's first. Decides by which way answers leave. */
  mailboxId?: string | undefined
}

/**
 * A ticket that no mail began: a program, or an agent on the phone, writes down what a customer asks. Nobody gets a
 * confirmation, because nobody sent a mail.
 *
 * @throws AppError `not_found` for customer, queue and mailbox; `invalid_input` for an empty text or an address that
 *   is none; `conflict` when the tenant has no mailbox or no opening state yet
 */
export async function createTicket(scope: CallerScope, ticket: TicketToCreate): Promise<TicketItem> {
  const at = now()
  const body = cleanReply(ticket.html)
  if (body.text === '')
    throw new AppError('invalid_input', 'an empty text', { details: { fields: ['html'] } })
  try {
    return await withTenant(scope, (db) => writeTicket(db, scope, ticket, body, at))
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('conflict', 'the same ticket is being made')
    throw error
  }
}

async function writeTicket(
  db: TenantDb,
  scope: CallerScope,
  ticket: TicketToCreate,
  body: ReplyBody,
  at: Date,
): Promise<TicketItem> {
  const first = await findTicketItem(db, { ticketId: ticket.id })
  if (first) return first
  const requester = await requesterOf(db, ticket.requester)
  const state = await findOpeningState(db)
  const place = await findBirthPlace(db, ticket)
  if (place === 'no-mailbox' || !state) throw new AppError('conflict', 'the tenant is not set up yet')
  if (!place) throw notFound('queue or mailbox')

  const made = await insertTicket(db, {
    id: ticket.id,
    createdBy: auditActor(scope.actor),
    subject: ticket.subject,
    stateId: state.id,
    ticketTypeId: null,
    managerId: null,
    customerId: requester.customerId,
    organizationId: requester.organizationId,
    ...place,
    excerpt: makeExcerpt(body.text),
    isUnanswered: true,
    at,
    links: [],
  })
  await insertMessage(db, messageOf(ticket, requester, body, at))
  await recordEvents(db, [
    { name: 'ticket/created', data: { tenantId: scope.tenantId, ticketIds: [made.ticketId] } },
  ])
  await announce(db, [
    { kind: 'ticket', ticketId: made.ticketId, ticketNumber: made.number, change: 'created' },
  ])
  const item = await findTicketItem(db, { ticketId: made.ticketId })
  if (!item) throw new Error('the ticket was made in this transaction')
  return item
}

async function requesterOf(db: TenantDb, given: TicketToCreate['requester']): Promise<Requester> {
  let customerId: string
  if ('customerId' in given) customerId = given.customerId
  else {
    const address = parseAddress(given.address)?.address
    if (!address)
      throw new AppError('invalid_input', 'no address', { details: { fields: ['customerAddress'] } })
    const customer = { name: readableName(given.name), address, organizationId: null }
    customerId = (await insertUnknownCustomer(db, customer)).customerId
  }
  const requester = await findRequester(db, customerId)
  if (!requester) throw notFound('customer')
  return requester
}

function messageOf(
  ticket: TicketToCreate,
  requester: Requester,
  body: ReplyBody,
  at: Date,
): Parameters<typeof insertMessage>[1] {
  return {
    id: newId(),
    ticketId: ticket.id,
    kind: 'inbound',
    joinState: null,
    customerId: requester.customerId,
    authorId: null,
    fromName: requester.name,
    fromAddress: requester.address,
    to: [],
    cc: [],
    replyTo: [],
    subject: ticket.subject,
    visibleText: body.text,
    quotedText: '',
    signatureText: '',
    splitConfidence: 1,
    html: body.html,
    messageIdHeader: null,
    classification: 'human',
    flags: [],
    authentication: 'none',
    sentAt: null,
    receivedAt: at,
    keys: [],
    attachments: [],
  }
}

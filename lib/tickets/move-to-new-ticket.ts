import { insertUnknownCustomer } from '@/lib/customers/changes'
import type { TenantDb } from '@/lib/db/with-tenant'
import { AppError } from '@/lib/errors'
import type { LiveChange } from '@/lib/live/types'
import { recordEvents } from '@/lib/outbox/record-events'
import type { AgentScope } from '@/lib/tenancy/scope'
import { auditActor } from './audit'
import { insertTicket } from './insert-tickets'
import { makeExcerpt } from './make-excerpt'
import { findOpeningState, type LockedTicket } from './store'
import { moveMessages, type TicketMail } from './ticket-mail-store'

/**
 * Mails of one sender become a ticket of its own, in the same queue and linked with the one they leave: their files,
 * deliveries and ids go with them, so that answers to them lead there. An agent has it in hand from the beginning, so
 * no later mail brings the two together again. The caller holds `lockConversations` and the ticket, and saves it.
 *
 * @param mails the first gives the ticket its customer
 * @throws AppError `conflict` when one of them is no longer where it was
 */
export async function moveToNewTicket(
  db: TenantDb,
  scope: AgentScope,
  from: LockedTicket,
  {
    mails,
    subject,
    isRequest,
  }: { mails: [TicketMail, ...TicketMail[]]; subject: string; isRequest: boolean },
): Promise<{ number: number; created: LiveChange }> {
  const openingState = await findOpeningState(db)
  if (!openingState) throw new AppError('conflict', 'the tenant has no opening state')
  const [first] = mails
  const last = mails.at(-1) ?? first
  const customerId = first.customerId ?? (await customerOf(db, first))
  const made = await insertTicket(db, {
    createdBy: auditActor(scope.actor),
    subject,
    stateId: openingState.id,
    queueId: from.queueId,
    ticketTypeId: null,
    managerId: null,
    customerId,
    organizationId: customerId === from.customerId ? from.organizationId : null,
    mailboxId: from.mailboxId,
    excerpt: makeExcerpt(last.visibleText),
    isUnanswered: true,
    at: first.receivedAt,
    links: [{ toTicketId: from.id, kind: 'possibly_related' }],
  })
  const isMoved = await moveMessages(db, {
    messageIds: mails.map(({ messageId }) => messageId),
    fromTicketId: from.id,
    toTicketId: made.ticketId,
    isRequest,
  })
  if (!isMoved) throw new AppError('conflict', 'a message is no longer where it was')
  await recordEvents(db, [
    { name: 'ticket/created', data: { tenantId: scope.tenantId, ticketIds: [made.ticketId] } },
  ])
  const created: LiveChange = {
    kind: 'ticket',
    ticketId: made.ticketId,
    ticketNumber: made.number,
    change: 'created',
  }
  return { number: made.number, created }
}

async function customerOf(db: TenantDb, mail: TicketMail): Promise<string> {
  const { customerId } = await insertUnknownCustomer(db, {
    name: mail.fromName,
    address: mail.fromAddress === '' ? null : mail.fromAddress,
    organizationId: null,
  })
  return customerId
}

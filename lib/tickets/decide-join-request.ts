import { now } from '@/lib/clock'
import { type TenantDb, withTenant } from '@/lib/db/with-tenant'
import { AppError, notFound } from '@/lib/errors'
import { announce } from '@/lib/live/announce'
import type { LiveChange } from '@/lib/live/types'
import type { AgentScope } from '@/lib/tenancy/scope'
import { unreachable } from '@/lib/unreachable'
import { auditActor, type TicketAction } from './audit'
import { changeNotes } from './history'
import type { DecideJoinRequestInput } from './inputs'
import { makeExcerpt } from './make-excerpt'
import { lockConversations } from './merge-store'
import { moveToNewTicket } from './move-to-new-ticket'
import { afterInbound, type TicketPatch } from './rules'
import { findOpeningState, type LockedTicket, lockTicket, saveTicket } from './store'
import { findTicketMail, readUnansweredSince, settleJoinRequest, type TicketMail } from './ticket-mail-store'

/**
 * Somebody who is no participant answered with our mark; an agent says what he is. Accepted, he takes part and his
 * mail counts as any reply; split, it becomes a ticket of its own, linked; rejected, it stays and moves nothing.
 *
 * @throws AppError `not_found`; `conflict` when it was decided before
 */
export async function decideJoinRequest(scope: AgentScope, input: DecideJoinRequestInput): Promise<void> {
  await withTenant(scope, async (db) => {
    const request = await findTicketMail(db, input.messageId)
    if (!request || request.joinState === null) throw notFound('join request')
    // A new ticket takes this lock too, and mails take it before any ticket's.
    if (input.decision === 'split') await lockConversations(db)
    const ticket = await lockTicket(db, request.ticketId)
    switch (input.decision) {
      case 'accept':
        return accept(db, scope, ticket, request)
      case 'reject':
        return reject(db, scope, ticket, request)
      case 'split':
        return split(db, scope, ticket, request)
      default:
        return unreachable(input.decision)
    }
  })
}

async function accept(db: TenantDb, scope: AgentScope, ticket: LockedTicket, request: TicketMail) {
  if (!(await settleJoinRequest(db, request, 'accepted'))) throw decidedBefore()
  const inbound = {
    at: request.receivedAt,
    excerpt: makeExcerpt(request.visibleText),
    openingState: await findOpeningState(db),
    countsAsUnanswered: true,
    mailboxId: null,
    movesUp: true,
  }
  // It was counted when it came.
  const patch = { ...afterInbound(ticket, inbound), addedMessages: 0 }
  await save(db, scope, ticket, patch, 'join_accepted', request)
}

async function reject(db: TenantDb, scope: AgentScope, ticket: LockedTicket, request: TicketMail) {
  if (!(await settleJoinRequest(db, request, 'rejected'))) throw decidedBefore()
  const patch = { unansweredSince: await readUnansweredSince(db, ticket.id) }
  await save(db, scope, ticket, patch, 'join_rejected', request)
}

async function split(db: TenantDb, scope: AgentScope, ticket: LockedTicket, request: TicketMail) {
  if (request.joinState !== 'pending') throw decidedBefore()
  const { number, created } = await moveToNewTicket(db, scope, ticket, {
    mails: [request],
    subject: request.subject,
    isRequest: true,
  })
  const patch = { unansweredSince: await readUnansweredSince(db, ticket.id), addedMessages: -1 }
  await save(db, scope, ticket, patch, 'join_split', request, { number, changes: [created] })
}

async function save(
  db: TenantDb,
  scope: AgentScope,
  ticket: LockedTicket,
  patch: TicketPatch,
  action: TicketAction,
  request: TicketMail,
  made: { number: number | null; changes: LiveChange[] } = { number: null, changes: [] },
): Promise<void> {
  const details = { address: request.fromAddress, ...(made.number === null ? {} : { number: made.number }) }
  await saveTicket(db, ticket, patch, {
    actor: auditActor(scope.actor),
    notes: [{ action, details }, ...changeNotes(ticket, patch)],
    at: now(),
  })
  await announce(db, [
    { kind: 'ticket', ticketId: ticket.id, ticketNumber: ticket.number, change: 'changed' },
    ...made.changes,
  ])
}

const decidedBefore = () => new AppError('conflict', 'this request was decided before')

import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { AppError, notFound } from '@/lib/errors'
import { announce } from '@/lib/live/announce'
import type { AgentScope } from '@/lib/tenancy/scope'
import { auditActor } from './audit'
import { changeNotes } from './history'
import type { CallHumanInput } from './inputs'
import { makeExcerpt } from './make-excerpt'
import { afterInbound } from './rules'
import { findOpeningState, lockTicket, saveTicket } from './store'
import { findTicketMail, markCalledHuman } from './ticket-mail-store'

/**
 * A program took a mail for a machine's, and an agent says that a person wrote it: it counts as any reply from then on,
 * and brings its ticket back. Done twice it is done once.
 *
 * @throws AppError `not_found` for what is no mail that came in; `conflict` for one that asks to join
 */
export async function callHuman(scope: AgentScope, { messageId }: CallHumanInput): Promise<void> {
  await withTenant(scope, async (db) => {
    const found = await findTicketMail(db, messageId)
    if (found?.kind !== 'inbound') throw notFound('message')
    if (found.joinState !== null && found.joinState !== 'accepted')
      throw new AppError('conflict', 'it is not part of the conversation')
    const ticket = await lockTicket(db, found.ticketId)
    const before = await markCalledHuman(db, messageId)
    if (before === null) return
    const inbound = {
      at: found.receivedAt,
      excerpt: makeExcerpt(found.visibleText),
      openingState: await findOpeningState(db),
      countsAsUnanswered: true,
      mailboxId: null,
      movesUp: false,
    }
    // It was counted when it came.
    const patch = { ...afterInbound(ticket, inbound), addedMessages: 0 }
    const details = { address: found.fromAddress, before }
    await saveTicket(db, ticket, patch, {
      actor: auditActor(scope.actor),
      notes: [{ action: 'called_human', details }, ...changeNotes(ticket, patch)],
      at: now(),
    })
    await announce(db, [
      { kind: 'ticket', ticketId: ticket.id, ticketNumber: ticket.number, change: 'changed' },
    ])
  })
}

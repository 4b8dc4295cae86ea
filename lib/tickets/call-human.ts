import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { AppError, notFound } from '@/lib/errors'
import { makeExcerpt } from '@/lib/ingest/clean'
import { announce } from '@/lib/live/announce'
import type { AgentScope } from '@/lib/tenancy/scope'
import { auditActor } from './audit'
import { changeNotes } from './history'
import type { CallHumanInput } from './inputs'
import { afterInbound, calledHumanFlag } from './rules'
import { findOpeningState, lockTicket, saveTicket } from './store'
import { findTicketMail } from './ticket-mail-store'

/**
 * A program took a mail for a machine's, and an agent says that a person wrote it: it counts as any reply from then on,
 * and brings its ticket back. Done twice it is done once.
 *
 * @throws AppError `not_found` for what is no mail that came in; `conflict` for one that asks to join
 */
export async function callHuman(scope: AgentScope, { messageId }: CallHumanInput): Promise<void> {
  await withTenant(scope, async (db) => {
    const found = await findTicketMail(db, messageId)
    if (!found) throw notFound('message')
    const ticket = await lockTicket(db, found.ticketId)
    const [message] = await db.$queryRaw<{ kind: string; before: string }[]>`
      SELECT kind, classification AS before FROM message WHERE id = ${messageId}::uuid`
    if (message?.kind !== 'inbound') throw notFound('message')
    if (found.joinState !== null && found.joinState !== 'accepted')
      throw new AppError('conflict', 'it is not part of the conversation')
    if (message.before === 'human') return
    await db.$executeRaw`
      UPDATE message SET classification = 'human', flags = flags || ${calledHumanFlag}::text
      WHERE id = ${messageId}::uuid`
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
    const details = { address: found.fromAddress, before: message.before }
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

import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import { announce } from '@/lib/live/announce'
import type { AgentScope } from '@/lib/tenancy/scope'
import { auditActor } from './audit'
import { changeNotes } from './history'
import type { MoveTicketInput } from './inputs'
import { findQueueName, isQueueChoice, lockTicket, saveTicket } from './store'

/**
 * Moves a ticket to another queue; the way its replies leave may change with it. It is in that queue only from then on,
 * whichever others its mails came to: for these it may be moved to where it stands.
 *
 * @throws AppError `not_found` for the ticket and the queue
 */
export async function moveTicket(scope: AgentScope, input: MoveTicketInput): Promise<void> {
  const { queueId } = input
  const at = now()
  await withTenant(scope, async (db) => {
    const ticket = await lockTicket(db, input.ticketId)
    const queueName = await findQueueName(db, queueId)
    if (queueName === null) throw notFound('queue')
    if (!isQueueChoice(ticket, queueId)) return
    const patch = { queueId }
    await saveTicket(db, ticket, patch, {
      actor: auditActor(scope.actor),
      notes: changeNotes(ticket, patch, { queueName }),
      at,
    })
    await announce(db, [
      { kind: 'ticket', ticketId: ticket.id, ticketNumber: ticket.number, change: 'changed' },
    ])
  })
}

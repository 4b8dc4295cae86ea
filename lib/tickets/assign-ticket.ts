import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import { announce } from '@/lib/live/announce'
import type { AgentScope } from '@/lib/tenancy/scope'
import { auditActor } from './audit'
import { changeNotes } from './history'
import type { AssignTicketInput } from './inputs'
import { findActiveAgentName, lockTicket, saveTicket } from './store'

/**
 * Gives a ticket to an agent, or to nobody.
 *
 * @throws AppError `not_found` for the ticket and for a person who is no active agent here
 */
export async function assignTicket(scope: AgentScope, input: AssignTicketInput): Promise<void> {
  const { assigneeId } = input
  const at = now()
  await withTenant(scope, async (db) => {
    const ticket = await lockTicket(db, input.ticketId)
    const assigneeName = assigneeId === null ? null : await findActiveAgentName(db, assigneeId)
    if (assigneeId !== null && assigneeName === null) throw notFound('agent')
    if (assigneeId === ticket.assigneeId) return
    const patch = { assigneeId }
    await saveTicket(db, ticket, patch, {
      actor: auditActor(scope.actor),
      notes: changeNotes(ticket, patch, { assigneeName }),
      at,
    })
    await announce(db, [
      { kind: 'ticket', ticketId: ticket.id, ticketNumber: ticket.number, change: 'changed' },
    ])
  })
}

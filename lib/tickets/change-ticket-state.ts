import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { announce } from '@/lib/live/announce'
import type { AgentScope } from '@/lib/tenancy/scope'
import { auditActor } from './audit'
import { changeNotes } from './history'
import type { ChangeTicketStateInput } from './inputs'
import { afterStateChange } from './rules'
import { lockTicket, saveTicket } from './store'

/**
 * Puts a ticket into another state. The state it already has changes nothing.
 *
 * @throws AppError `not_found` for the ticket and the state
 */
export async function changeTicketState(scope: AgentScope, input: ChangeTicketStateInput): Promise<void> {
  const at = now()
  await withTenant(scope, async (db) => {
    const ticket = await lockTicket(db, input.ticketId, input.stateId)
    if (ticket.nextState === null || ticket.nextState.id === ticket.state.id) return
    const patch = afterStateChange(ticket, ticket.nextState, at)
    await saveTicket(db, ticket, patch, {
      actor: auditActor(scope.actor),
      notes: changeNotes(ticket, patch),
      at,
    })
    await announce(db, [
      { kind: 'ticket', ticketId: ticket.id, ticketNumber: ticket.number, change: 'changed' },
    ])
  })
}

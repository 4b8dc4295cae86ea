import { now } from '@/lib/clock'
import { type TenantDb, withTenant } from '@/lib/db/with-tenant'
import { AppError, notFound } from '@/lib/errors'
import { announce } from '@/lib/live/announce'
import type { CallerScope } from '@/lib/tenancy/scope'
import { auditActor } from './audit'
import { changeNotes, type PatchNames } from './history'
import { findTicketItem, type TicketItem } from './list-store'
import { afterStateChange, type TicketPatch } from './rules'
import {
  findActiveAgentName,
  findQueueName,
  isQueueChoice,
  type LockedTicket,
  lockTicket,
  saveTicket,
} from './store'

export interface TicketChange {
  ticketId: string
  stateId?: string | undefined
  /** null: nobody. */
  assigneeId?: string | null | undefined
  queueId?: string | undefined
  /** As the caller saw it: a ticket that was changed since is left alone. */
  version?: number | undefined
}

/**
 * State, assignee and queue of a ticket in one go. What it already is changes nothing.
 *
 * @throws AppError `not_found` for ticket, state, agent and queue; `stale_version`
 */
export async function changeTicket(scope: CallerScope, change: TicketChange): Promise<TicketItem> {
  const at = now()
  return withTenant(scope, async (db) => {
    const ticket = await lockTicket(db, change.ticketId, change.stateId ?? null)
    if (change.version !== undefined && change.version !== ticket.version)
      throw new AppError('stale_version', 'the ticket was changed since it was read')
    const names = await namesOf(db, change)
    const patch = patchOf(ticket, change, at)
    if (Object.keys(patch).length > 0) {
      const notes = changeNotes(ticket, patch, names)
      await saveTicket(db, ticket, patch, { actor: auditActor(scope.actor), notes, at })
      await announce(db, [
        { kind: 'ticket', ticketId: ticket.id, ticketNumber: ticket.number, change: 'changed' },
      ])
    }
    const item = await findTicketItem(db, { ticketId: ticket.id })
    if (!item) throw new Error('the ticket is locked by this transaction')
    return item
  })
}

/** Looked up whether they change something or not: an id of nobody's is never accepted. */
async function namesOf(db: TenantDb, { assigneeId, queueId }: TicketChange): Promise<PatchNames> {
  const names: PatchNames = {}
  if (assigneeId) {
    names.assigneeName = await findActiveAgentName(db, assigneeId)
    if (names.assigneeName === null) throw notFound('agent')
  }
  if (queueId) {
    const queueName = await findQueueName(db, queueId)
    if (queueName === null) throw notFound('queue')
    names.queueName = queueName
  }
  return names
}

function patchOf(ticket: LockedTicket, { assigneeId, queueId }: TicketChange, at: Date): TicketPatch {
  const { nextState } = ticket
  return {
    ...(nextState && nextState.id !== ticket.state.id ? afterStateChange(ticket, nextState, at) : {}),
    ...(assigneeId !== undefined && assigneeId !== ticket.assigneeId ? { assigneeId } : {}),
    ...(queueId !== undefined && isQueueChoice(ticket, queueId) ? { queueId } : {}),
  }
}

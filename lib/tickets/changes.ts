import type { TenantSql } from '@/lib/db/tenant-sql'
import { AppError } from '@/lib/errors'
import { systemActor } from './audit'
import { changeNotes } from './history'
import { afterInbound, afterReplyElsewhere } from './rules'
import { listStates, lockTicket, saveTicket } from './store'

export interface TicketAppend {
  ticketId: string
  /** As gathered: the decision rests on that ticket and no other. */
  version: number
  at: Date
  excerpt: string
  /** A person wrote: the ticket goes back to this state unless it stands in the opening phase. */
  reopenToStateId: string | null
  countsAsUnanswered: boolean
  mailboxId: string | null
  movesUp: boolean
}

/**
 * What an arriving mail does to its ticket.
 *
 * @throws AppError `stale_version` when the ticket was changed since it was gathered, `not_found`
 */
export async function appendToTicket(db: TenantSql, append: TicketAppend): Promise<{ number: number }> {
  const ticket = await lockTicket(db, append.ticketId, append.reopenToStateId)
  if (ticket.id !== append.ticketId || ticket.version !== append.version)
    throw new AppError('stale_version', 'the ticket was changed meanwhile')
  const patch = afterInbound(ticket, { ...append, openingState: ticket.nextState })
  const notes = changeNotes(ticket, patch)
  return saveTicket(db, ticket, patch, { actor: { kind: 'customer', id: null }, notes, at: append.at })
}

/**
 * What an answer that was sent from another program does to its ticket.
 *
 * @throws AppError `stale_version` when the ticket was changed since it was gathered, `not_found`
 */
export async function appendReplyElsewhere(
  db: TenantSql,
  append: Pick<TicketAppend, 'ticketId' | 'version' | 'at' | 'excerpt'>,
): Promise<{ number: number }> {
  const ticket = await lockTicket(db, append.ticketId)
  if (ticket.id !== append.ticketId || ticket.version !== append.version)
    throw new AppError('stale_version', 'the ticket was changed meanwhile')
  const patch = afterReplyElsewhere(ticket, append, await listStates(db))
  const notes = changeNotes(ticket, patch)
  return saveTicket(db, ticket, patch, { actor: systemActor, notes, at: append.at })
}

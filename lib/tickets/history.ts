import type { AuditNote } from './audit'
import type { TicketPatch } from './rules'
import type { LockedTicket } from './store'

/** The names that a patch's ids stand for, as the history keeps them. */
export interface PatchNames {
  assigneeName?: string | null
  queueName?: string
}

/** What a change leaves in the history: one note each for state, assignee and queue, with the names before and after. */
export function changeNotes(ticket: LockedTicket, patch: TicketPatch, names: PatchNames = {}): AuditNote[] {
  const notes: AuditNote[] = []
  if (patch.state && patch.state.id !== ticket.state.id) {
    const isReopened = ticket.state.phase === 'closing' && patch.state.phase !== 'closing'
    notes.push({
      action: isReopened ? 'ticket_reopened' : 'state_changed',
      details: { from: ticket.state.name, to: patch.state.name },
    })
  }
  if (patch.assigneeId !== undefined && patch.assigneeId !== ticket.assigneeId) {
    notes.push({ action: 'assigned', details: { from: ticket.assigneeName, to: names.assigneeName ?? null } })
  }
  if (patch.queueId !== undefined && patch.queueId !== ticket.queueId) {
    notes.push({ action: 'queue_changed', details: { from: ticket.queueName, to: names.queueName ?? null } })
  }
  return notes
}

import { newId } from '@/lib/ids'
import type { Actor } from '@/lib/tenancy/scope'
import { unreachable } from '@/lib/unreachable'

/** Every act that a ticket's conversation shows. Screens have a sentence for each. */
export type TicketAction =
  | 'ticket_created'
  | 'ticket_merged'
  | 'requester_changed'
  | 'state_changed'
  | 'ticket_reopened'
  | 'assigned'
  | 'queue_changed'
  | 'join_accepted'
  | 'join_split'
  | 'join_rejected'
  | 'message_split'
  | 'mail_sent_again'
  | 'mail_confirmed_arrived'
  | 'delivery_failed'
  | 'loop_stopped'
  | 'mail_read_again'
  | 'called_human'

export type AuditActor = { kind: 'agent' | 'api-key' | 'customer' | 'system'; id: string | null }

export interface AuditNote {
  action: TicketAction
  details: Record<string, string | number | boolean | null>
}

export function auditActor(actor: Actor): AuditActor {
  switch (actor.kind) {
    case 'agent':
      return { kind: 'agent', id: actor.membershipId }
    case 'api-key':
      return { kind: 'api-key', id: actor.apiKeyId }
    case 'system':
      return systemActor
    default:
      return unreachable(actor)
  }
}

export const systemActor: AuditActor = { kind: 'system', id: null }

/** Rows for a statement that reads them with jsonb_to_recordset (id, actor_kind, actor_id, action, details, at). */
export const auditRows = (actor: AuditActor, notes: readonly AuditNote[], at: Date): string =>
  JSON.stringify(auditEntries(actor, notes, at))

/** The same, for rows of several tickets. */
export const auditEntries = (actor: AuditActor, notes: readonly AuditNote[], at: Date) =>
  notes.map((note) => ({
    id: newId(),
    actor_kind: actor.kind,
    actor_id: actor.id,
    action: note.action,
    details: note.details,
    at: at.toISOString(),
  }))

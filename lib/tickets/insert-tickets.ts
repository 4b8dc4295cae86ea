import type { TenantSql } from '@/lib/db/tenant-sql'
import { newId } from '@/lib/ids'
import { type AuditActor, type AuditNote, auditEntries, systemActor } from './audit'

export interface NewTicket {
  /** Given by whoever may have to find it again. */
  id?: string
  /** Who made it; nobody did when a mail came. */
  createdBy?: AuditActor
  subject: string
  stateId: string
  queueId: string
  ticketTypeId: string | null
  managerId: string | null
  customerId: string
  organizationId: string | null
  mailboxId: string
  excerpt: string
  isUnanswered: boolean
  at: Date
  /** What else its history tells from the beginning. */
  notes?: AuditNote[]
  links: { toTicketId: string; kind: 'possibly_related' | 'continues' }[]
}

/** Tickets whose first messages are on the way: see `insertTickets`. */
export async function insertTicket(
  db: TenantSql,
  ticket: NewTicket,
): Promise<{ ticketId: string; number: number }> {
  const [made] = await insertTickets(db, [ticket])
  if (!made) throw new Error('a ticket that was not made')
  return made
}

/**
 * Takes the next numbers in their order, links the tickets and notes their birth, in one statement. From here until
 * the transaction ends, every other new ticket of the tenant waits: they share the counter.
 *
 * @returns for each its id and number, in their order
 */
export async function insertTickets(
  db: TenantSql,
  tickets: NewTicket[],
): Promise<{ ticketId: string; number: number }[]> {
  if (tickets.length === 0) return []
  const rows = tickets.map((ticket, index) => ({ ...ticket, id: ticket.id ?? newId(), nth: index + 1 }))
  const links = rows.flatMap(({ id, links }) => links.map((link) => ({ id: newId(), from: id, ...link })))
  const entries = rows.flatMap(({ id, createdBy = systemActor, notes = [], at }) => {
    const told = [{ action: 'ticket_created' as const, details: {} }, ...notes]
    return auditEntries(createdBy, told, at).map((entry) => ({ ...entry, ticket_id: id }))
  })
  const made = await db.$queryRaw<{ id: string; number: number }[]>`
    WITH next AS (
      INSERT INTO ticket_counter (last_number) VALUES (${rows.length})
      ON CONFLICT (tenant_id) DO UPDATE SET last_number = ticket_counter.last_number + excluded.last_number
      RETURNING last_number - ${rows.length}::int AS before
    ), made AS (
      INSERT INTO ticket (id, number, subject, state_id, queue_id, ticket_type_id, manager_id, customer_id,
        organization_id, mailbox_id, excerpt, message_count, unanswered_since, last_message_at, created_at)
      SELECT t.id, next.before + t.nth, t.subject, t."stateId", t."queueId", t."ticketTypeId", t."managerId", t."customerId",
        t."organizationId", t."mailboxId", t.excerpt, 1, CASE WHEN t."isUnanswered" THEN t.at END, t.at, now()
      FROM next, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t(id uuid, nth int, subject text, "stateId" uuid,
        "queueId" uuid, "ticketTypeId" uuid, "managerId" uuid, "customerId" uuid, "organizationId" uuid,
        "mailboxId" uuid, excerpt text, "isUnanswered" boolean, at timestamptz)
      RETURNING id, number
    ), linked AS (
      INSERT INTO ticket_link (id, from_ticket_id, to_ticket_id, kind)
      SELECT l.id, l."from", l."toTicketId", l.kind
      FROM jsonb_to_recordset(${JSON.stringify(links)}::jsonb)
        AS l(id uuid, "from" uuid, "toTicketId" uuid, kind ticket_link_kind)
    ), noted AS (
      INSERT INTO audit_entry (id, ticket_id, actor_kind, actor_id, action, details, at)
      SELECT n.id, n.ticket_id, n.actor_kind, n.actor_id, n.action, n.details, n.at
      FROM jsonb_to_recordset(${JSON.stringify(entries)}::jsonb)
        AS n(id uuid, ticket_id uuid, actor_kind text, actor_id uuid, action text, details jsonb, at timestamptz)
    )
    SELECT id, number FROM made`
  const numbers = new Map(made.map(({ id, number }) => [id, number]))
  return rows.map(({ id }) => {
    const number = numbers.get(id)
    if (number === undefined) throw new Error('INSERT … RETURNING gave no row')
    return { ticketId: id, number }
  })
}

import { Prisma } from '@/lib/db/generated/client'
import type { TenantDb } from '@/lib/db/with-tenant'
import { calledHumanFlag, type StateFacts } from './rules'

/** A message as it stands in its ticket. */
export interface TicketMail {
  messageId: string
  ticketId: string
  kind: 'inbound' | 'reply' | 'note'
  customerId: string | null
  fromName: string
  fromAddress: string
  subject: string
  visibleText: string
  receivedAt: Date
  joinState: 'pending' | 'accepted' | 'rejected' | null
}

const columns = Prisma.sql`id AS "messageId", ticket_id AS "ticketId", kind, customer_id AS "customerId",
  from_name AS "fromName", from_address AS "fromAddress", subject, visible_text AS "visibleText",
  received_at AS "receivedAt", join_state AS "joinState"`

/** Null for one that does not exist here. */
export async function findTicketMail(db: TenantDb, messageId: string): Promise<TicketMail | null> {
  const [row] = await db.$queryRaw<TicketMail[]>`SELECT ${columns} FROM message WHERE id = ${messageId}::uuid`
  return row ?? null
}

/** What programs took a mail for that a person wrote, and is a person's from now on; null for one that was already. */
export async function markCalledHuman(db: TenantDb, messageId: string): Promise<string | null> {
  const [row] = await db.$queryRaw<{ before: string }[]>`
    UPDATE message SET classification = 'human', flags = message.flags || ${calledHumanFlag}::text
    FROM (SELECT id, classification FROM message WHERE id = ${messageId}::uuid) was
    WHERE message.id = was.id AND was.classification <> 'human'
    RETURNING was.classification AS before`
  return row?.before ?? null
}

/** Settles a request; an accepted mail's Message-ID now leads others to the ticket. False when it was settled before. */
export async function settleJoinRequest(
  db: TenantDb,
  request: TicketMail,
  joinState: 'accepted' | 'rejected',
): Promise<boolean> {
  const changed = await db.$queryRaw<unknown[]>`
    WITH settled AS (
      UPDATE message SET join_state = ${joinState}::join_state
      WHERE id = ${request.messageId}::uuid AND join_state = 'pending'
      RETURNING id, ticket_id, message_id_header
    ), keyed AS (
      INSERT INTO message_key (kind, key, message_id, ticket_id)
      SELECT 'message_id', message_id_header, id, ticket_id FROM settled
      WHERE ${joinState === 'accepted'} AND message_id_header IS NOT NULL
      ON CONFLICT DO NOTHING
    )
    SELECT id FROM settled`
  return changed.length > 0
}

export interface Move {
  messageIds: string[]
  fromTicketId: string
  /** Just made: what it counts is what it gets. */
  toTicketId: string
  /** Requests to join that nobody has settled; else messages that are part of the conversation. */
  isRequest: boolean
}

/**
 * Moves messages with what hangs on them, and their ids, into a ticket of their own. The ids that they only named stay:
 * those are mails of the conversation which they leave. False when one of them is not as it was seen.
 */
export async function moveMessages(db: TenantDb, move: Move): Promise<boolean> {
  const to = move.toTicketId
  const moved = await db.$queryRaw<unknown[]>`
    WITH moved AS (
      UPDATE message SET ticket_id = ${to}::uuid, join_state = NULL
      WHERE id = ANY(${move.messageIds}::uuid[]) AND ticket_id = ${move.fromTicketId}::uuid
        AND coalesce(join_state, 'accepted') = ${move.isRequest ? 'pending' : 'accepted'}::join_state
      RETURNING id, message_id_header, received_at
    ), delivered AS (
      UPDATE raw_mail SET ticket_id = ${to}::uuid WHERE message_id IN (SELECT id FROM moved)
    ), rekeyed AS (
      UPDATE message_key SET ticket_id = ${to}::uuid
      WHERE message_id IN (SELECT id FROM moved) AND kind IN ('content', 'message_id')
    ), keyed AS (
      INSERT INTO message_key (kind, key, message_id, ticket_id)
      SELECT DISTINCT ON (message_id_header) 'message_id'::message_key_kind, message_id_header, id, ${to}::uuid
      FROM moved WHERE message_id_header IS NOT NULL
      ON CONFLICT DO NOTHING
    ), counted AS (
      UPDATE ticket SET message_count = x.count, last_message_at = greatest(ticket.last_message_at, x.last)
      FROM (SELECT count(*)::int AS count, max(received_at) AS last FROM moved) x WHERE ticket.id = ${to}::uuid
    )
    SELECT id FROM moved`
  return moved.length === move.messageIds.length
}

/** What came into a ticket after a mail, from the mail itself on. */
export interface Following {
  isFirst: boolean
  isAnswered: boolean
  /** The mails that came in after it, oldest first. */
  later: TicketMail[]
}

/** No more mails than this come in before somebody looks. */
const maxLater = 200

/** What stands around a mail in its ticket; requests to join and refused ones are no part of it. */
export async function readFollowing(db: TenantDb, mail: TicketMail): Promise<Following> {
  const place = Prisma.sql`(${mail.receivedAt}::timestamptz, ${mail.messageId}::uuid)`
  const isSaid = Prisma.sql`ticket_id = ${mail.ticketId}::uuid AND coalesce(join_state, 'accepted') = 'accepted'`
  const [around] = await db.$queryRaw<{ isFirst: boolean; isAnswered: boolean }[]>`
    SELECT
      NOT EXISTS (SELECT 1 FROM message WHERE ${isSaid} AND kind <> 'note' AND (received_at, id) < ${place}) AS "isFirst",
      EXISTS (SELECT 1 FROM message WHERE ${isSaid} AND kind = 'reply' AND (received_at, id) > ${place}) AS "isAnswered"`
  const later = await db.$queryRaw<TicketMail[]>`
    SELECT ${columns} FROM message
    WHERE ${isSaid} AND kind = 'inbound' AND (received_at, id) > ${place}
    ORDER BY received_at, id LIMIT ${maxLater}::int`
  return { isFirst: around?.isFirst ?? true, isAnswered: around?.isAnswered ?? false, later }
}

/** Where a ticket stood until this mail brought it back; null when it did not, or somebody chose a state since. */
export async function findStateBefore(db: TenantDb, mail: TicketMail): Promise<StateFacts | null> {
  const [row] = await db.$queryRaw<StateFacts[]>`
    SELECT s.id, s.name, s.phase, s.position FROM (
      SELECT actor_kind, at, details FROM audit_entry
      WHERE ticket_id = ${mail.ticketId}::uuid AND action IN ('state_changed', 'ticket_reopened')
      ORDER BY at DESC, id DESC LIMIT 1) e
    JOIN ticket_state s ON s.name = e.details->>'from'
    WHERE e.actor_kind = 'customer' AND e.at = ${mail.receivedAt}::timestamptz
    ORDER BY s.position LIMIT 1`
  return row ?? null
}

/** The newest that was said in a ticket, which a list shows of it. */
export async function findNewestSaid(db: TenantDb, ticketId: string): Promise<TicketMail | null> {
  const [row] = await db.$queryRaw<TicketMail[]>`
    SELECT ${columns} FROM message
    WHERE ticket_id = ${ticketId}::uuid AND kind <> 'note' AND coalesce(join_state, 'accepted') = 'accepted'
    ORDER BY received_at DESC, id DESC LIMIT 1`
  return row ?? null
}

/** Since when a person waits for an answer here: his first mail after our last reply, open requests to join included. */
export async function readUnansweredSince(db: TenantDb, ticketId: string): Promise<Date | null> {
  const [row] = await db.$queryRaw<{ since: Date | null }[]>`
    SELECT min(m.received_at) AS since FROM message m
    WHERE m.ticket_id = ${ticketId}::uuid AND m.kind = 'inbound'
      AND coalesce(m.join_state, 'accepted') <> 'rejected'
      AND m.classification IN ('human', 'list', 'calendar', 'forwarding-confirmation')
      AND m.received_at > coalesce(
        (SELECT max(r.received_at) FROM message r WHERE r.ticket_id = ${ticketId}::uuid AND r.kind = 'reply'), '-infinity')`
  return row?.since ?? null
}

import type { TenantDb } from '@/lib/db/with-tenant'

export interface JoinRequest {
  messageId: string
  ticketId: string
  customerId: string | null
  fromName: string
  fromAddress: string
  subject: string
  visibleText: string
  messageIdHeader: string | null
  receivedAt: Date
  joinState: 'pending' | 'accepted' | 'rejected' | null
}

/** Where a message asks to join; null for one that does not exist here. */
export async function findJoinRequest(db: TenantDb, messageId: string): Promise<JoinRequest | null> {
  const [row] = await db.$queryRaw<JoinRequest[]>`
    SELECT id AS "messageId", ticket_id AS "ticketId", customer_id AS "customerId", from_name AS "fromName",
      from_address AS "fromAddress", subject, visible_text AS "visibleText", message_id_header AS "messageIdHeader",
      received_at AS "receivedAt", join_state AS "joinState"
    FROM message WHERE id = ${messageId}::uuid`
  return row ?? null
}

/** Settles a request; an accepted mail's Message-ID now leads others to the ticket. False when it was settled before. */
export async function settleJoinRequest(
  db: TenantDb,
  request: JoinRequest,
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

/** Moves a request's message, with what hangs on it, into a ticket of its own. False when it was settled before. */
export async function moveMessage(db: TenantDb, request: JoinRequest, ticketId: string): Promise<boolean> {
  const changed = await db.$queryRaw<unknown[]>`
    WITH moved AS (
      UPDATE message SET ticket_id = ${ticketId}::uuid, join_state = NULL
      WHERE id = ${request.messageId}::uuid AND join_state = 'pending'
      RETURNING id, message_id_header
    ), delivered AS (
      UPDATE raw_mail SET ticket_id = ${ticketId}::uuid WHERE message_id IN (SELECT id FROM moved)
    ), rekeyed AS (
      UPDATE message_key SET ticket_id = ${ticketId}::uuid WHERE message_id IN (SELECT id FROM moved)
    ), keyed AS (
      INSERT INTO message_key (kind, key, message_id, ticket_id)
      SELECT 'message_id', message_id_header, id, ${ticketId}::uuid FROM moved WHERE message_id_header IS NOT NULL
      ON CONFLICT DO NOTHING
    )
    SELECT id FROM moved`
  return changed.length > 0
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

import type { TenantDb } from '@/lib/db/with-tenant'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'

/** Changes that a mail makes, each one statement: the pipeline has eight for everything. */

export interface NewTicket {
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
  links: { toTicketId: string; kind: 'possibly_related' | 'continues' }[]
}

/** Allocates the next number of the tenant and makes the ticket with its links. */
export async function insertTicket(
  db: TenantDb,
  ticket: NewTicket,
): Promise<{ ticketId: string; number: number }> {
  const ticketId = newId()
  const links = ticket.links.map((link) => ({ id: newId(), to: link.toTicketId, kind: link.kind }))
  const [row] = await db.$queryRaw<{ number: number }[]>`
    WITH counted AS (
      INSERT INTO ticket_counter (last_number) VALUES (1)
      ON CONFLICT (tenant_id) DO UPDATE SET last_number = ticket_counter.last_number + 1
      RETURNING last_number
    ), made AS (
      INSERT INTO ticket (id, number, subject, state_id, queue_id, ticket_type_id, manager_id, customer_id,
        organization_id, mailbox_id, excerpt, message_count, unanswered_since, last_message_at)
      SELECT ${ticketId}::uuid, last_number, ${ticket.subject}, ${ticket.stateId}::uuid, ${ticket.queueId}::uuid,
        ${ticket.ticketTypeId}::uuid, ${ticket.managerId}::uuid, ${ticket.customerId}::uuid, ${ticket.organizationId}::uuid,
        ${ticket.mailboxId}::uuid, ${ticket.excerpt}, 1, ${ticket.isUnanswered ? ticket.at : null}::timestamptz, ${ticket.at}
      FROM counted RETURNING tenant_id, id, number
    ), linked AS (
      INSERT INTO ticket_link (id, tenant_id, from_ticket_id, to_ticket_id, kind)
      SELECT l.id, made.tenant_id, made.id, l."to", l.kind::ticket_link_kind
      FROM made, jsonb_to_recordset(${JSON.stringify(links)}::jsonb) AS l(id uuid, "to" uuid, kind text)
    )
    SELECT number FROM made`
  if (!row) throw new Error('an INSERT of one row returns one row')
  return { ticketId, number: row.number }
}

/** What a mail that joined a ticket does to it; the version read before must still stand. */
export interface TicketAppend {
  ticketId: string
  version: number
  at: Date
  excerpt: string
  /** Back to this state; null keeps the state. */
  reopenToStateId: string | null
  countsAsUnanswered: boolean
  /** The mailbox it came through decides how the next answer leaves; null keeps it. */
  mailboxId: string | null
  /** A request to join leaves the ticket's place in the list alone. */
  movesUp: boolean
}

/** @throws AppError `stale_version` when the ticket changed since it was read */
export async function appendToTicket(db: TenantDb, append: TicketAppend): Promise<{ number: number }> {
  const [row] = await db.$queryRaw<{ number: number }[]>`
    UPDATE ticket SET
      version = version + 1,
      message_count = message_count + 1,
      state_id = coalesce(${append.reopenToStateId}::uuid, state_id),
      closed_at = CASE WHEN ${append.reopenToStateId}::uuid IS NULL THEN closed_at END,
      unanswered_since = CASE WHEN ${append.countsAsUnanswered} THEN coalesce(unanswered_since, ${append.at}) ELSE unanswered_since END,
      mailbox_id = coalesce(${append.mailboxId}::uuid, mailbox_id),
      excerpt = CASE WHEN ${append.movesUp} THEN ${append.excerpt} ELSE excerpt END,
      last_message_at = CASE WHEN ${append.movesUp} THEN greatest(last_message_at, ${append.at}) ELSE last_message_at END
    WHERE id = ${append.ticketId}::uuid AND version = ${append.version}
    RETURNING number`
  if (!row) throw new AppError('stale_version', 'the ticket changed while a mail for it was read')
  return row
}

export interface NewMessage {
  id: string
  ticketId: string
  kind: 'inbound' | 'reply' | 'note'
  joinState: 'pending' | null
  customerId: string | null
  authorId: string | null
  fromName: string
  fromAddress: string
  to: { name: string; address: string }[]
  cc: { name: string; address: string }[]
  subject: string
  visibleText: string
  quotedText: string
  signatureText: string
  splitConfidence: number
  html: string | null
  messageIdHeader: string | null
  classification: string
  flags: string[]
  authentication: 'pass' | 'fail' | 'none'
  sentAt: Date | null
  receivedAt: Date
  /** `content` must be new; the others are kept where they are free. */
  keys: { kind: 'content' | 'message_id' | 'alias'; key: string }[]
  attachments: {
    position: number
    fileName: string
    contentType: string
    sizeBytes: number
    sha256: string
    contentId: string | null
    isInline: boolean
  }[]
}

/**
 * A message with its keys and files, one statement.
 *
 * @throws AppError `stale_version` when the same content became a message meanwhile: gather again
 */
export async function insertMessage(db: TenantDb, message: NewMessage): Promise<void> {
  const attachments = message.attachments.map((attachment) => ({ id: newId(), ...attachment }))
  const [row] = await db.$queryRaw<{ contentKeys: number }[]>`
    WITH said AS (
      INSERT INTO message (id, ticket_id, kind, join_state, customer_id, author_id, from_name, from_address, to_addresses,
        cc_addresses, subject, visible_text, quoted_text, signature_text, split_confidence, html, message_id_header,
        classification, flags, authentication, sent_at, received_at)
      VALUES (${message.id}::uuid, ${message.ticketId}::uuid, ${message.kind}::message_kind, ${message.joinState}::join_state,
        ${message.customerId}::uuid, ${message.authorId}::uuid, ${message.fromName}, ${message.fromAddress},
        ${JSON.stringify(message.to)}::jsonb, ${JSON.stringify(message.cc)}::jsonb, ${message.subject}, ${message.visibleText},
        ${message.quotedText}, ${message.signatureText}, ${message.splitConfidence}::real, ${message.html}, ${message.messageIdHeader},
        ${message.classification}, ${message.flags}, ${message.authentication}, ${message.sentAt}, ${message.receivedAt})
      RETURNING tenant_id, id, ticket_id
    ), keyed AS (
      INSERT INTO message_key (tenant_id, kind, key, message_id, ticket_id)
      SELECT said.tenant_id, k.kind::message_key_kind, k.key, CASE WHEN k.kind <> 'alias' THEN said.id END, said.ticket_id
      FROM said, jsonb_to_recordset(${JSON.stringify(message.keys)}::jsonb) AS k(kind text, key text)
      ON CONFLICT DO NOTHING RETURNING kind
    ), filed AS (
      INSERT INTO attachment (id, tenant_id, message_id, position, file_name, content_type, size_bytes, sha256, content_id, is_inline)
      SELECT f.id, said.tenant_id, said.id, f.position, f."fileName", f."contentType", f."sizeBytes", f.sha256, f."contentId", f."isInline"
      FROM said, jsonb_to_recordset(${JSON.stringify(attachments)}::jsonb)
        AS f(id uuid, position int, "fileName" text, "contentType" text, "sizeBytes" int, sha256 text, "contentId" text, "isInline" boolean)
    )
    SELECT (SELECT count(*)::int FROM keyed WHERE kind = 'content') AS "contentKeys"`
  const wanted = message.keys.some((key) => key.kind === 'content') ? 1 : 0
  if (row?.contentKeys !== wanted)
    throw new AppError('stale_version', 'the same mail became a message meanwhile')
}

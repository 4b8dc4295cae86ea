import type { TenantSql } from '@/lib/db/tenant-sql'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { type AuditActor, auditRows, systemActor } from './audit'
import { changeNotes } from './history'
import { afterInbound, afterReplyElsewhere } from './rules'
import { listStates, lockTicket, saveTicket } from './store'

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
  links: { toTicketId: string; kind: 'possibly_related' | 'continues' }[]
}

/** A ticket with its first message on the way: takes the next number, links it and notes its birth, in one statement. */
export async function insertTicket(
  db: TenantSql,
  ticket: NewTicket,
): Promise<{ ticketId: string; number: number }> {
  const ticketId = ticket.id ?? newId()
  const links = ticket.links.map((link) => ({ id: newId(), to: link.toTicketId, kind: link.kind }))
  const [row] = await db.$queryRaw<{ number: number }[]>`
    WITH next AS (
      INSERT INTO ticket_counter (last_number) VALUES (1)
      ON CONFLICT (tenant_id) DO UPDATE SET last_number = ticket_counter.last_number + 1
      RETURNING last_number
    ), made AS (
      INSERT INTO ticket (id, number, subject, state_id, queue_id, ticket_type_id, manager_id, customer_id,
        organization_id, mailbox_id, excerpt, message_count, unanswered_since, last_message_at, created_at)
      SELECT ${ticketId}::uuid, next.last_number, ${ticket.subject}, ${ticket.stateId}::uuid, ${ticket.queueId}::uuid,
        ${ticket.ticketTypeId}::uuid, ${ticket.managerId}::uuid, ${ticket.customerId}::uuid,
        ${ticket.organizationId}::uuid, ${ticket.mailboxId}::uuid, ${ticket.excerpt}, 1,
        ${ticket.isUnanswered ? ticket.at : null}::timestamptz, ${ticket.at}::timestamptz, now()
      FROM next RETURNING id, number
    ), linked AS (
      INSERT INTO ticket_link (id, from_ticket_id, to_ticket_id, kind)
      SELECT l.id, made.id, l.to, l.kind
      FROM made, jsonb_to_recordset(${JSON.stringify(links)}::jsonb) AS l(id uuid, "to" uuid, kind ticket_link_kind)
    ), noted AS (
      INSERT INTO audit_entry (id, ticket_id, actor_kind, actor_id, action, details, at)
      SELECT n.id, made.id, n.actor_kind, n.actor_id, n.action, n.details, n.at
      FROM made, jsonb_to_recordset(${auditRows(ticket.createdBy ?? systemActor, [{ action: 'ticket_created', details: {} }], ticket.at)}::jsonb)
        AS n(id uuid, actor_kind text, actor_id uuid, action text, details jsonb, at timestamptz)
    )
    SELECT number FROM made`
  if (!row) throw new Error('INSERT … RETURNING gave no row')
  return { ticketId, number: row.number }
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
  /** Where the sender wants answers; empty when he does not say. */
  replyTo: { name: string; address: string }[]
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
  /** For the first message of a new ticket: no ticket but these is known to be of the same conversation. */
  newConversation?: { ownIds: string[]; parentIds: string[]; knownTicketIds: string[] }
}

/**
 * A message with its keys and files, in one statement. A Message-ID or alias that leads elsewhere keeps leading there.
 * A new ticket's statement comes after `insertTicket`, which waits for every other new ticket of the tenant (they
 * share the counter), so that it sees what those brought: of a mail and its reply that arrive together, the second
 * finds the first.
 *
 * @throws AppError `stale_version` when another process stored the same content, or a mail of the same conversation,
 *   meanwhile
 */
export async function insertMessage(db: TenantSql, message: NewMessage): Promise<void> {
  const keys = [...new Map(message.keys.map((one) => [`${one.kind} ${one.key}`, one])).values()]
  const contentKeys = keys.filter((one) => one.kind === 'content').length
  const attachments = message.attachments.map((one) => ({ ...one, id: newId() }))
  const conversation = message.newConversation ?? { ownIds: [], parentIds: [], knownTicketIds: [] }
  const [row] = await db.$queryRaw<{ contentKeys: number; isConversationKnown: boolean }[]>`
    WITH made AS (
      INSERT INTO message (id, ticket_id, kind, join_state, customer_id, author_id, from_name, from_address, to_addresses,
        cc_addresses, reply_to_addresses, subject, visible_text, quoted_text, signature_text, split_confidence, html,
        message_id_header, classification, flags, authentication, sent_at, received_at)
      VALUES (${message.id}::uuid, ${message.ticketId}::uuid, ${message.kind}::message_kind, ${message.joinState}::join_state,
        ${message.customerId}::uuid, ${message.authorId}::uuid, ${message.fromName}, ${message.fromAddress},
        ${JSON.stringify(message.to)}::jsonb, ${JSON.stringify(message.cc)}::jsonb,
        ${JSON.stringify(message.replyTo)}::jsonb, ${message.subject}, ${message.visibleText}, ${message.quotedText},
        ${message.signatureText}, ${message.splitConfidence}::real, ${message.html}, ${message.messageIdHeader},
        ${message.classification}, ${message.flags}::text[], ${message.authentication}, ${message.sentAt}::timestamptz,
        ${message.receivedAt}::timestamptz)
      RETURNING id, ticket_id
    ), kept AS (
      INSERT INTO message_key (kind, key, message_id, ticket_id)
      SELECT k.kind, k.key, CASE WHEN k.kind <> 'alias' THEN made.id END, made.ticket_id
      FROM made, jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS k(kind message_key_kind, key text)
      ON CONFLICT DO NOTHING
      RETURNING kind
    ), filed AS (
      INSERT INTO attachment (id, message_id, position, file_name, content_type, size_bytes, sha256, content_id, is_inline)
      SELECT a.id, made.id, a.position, a."fileName", a."contentType", a."sizeBytes", a.sha256, a."contentId", a."isInline"
      FROM made, jsonb_to_recordset(${JSON.stringify(attachments)}::jsonb) AS a(id uuid, position int, "fileName" text,
        "contentType" text, "sizeBytes" int, sha256 text, "contentId" text, "isInline" boolean)
    )
    SELECT (SELECT count(*) FROM kept WHERE kind = 'content')::int AS "contentKeys",
      EXISTS (
        SELECT 1 FROM message_key k
        WHERE (k.kind IN ('message_id', 'alias') AND k.key = ANY(${conversation.parentIds}::text[])
            OR k.kind = 'alias' AND k.key = ANY(${conversation.ownIds}::text[]))
          AND k.ticket_id <> ALL(${[...conversation.knownTicketIds, message.ticketId]}::uuid[])
      ) AS "isConversationKnown"`
  if (row?.contentKeys !== contentKeys) {
    throw new AppError('stale_version', 'the same mail was stored meanwhile')
  }
  if (row.isConversationKnown) throw new AppError('stale_version', 'the conversation began meanwhile')
}

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
  if (ticket.version !== append.version)
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
  if (ticket.version !== append.version)
    throw new AppError('stale_version', 'the ticket was changed meanwhile')
  const patch = afterReplyElsewhere(ticket, append, await listStates(db))
  const notes = changeNotes(ticket, patch)
  return saveTicket(db, ticket, patch, { actor: systemActor, notes, at: append.at })
}

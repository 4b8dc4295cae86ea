import type { TenantReads } from '@/lib/db/with-tenant'
import type { Keyset } from './cursor'
import type {
  AddressDto,
  AttachmentDto,
  DeliveryDto,
  EventEntry,
  ForwardedDto,
  HuedName,
  MessageEntry,
  StateDto,
  TicketDto,
} from './types'

/** A conversation shows this many of its newest messages, and as many of its events. */
export const maxEntries = 200

export interface MessageRow {
  id: string
  kind: MessageEntry['messageKind']
  joinState: MessageEntry['joinState']
  fromName: string
  fromAddress: string
  authorName: string | null
  to: AddressDto[]
  cc: AddressDto[]
  subject: string
  receivedAt: Date
  sentAt: Date | null
  visibleText: string
  quotedText: string
  signatureText: string
  splitConfidence: number
  hasHtml: boolean
  classification: string
  flags: string[]
  authentication: MessageEntry['authentication']
  attachments: Omit<AttachmentDto, 'isPicture'>[]
  deliveryCount: number
  deliveredTo: string[]
  rawMailId: string | null
  delivery: (Omit<DeliveryDto, 'nextAttemptAt' | 'settledAt'> & DeliveryTimes) | null
  certified: MessageEntry['certified']
  sentBy: string
  forwarded: (Omit<ForwardedDto, 'mayBeRequester'> & { isOwnAddress: boolean }) | null
}

/** PostgreSQL writes times in JSON its own way. */
interface DeliveryTimes {
  nextAttemptAt: string | null
  settledAt: string | null
}

/** A ticket's messages, newest first: its newest 200, or a page of them. */
export async function readMessages(
  db: TenantReads,
  ticketId: string,
  page: { before: Keyset | null; limit: number } = { before: null, limit: maxEntries },
): Promise<MessageRow[]> {
  const { before, limit } = page
  return db.$queryRaw<MessageRow[]>`
    SELECT m.id, m.kind, m.join_state AS "joinState", m.from_name AS "fromName", m.from_address AS "fromAddress",
      a.display_name AS "authorName", m.to_addresses AS "to", m.cc_addresses AS cc, m.subject,
      m.received_at AS "receivedAt", m.sent_at AS "sentAt", m.visible_text AS "visibleText",
      m.quoted_text AS "quotedText", m.signature_text AS "signatureText", m.split_confidence AS "splitConfidence",
      m.html IS NOT NULL AS "hasHtml", m.classification, m.flags, m.authentication, m.certified, m.sent_by AS "sentBy",
      (SELECT coalesce(json_agg(json_build_object('id', f.id, 'fileName', f.file_name, 'contentType', f.content_type,
          'sizeBytes', f.size_bytes, 'isInline', f.is_inline, 'isLogo', f.is_logo) ORDER BY f.position, f.id), '[]')
        FROM attachment f WHERE f.message_id = m.id) AS attachments,
      coalesce((SELECT sum(r.delivery_count)::int FROM raw_mail r WHERE r.message_id = m.id), 1) AS "deliveryCount",
      ARRAY(SELECT b.name FROM mailbox b WHERE b.id IN (SELECT r.mailbox_id FROM raw_mail r WHERE r.message_id = m.id)
        ORDER BY b.name LIMIT 20) AS "deliveredTo",
      (SELECT r.id FROM raw_mail r WHERE r.message_id = m.id ORDER BY r.received_at, r.id LIMIT 1) AS "rawMailId",
      (SELECT json_build_object('outboundMailId', o.id, 'state', o.state, 'trouble', o.trouble,
          'serverResponse', o.server_response, 'settledAt', o.settled_at, 'recipients', o.recipients,
          'nextAttemptAt', CASE WHEN o.state IN ('pending', 'deferred') THEN o.next_attempt_at END)
        FROM outbound_mail o WHERE o.message_id = m.id AND o.kind = 'reply' LIMIT 1) AS delivery,
      (SELECT json_build_object('how', w.how, 'from', json_build_object('name', w.from_name, 'address', w.from_address),
          'subject', w.subject, 'sentAt', w.sent_at, 'dateText', w.date_text, 'confidence', w.confidence,
          'evidence', w.evidence, 'files', w.files, 'isRequester', w.requester_since IS NOT NULL,
          'isOwnAddress', EXISTS (
            SELECT 1 FROM blocked_address b WHERE b.address_key = lower(w.from_address) AND b.reason = 'own_address'))
        FROM forwarded_mail w WHERE w.message_id = m.id) AS forwarded
    FROM message m
    LEFT JOIN membership a ON a.id = m.author_id
    WHERE m.ticket_id = ${ticketId}::uuid
      AND (${before === null} OR (m.received_at, m.id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? null}::uuid))
    ORDER BY m.received_at DESC, m.id DESC
    LIMIT ${limit}::int`
}

export interface EventRow {
  id: string
  at: Date
  actorName: string | null
  action: string
  details: EventEntry['details']
}

/** Acts on the ticket, and the confirmations that went out by themselves. */
export async function readEvents(db: TenantReads, ticketId: string): Promise<EventRow[]> {
  return db.$queryRaw<EventRow[]>`
    (SELECT e.id, e.at, coalesce(m.display_name, c.name, k.name) AS "actorName", e.action, e.details
      FROM audit_entry e
      LEFT JOIN membership m ON e.actor_kind = 'agent' AND m.id = e.actor_id
      LEFT JOIN customer c ON e.actor_kind = 'customer' AND c.id = e.actor_id
      LEFT JOIN api_key k ON e.actor_kind = 'api-key' AND k.id = e.actor_id
      WHERE e.ticket_id = ${ticketId}::uuid
      ORDER BY e.at DESC, e.id DESC LIMIT ${maxEntries}::int)
    UNION ALL
    (SELECT o.id, o.created_at, NULL, 'confirmation_' || o.state,
        jsonb_build_object('to', o.recipients->0->>'address', 'trouble', o.trouble)
      FROM outbound_mail o WHERE o.ticket_id = ${ticketId}::uuid AND o.kind = 'confirmation'
      ORDER BY o.created_at DESC LIMIT 10)`
}

export interface TicketSides {
  addresses: string[]
  organization: string | null
  otherTickets: { number: number; subject: string; state: StateDto; lastMessageAt: string }[]
  links: TicketDto['links']
  alsoInQueues: HuedName[]
  agentNames: string[]
}

/** The customer beside the conversation, what is linked to it, and the names nobody else should bear. */
export async function readSides(db: TenantReads, ticketId: string): Promise<TicketSides> {
  const [row] = await db.$queryRaw<TicketSides[]>`
    SELECT
      ARRAY(SELECT address FROM customer_address WHERE customer_id = t.customer_id
        ORDER BY is_primary DESC, created_at, id LIMIT 20) AS addresses,
      (SELECT g.name FROM organization g JOIN customer c ON c.organization_id = g.id WHERE c.id = t.customer_id)
        AS organization,
      (SELECT coalesce(json_agg(x ORDER BY x."lastMessageAt" DESC), '[]') FROM (
        SELECT o.number, o.subject, o.last_message_at AS "lastMessageAt",
          json_build_object('id', s.id, 'name', s.name, 'hue', s.hue, 'phase', s.phase) AS state
        FROM ticket o JOIN ticket_state s ON s.id = o.state_id
        WHERE o.customer_id = t.customer_id AND o.id <> t.id
        ORDER BY o.last_message_at DESC LIMIT 10) x) AS "otherTickets",
      (SELECT coalesce(json_agg(json_build_object('kind', x.kind, 'number', x.number, 'subject', x.subject)
          ORDER BY x.number), '[]') FROM (
        SELECT DISTINCT l.kind, o.number, o.subject FROM ticket_link l
        JOIN ticket o ON o.id = CASE WHEN l.from_ticket_id = t.id THEN l.to_ticket_id ELSE l.from_ticket_id END
        WHERE l.from_ticket_id = t.id OR l.to_ticket_id = t.id LIMIT 50) x) AS links,
      (SELECT coalesce(json_agg(json_build_object('id', q.id, 'name', q.name, 'hue', q.hue) ORDER BY q.position, q.id), '[]')
        FROM queue q WHERE q.id = ANY(t.also_queue_ids)) AS "alsoInQueues",
      ARRAY(SELECT display_name FROM membership WHERE deactivated_at IS NULL) AS "agentNames"
    FROM ticket t WHERE t.id = ${ticketId}::uuid`
  if (!row) throw new Error('the ticket was read in the same transaction')
  return row
}

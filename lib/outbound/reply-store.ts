import type { TenantReads } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import type { MailAddress } from '@/lib/mail/types'
import type { ReplyChannel, ReplyFacts } from './reply-plan'

/** Everything a reply to a ticket follows from. */
export interface ReplyContext {
  facts: ReplyFacts
  tenant: { id: string; name: string; locale: string }
  /** The message that is answered and quoted. */
  answered: { fromName: string; fromAddress: string; text: string; at: Date; messageId: string | null } | null
  /** Message-IDs of the conversation, oldest first. */
  chain: string[]
  /** The address of ours by which the answered mail came, else one of its mailbox. */
  creationAddress: string | null
  /** A customer's message came after the one the author saw last; false when he did not say. */
  hasNewerInbound: boolean
}

interface ReplyRow {
  tenantId: string
  tenantName: string
  locale: string
  ticketSubject: string
  requester: MailAddress | null
  last: {
    fromName: string
    fromAddress: string
    replyTo: MailAddress[]
    to: MailAddress[]
    cc: MailAddress[]
    subject: string
    text: string
    authentication: 'pass' | 'fail' | 'none'
    messageId: string | null
    receivedAt: string
    isFirst: boolean
    forwarded: { name: string; address: string; text: string; sentAt: string | null } | null
  } | null
  knownKeys: string[]
  ownKeys: string[]
  blockedKeys: string[]
  queueChannel: ReplyChannel | null
  mailboxChannel: ReplyChannel | null
  standardChannel: ReplyChannel | null
  creationAddress: string | null
  chain: string[]
  isSeenKnown: boolean
  hasNewerInbound: boolean
}

/**
 * Reads it in one statement. A machine's mail (a vacation notice, say) is answered only when nobody else wrote;
 * requests to join, open or refused, never are.
 *
 * @throws AppError `not_found` for the ticket and for the message last seen
 */
export async function readReplyContext(
  db: TenantReads,
  ticketId: string,
  lastSeenMessageId: string | null = null,
): Promise<ReplyContext> {
  const [row] = await db.$queryRaw<ReplyRow[]>`
    WITH told AS (
      SELECT m.* FROM message m
      WHERE m.ticket_id = ${ticketId}::uuid AND m.kind IN ('inbound', 'reply')
        AND coalesce(m.join_state, 'accepted') = 'accepted'
    ), first AS (
      SELECT * FROM told WHERE kind = 'inbound' ORDER BY received_at, id LIMIT 1
    ), last AS (
      SELECT l.*, NOT EXISTS (SELECT 1 FROM told e WHERE (e.received_at, e.id) < (l.received_at, l.id)) AS is_first
      FROM told l WHERE l.kind = 'inbound'
      ORDER BY l.classification IN ('auto-reply', 'vacation', 'bounce', 'receipt', 'complaint', 'bulk', 'pec-receipt'),
        l.received_at DESC, l.id DESC
      LIMIT 1
    ), named AS (
      SELECT lower(r->>'address') AS key FROM last,
        jsonb_array_elements(last.to_addresses || last.cc_addresses || last.reply_to_addresses) r
      UNION SELECT lower(from_address) FROM last
      UNION SELECT a.address_key FROM customer_address a, ticket t WHERE t.id = ${ticketId}::uuid AND a.customer_id = t.customer_id
    ), seen AS (
      SELECT received_at, id FROM message WHERE id = ${lastSeenMessageId}::uuid AND ticket_id = ${ticketId}::uuid
    )
    SELECT n.id AS "tenantId", n.name AS "tenantName", n.locale, t.subject AS "ticketSubject",
      (SELECT json_build_object('name', c.name, 'address', a.address) FROM customer c
        JOIN customer_address a ON a.customer_id = c.id WHERE c.id = t.customer_id
        ORDER BY a.is_primary DESC, a.created_at, a.id LIMIT 1) AS requester,
      (SELECT json_build_object('fromName', from_name, 'fromAddress', from_address, 'replyTo', reply_to_addresses,
        'to', to_addresses, 'cc', cc_addresses, 'subject', subject, 'text', visible_text,
        'authentication', authentication, 'messageId', message_id_header, 'receivedAt', received_at,
        'isFirst', is_first, 'forwarded', (
          SELECT json_build_object('name', from_name, 'address', from_address, 'text', body, 'sentAt', sent_at)
          FROM forwarded_mail WHERE message_id = last.id AND requester_since IS NOT NULL)) FROM last) AS last,
      ARRAY(
        SELECT address_key FROM customer_address WHERE customer_id = t.customer_id
        UNION SELECT lower(from_address) FROM told WHERE kind = 'inbound' AND from_address <> ''
        UNION SELECT lower(r->>'address') FROM outbound_mail o, jsonb_array_elements(o.recipients) r
          WHERE o.ticket_id = t.id AND o.kind = 'reply'
        UNION SELECT lower(r->>'address') FROM first, jsonb_array_elements(first.to_addresses || first.cc_addresses) r
          WHERE first.authentication <> 'fail'
      ) AS "knownKeys",
      ARRAY(SELECT address FROM creation_address UNION SELECT lower(from_address) FROM outbound_channel) AS "ownKeys",
      ARRAY(SELECT b.address_key FROM blocked_address b WHERE b.address_key IN (SELECT key FROM named)) AS "blockedKeys",
      (SELECT json_build_object('id', id, 'name', name, 'fromName', from_name, 'fromAddress', from_address)
        FROM outbound_channel WHERE id = q.reply_via_channel_id AND is_active) AS "queueChannel",
      (SELECT json_build_object('id', id, 'name', name, 'fromName', from_name, 'fromAddress', from_address)
        FROM outbound_channel WHERE id = b.reply_via_channel_id AND is_active) AS "mailboxChannel",
      (SELECT json_build_object('id', id, 'name', name, 'fromName', from_name, 'fromAddress', from_address)
        FROM outbound_channel WHERE is_default) AS "standardChannel",
      (SELECT a.address FROM creation_address a
        WHERE a.mailbox_id = t.mailbox_id AND a.disabled_at IS NULL
        ORDER BY EXISTS (SELECT 1 FROM raw_mail r, last WHERE r.message_id = last.id AND r.recipient = a.address) DESC,
          a.created_at, a.id LIMIT 1) AS "creationAddress",
      ARRAY(SELECT message_id_header FROM (
        SELECT message_id_header, received_at, id FROM told WHERE message_id_header IS NOT NULL
          AND NOT EXISTS (
            SELECT 1 FROM forwarded_mail f WHERE f.message_id = told.id AND f.requester_since IS NOT NULL)
        ORDER BY received_at DESC, id DESC LIMIT 19) x ORDER BY received_at, id) AS chain,
      EXISTS (SELECT 1 FROM seen) AS "isSeenKnown",
      EXISTS (SELECT 1 FROM told, seen WHERE told.kind = 'inbound'
        AND (told.received_at, told.id) > (seen.received_at, seen.id)) AS "hasNewerInbound"
    FROM ticket t
    JOIN tenant n ON n.id = t.tenant_id
    JOIN queue q ON q.id = t.queue_id
    JOIN mailbox b ON b.id = t.mailbox_id
    WHERE t.id = ${ticketId}::uuid`
  if (!row) throw notFound('ticket')
  if (lastSeenMessageId !== null && !row.isSeenKnown) throw notFound('message')
  return toContext(row)
}

function toContext(row: ReplyRow): ReplyContext {
  const { last } = row
  return {
    facts: {
      ticketSubject: row.ticketSubject,
      requester: row.requester,
      last: last && {
        from: { name: last.fromName, address: last.fromAddress },
        replyTo: last.replyTo,
        to: last.to,
        cc: last.cc,
        subject: last.subject,
        authentication: last.authentication,
        isFirstOfTicket: last.isFirst,
        forwardedFor: last.forwarded && { name: last.forwarded.name, address: last.forwarded.address },
      },
      knownKeys: row.knownKeys,
      ownKeys: row.ownKeys,
      blockedKeys: row.blockedKeys,
      channels: { queue: row.queueChannel, mailbox: row.mailboxChannel, standard: row.standardChannel },
    },
    tenant: { id: row.tenantId, name: row.tenantName, locale: row.locale },
    answered: last && answeredOf(last),
    chain: row.chain,
    creationAddress: row.creationAddress,
    hasNewerInbound: row.hasNewerInbound,
  }
}

/** What the forwarder wrote above the original, and his mail's id, are nothing to whom he passed it on for. */
function answeredOf(last: NonNullable<ReplyRow['last']>): ReplyContext['answered'] {
  const { forwarded } = last
  if (forwarded) {
    const at = new Date(forwarded.sentAt ?? last.receivedAt)
    return {
      fromName: forwarded.name,
      fromAddress: forwarded.address,
      text: forwarded.text,
      at,
      messageId: null,
    }
  }
  const { fromName, fromAddress, text, messageId } = last
  return { fromName, fromAddress, text, at: new Date(last.receivedAt), messageId }
}

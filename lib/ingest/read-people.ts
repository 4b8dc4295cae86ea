import { Prisma } from '@/lib/db/generated/client'
import type { TenantSql } from '@/lib/db/tenant-sql'
import { addressKey } from '@/lib/mail/address'
import type { Installation, SoughtMail } from './gather'
import { envelopeId, namedIds } from './reported-mails'
import type { IngestContext, KnownSender } from './types'

/** A customer as a statement gives him back: moments are texts in JSON. */
export type SenderRow = Omit<KnownSender, 'lastConfirmedAt'> & { lastConfirmedAt: string | null }

/** What a mail's people and ids lead to. */
export interface PeopleRow {
  sender: SenderRow | null
  original: SenderRow | null
  agentId: string | null
  blocked: { key: string; isOwn: boolean }[] | null
  sameContent: IngestContext['sameContent']
  isMessageIdReused: boolean
  /** Some ticket is named by the mail, or names it. */
  isConversationKnown: boolean
  namedOutbound: IngestContext['namedOutbound'] | null
  alikeLately: number
  openedLately: number
  isBehindHeld: boolean
}

/**
 * Of each mail the people and mails that it names. Whether the sender is one of the tenant's own people is asked for a
 * mail that passes on another, and for no other.
 */
export async function readPeople(
  db: TenantSql,
  sought: SoughtMail[],
  { ticketsPerSenderAndHour }: Pick<Installation, 'ticketsPerSenderAndHour'>,
): Promise<PeopleRow[]> {
  return db.$queryRaw<PeopleRow[]>`
    SELECT
      ${customerWith(Prisma.sql`x."senderKey"`)} AS sender,
      CASE WHEN x."originalKey" IS NOT NULL THEN ${customerWith(Prisma.sql`x."originalKey"`)} END AS original,
      CASE WHEN x."originalKey" IS NOT NULL THEN postino_find_agent(x."senderKey") END AS "agentId",
      (SELECT json_agg(json_build_object('key', address_key, 'isOwn', reason = 'own_address'))
        FROM blocked_address WHERE address_key = ANY(x."addressKeys")) AS blocked,
      (SELECT json_build_object('messageId', message_id, 'ticketId', ticket_id)
        FROM message_key WHERE kind = 'content' AND key = x."contentKey") AS "sameContent",
      EXISTS (SELECT 1 FROM message_key WHERE kind = 'message_id' AND key = ANY(x."messageIds")) AS "isMessageIdReused",
      x."hasTokens"
        OR EXISTS (SELECT 1 FROM message_key WHERE kind = 'message_id' AND key = ANY(x."parentIds" || x."messageIds"))
        OR EXISTS (SELECT 1 FROM message_key WHERE kind = 'alias' AND key = ANY(x."parentIds" || x."messageIds"))
        OR EXISTS (SELECT 1 FROM further_message_key
          WHERE kind IN ('message_id', 'alias') AND key = ANY(x."parentIds" || x."messageIds"))
        AS "isConversationKnown",
      ${namedOutbound} AS "namedOutbound",
      (SELECT count(*)::int FROM (
        SELECT 1 FROM customer_address a JOIN ticket t ON t.customer_id = a.customer_id
        WHERE a.address_key = x."senderKey" AND a.last_confirmed_at > x."receivedAt" - interval '1 day'
          AND t.last_message_at > x."receivedAt" - interval '1 hour' AND t.last_message_at <= x."receivedAt"
          AND regexp_replace(t.subject, '[0-9]+', '', 'g') = regexp_replace(x.subject, '[0-9]+', '', 'g')
        LIMIT 20) alike) AS "alikeLately",
      -- Each order names its index: of who wrote very much only the nearest rows are read.
      (SELECT count(*) FILTER (WHERE opened.at > coalesce(x."knownBefore", now()) - interval '1 hour')::int FROM (
        SELECT t.created_at AS at FROM ticket t
        WHERE t.customer_id = (SELECT customer_id FROM customer_address WHERE address_key = x."senderKey")
          AND (x."knownBefore" IS NULL OR t.created_at < x."knownBefore")
        ORDER BY t.created_at DESC LIMIT ${ticketsPerSenderAndHour}) opened) AS "openedLately",
      x."knownBefore" IS NULL AND coalesce((
        SELECT (r.received_at, r.id) < (x."receivedAt", x."rawMailId") FROM raw_mail r
        WHERE r.held_customer_id = (SELECT customer_id FROM customer_address WHERE address_key = x."senderKey")
        ORDER BY r.received_at, r.id LIMIT 1), false)
        AS "isBehindHeld"
    FROM jsonb_to_recordset(${JSON.stringify(sought.map(namesOf))}::jsonb) AS x(nth int, "senderKey" text,
      "originalKey" text, "addressKeys" text[], "contentKey" text, "messageIds" text[], "parentIds" text[],
      "namedIds" text[], "envelopeId" uuid, "hasTokens" boolean, subject text, "receivedAt" timestamptz,
      "rawMailId" uuid, "knownBefore" timestamptz)
    ORDER BY x.nth`
}

const customerWith = (addressKey: Prisma.Sql): Prisma.Sql => Prisma.sql`(SELECT row_to_json(s) FROM (
  SELECT c.id AS "customerId", a.id AS "addressId", c.name, c.organization_id AS "organizationId",
    c.registered_at IS NOT NULL AS "isRegistered", a.last_confirmed_at AS "lastConfirmedAt"
  FROM customer_address a JOIN customer c ON c.id = a.customer_id
  WHERE a.address_key = ${addressKey}) s)`

/** The mails of ours that mail `x` speaks of: by our id, by what we called them at handing over, or a provider's id. */
const namedOutbound = Prisma.sql`(SELECT json_agg(json_build_object(
    'outboundMailId', o.id, 'messageIdHeader', o.named, 'ticketId', o.ticket_id,
    'recipients', (SELECT coalesce(json_agg(r->>'address'), '[]') FROM jsonb_array_elements(o.recipients) r)))
  FROM (
    SELECT id, message_id_header AS named, ticket_id, recipients FROM outbound_mail
    WHERE message_id_header = ANY(x."namedIds")
    UNION ALL
    SELECT id, x."envelopeId"::text, ticket_id, recipients FROM outbound_mail WHERE id = x."envelopeId"
    UNION ALL
    -- What a provider calls it. A confirmation is no message: its key names the ticket alone.
    SELECT m.id, k.key, m.ticket_id, m.recipients FROM message_key k
    CROSS JOIN LATERAL (
      (SELECT id, ticket_id, recipients, message_id_header FROM outbound_mail
        WHERE message_id = k.message_id LIMIT 5)
      UNION ALL
      (SELECT id, ticket_id, recipients, message_id_header FROM outbound_mail
        WHERE k.message_id IS NULL AND ticket_id = k.ticket_id AND kind = 'confirmation' LIMIT 5)) m
    WHERE k.kind = 'message_id' AND k.key = ANY(x."namedIds") AND m.message_id_header <> ALL(x."namedIds")
  ) o)`

const namesOf = (sought: SoughtMail, nth: number) => {
  const { mail, tokens } = sought
  const { from, messageIds, parentIds } = mail.facts
  return {
    nth,
    senderKey: from ? addressKey(from.address) : '',
    originalKey: originalKeyOf(sought),
    addressKeys: addressKeys(sought),
    contentKey: mail.contentKey,
    messageIds,
    parentIds,
    namedIds: namedIds(mail),
    envelopeId: envelopeId(mail),
    hasTokens: tokens.length > 0,
    subject: mail.facts.subject,
    receivedAt: mail.raw.receivedAt,
    rawMailId: mail.raw.id,
    knownBefore: sought.knownBefore,
  }
}

/** Of everybody whom a mail names: who wrote, who is answered, who got it, and whose mail it passes on. */
export function addressKeys(sought: SoughtMail): string[] {
  const { from, replyTo, to, cc } = sought.mail.facts
  const keys = [...(from ? [from] : []), ...replyTo, ...to, ...cc].map((one) => addressKey(one.address))
  const originalKey = originalKeyOf(sought)
  return [...new Set([...keys, ...(originalKey === null ? [] : [originalKey])])]
}

const originalKeyOf = ({ text: { forwarded } }: SoughtMail): string | null =>
  forwarded?.from ? addressKey(forwarded.from) : null

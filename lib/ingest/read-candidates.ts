import { Prisma } from '@/lib/db/generated/client'
import type { TenantSql } from '@/lib/db/tenant-sql'
import { firstIdAt } from '@/lib/ids'
import { addressKey } from '@/lib/mail/address'
import { ancestorsFlag } from './conversation'
import type { SoughtMail, VerifiedToken } from './gather'
import type { TicketCandidate } from './types'

/**
 * The tickets that a mail names or that name it, and those that are tied to these. Each look-up stands in a subquery
 * with a limit of its own: joined, they are planned by what the tables held when the statement was prepared, and an
 * installation begins with empty ones.
 */
export async function readCandidates(db: TenantSql, sought: SoughtMail): Promise<TicketCandidate[]> {
  const { mail, tokens, knownBefore } = sought
  const parentIds = [...mail.facts.parentIds]
  const ownIds = [...mail.facts.messageIds]
  if (tokens.length === 0 && parentIds.length === 0 && ownIds.length === 0) return []
  const known: Known = {
    before: Prisma.sql`coalesce(${knownBefore ?? null}::timestamptz, 'infinity')`,
    untilId: Prisma.sql`${knownBefore ? firstIdAt(knownBefore) : lastId}::uuid`,
  }
  const found = await db.$queryRaw<TicketCandidate[]>`
    WITH RECURSIVE named AS (
      ${namedByTokens(placed(tokens, parentIds))}
      UNION ALL
      ${namedByAncestors(parentIds, known)}
      UNION ALL
      ${namedByDescendants(ownIds, known)}
      UNION ALL
      ${sameLetter(mail, ownIds, known)}
    ), around AS (
      SELECT ticket_id FROM named
      UNION
      SELECT l.ticket_id FROM around a CROSS JOIN LATERAL (
        SELECT to_ticket_id AS ticket_id FROM ticket_link WHERE from_ticket_id = a.ticket_id AND ties > 0
        UNION ALL
        SELECT from_ticket_id FROM ticket_link WHERE to_ticket_id = a.ticket_id
          AND (ties > 0 OR kind = 'continues' AND from_ticket_id < ${known.untilId})) l
    ), found AS (
      SELECT * FROM named
      UNION ALL
      SELECT a.ticket_id, 'tied', '', 1000 FROM (SELECT ticket_id FROM around LIMIT 50) a
      WHERE NOT EXISTS (SELECT 1 FROM named n WHERE n.ticket_id = a.ticket_id)
    )
    SELECT DISTINCT ON (t.id, n.how) t.id AS "ticketId", t.number, t.version, s.phase, t.closed_at AS "closedAt",
      q.reopen_policy AS "reopenPolicy", q.reopen_days AS "reopenDays", n.how, n.evidence, n.distance,
      ${participantKeys(known)} AS "participantKeys",
      CASE WHEN replied.is_answered THEN '{}'::text[] ELSE ${addressedKeys(known)} END AS "invitedKeys",
      replied.is_answered AS "isAnswered",
      -- Whose it is says nothing of whose it was.
      ${knownBefore === undefined}::boolean AND t.assignee_id IS NOT NULL
        OR EXISTS (SELECT 1 FROM message WHERE ticket_id = t.id AND kind = 'note' AND received_at < ${known.before})
        OR EXISTS (SELECT 1 FROM audit_entry
          WHERE ticket_id = t.id AND actor_kind IN ('agent', 'api-key') AND at < ${known.before}) AS "isTouched",
      ${ties} AS ties,
      ARRAY(SELECT to_ticket_id::text FROM ticket_link WHERE from_ticket_id = t.id AND kind = 'continues' LIMIT 20)
        AS "continues",
      CASE WHEN n.distance > 1 AND n.how <> 'token' THEN '{}'::text[] ELSE ARRAY(
        SELECT left(visible_text, 8000) FROM message WHERE ticket_id = t.id AND kind IN ('inbound', 'reply')
        ORDER BY received_at DESC, id DESC LIMIT 5
      ) END AS "earlierTexts"
    FROM found n
    CROSS JOIN LATERAL (SELECT * FROM ticket WHERE id = n.ticket_id LIMIT 1) t
    CROSS JOIN LATERAL (SELECT EXISTS (
      SELECT 1 FROM message WHERE ticket_id = t.id AND kind = 'reply' AND received_at < ${known.before}) AS is_answered
    ) replied
    JOIN ticket_state s ON s.id = t.state_id
    JOIN queue q ON q.id = t.queue_id
    ORDER BY t.id, n.how, n.distance
    LIMIT 100`
  const hasAncestor = found.some(({ how }) => how === 'parent')
  return hasAncestor && tokens.some(({ isInText }) => isInText) ? found.filter(isNoToken) : found
}

/** Up to when something counts as known: a moment, and, as ids are made in the order of time, the first id after it. */
interface Known {
  before: Prisma.Sql
  untilId: Prisma.Sql
}

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** Where each mark stands: an id in the chain of the mail's ancestors, an address behind them all. */
const placed = (tokens: readonly VerifiedToken[], parentIds: readonly string[]) =>
  tokens.map((token, index) => {
    const at = parentIds.indexOf(token.evidence)
    return { ...token, distance: at < 0 ? parentIds.length + index : at }
  })

/** A ticket that was merged into another leads there. */
const namedByTokens = (tokens: ReturnType<typeof placed>): Prisma.Sql => Prisma.sql`
  SELECT t.id AS ticket_id, 'token' AS how, x.evidence, x.distance
  FROM jsonb_to_recordset(${JSON.stringify(tokens)}::jsonb)
    AS x("ticketId" uuid, "ticketNumber" int, evidence text, distance int)
  CROSS JOIN LATERAL (
    (SELECT id FROM ticket WHERE id = x."ticketId" LIMIT 1)
    UNION
    (SELECT id FROM ticket WHERE number = x."ticketNumber" LIMIT 1)
    UNION
    (SELECT into_ticket_id FROM merged_ticket WHERE id = x."ticketId" LIMIT 1)
    UNION
    (SELECT into_ticket_id FROM merged_ticket WHERE number = x."ticketNumber" LIMIT 1)) t`

/** By the mails that it answers, and by others that answer the same. */
const namedByAncestors = (parentIds: readonly string[], { before }: Known): Prisma.Sql => Prisma.sql`
  SELECT k.ticket_id, CASE k.kind WHEN 'message_id' THEN 'parent' ELSE 'sibling' END, p.id, p.position::int - 1
  FROM unnest(${parentIds}::text[]) WITH ORDINALITY AS p(id, position)
  CROSS JOIN LATERAL (
    (SELECT kind, ticket_id, created_at FROM message_key
      WHERE kind IN ('message_id', 'alias') AND key = p.id LIMIT 2)
    UNION ALL
    (SELECT kind, ticket_id, created_at FROM further_message_key
      WHERE kind IN ('message_id', 'alias') AND key = p.id LIMIT 20)) k
  WHERE k.created_at < ${before}`

/** By the mails that answer it and came before it. */
const namedByDescendants = (ownIds: readonly string[], { before }: Known): Prisma.Sql => Prisma.sql`
  SELECT k.ticket_id, 'child', k.key, 0 FROM (
    SELECT key, ticket_id, created_at FROM message_key WHERE kind = 'alias' AND key = ANY(${ownIds}::text[])
    UNION ALL
    (SELECT key, ticket_id, created_at FROM further_message_key
      WHERE kind = 'alias' AND key = ANY(${ownIds}::text[]) LIMIT 20)) k
  WHERE k.created_at < ${before}`

/** The same letter in another form: a list added its footer to one of two copies. */
const sameLetter = (
  { facts: { from, date } }: SoughtMail['mail'],
  ownIds: readonly string[],
  { before }: Known,
): Prisma.Sql => Prisma.sql`
  SELECT m.ticket_id, 'sibling', k.key, 0 FROM (
    SELECT key, message_id, created_at FROM message_key WHERE kind = 'message_id' AND key = ANY(${ownIds}::text[])) k
  CROSS JOIN LATERAL (SELECT ticket_id, from_address, sent_at FROM message WHERE id = k.message_id LIMIT 1) m
  WHERE lower(m.from_address) = ${from ? addressKey(from) : ''} AND m.sent_at = ${date}::timestamptz
    AND k.created_at < ${before}`

/** Of ticket `t`: its customer, whoever wrote into it, with all their addresses, and to whom we wrote. */
const participantKeys = ({ before, untilId }: Known): Prisma.Sql => Prisma.sql`ARRAY(
  SELECT address_key FROM customer_address WHERE customer_id = t.customer_id
  UNION
  SELECT a.address_key FROM message m JOIN customer_address a ON a.customer_id = m.customer_id
  WHERE m.ticket_id = t.id AND m.kind = 'inbound' AND coalesce(m.join_state, 'accepted') = 'accepted' AND m.id < ${untilId}
  UNION
  SELECT lower(from_address) FROM message WHERE ticket_id = t.id AND kind = 'inbound'
    AND coalesce(join_state, 'accepted') = 'accepted' AND from_address <> '' AND id < ${untilId}
  UNION
  SELECT lower(r->>'address') FROM outbound_mail o, jsonb_array_elements(o.recipients) r
  WHERE o.ticket_id = t.id AND o.kind = 'reply' AND o.created_at < ${before})`

/** Of ticket `t`: to whom mail was written whose sender it vouches for. */
const addressedKeys = ({ untilId }: Known): Prisma.Sql => Prisma.sql`ARRAY(
  SELECT DISTINCT lower(r->>'address') FROM message m, jsonb_array_elements(m.to_addresses || m.cc_addresses) r
  WHERE m.ticket_id = t.id AND m.kind = 'inbound' AND coalesce(m.join_state, 'accepted') = 'accepted'
    AND (m.authentication = 'pass' OR m.authentication = 'none' AND NOT ${ancestorsFlag} = ANY(m.flags))
    AND m.id < ${untilId}
  LIMIT 500)`

/** Of ticket `t`: its links, the two directions of each seen from its side. */
const ties = Prisma.sql`(
  SELECT coalesce(json_agg(json_build_object('ticketId', l.ticket_id, 'bits', l.bits)), '[]') FROM (
    SELECT to_ticket_id AS ticket_id, ties AS bits FROM ticket_link WHERE from_ticket_id = t.id AND ties > 0
    UNION ALL
    SELECT from_ticket_id, (ties & 4) | ((ties & 1) << 1) | ((ties & 2) >> 1) FROM ticket_link
    WHERE to_ticket_id = t.id AND ties > 0 LIMIT 100) l)`

const isNoToken = ({ how }: TicketCandidate): boolean => how !== 'token'

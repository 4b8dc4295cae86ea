import type { TenantSql } from '@/lib/db/tenant-sql'
import type { TenantReads } from '@/lib/db/with-tenant'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { auditRows, systemActor } from './audit'

/** A ticket as a decision saw it. */
export interface SeenTicket {
  ticketId: string
  number: number
  version: number
}

/**
 * Until the transaction ends nobody else of the tenant adds a mail to a ticket or makes one from a mail: of two mails of
 * one conversation that arrive together, the second finds the first. A new ticket takes the same lock with its number.
 */
export async function lockConversations(db: TenantReads): Promise<void> {
  await db.$queryRaw`SELECT 1 FROM ticket_counter FOR UPDATE`
}

/**
 * Locks tickets that a decision rests on and that it may change.
 *
 * @throws AppError `stale_version` when one of them was changed since it was gathered
 */
export async function lockSeenTickets(db: TenantSql, seen: readonly SeenTicket[]): Promise<void> {
  if (seen.length === 0) return
  const rows = await db.$queryRaw<{ id: string; version: number }[]>`
    SELECT id, version FROM ticket WHERE id = ANY(${seen.map((one) => one.ticketId)}::uuid[]) ORDER BY id FOR UPDATE`
  const versions = new Map(rows.map(({ id, version }) => [id, version]))
  if (seen.some(({ ticketId, version }) => versions.get(ticketId) !== version))
    throw new AppError('stale_version', 'a ticket of the conversation was changed meanwhile')
}

/** What a message brings together without making it one: kept, and asked again when more people are known. */
export interface NewTies {
  ticketId: string
  /** `bits`: how this ticket is tied to the other. */
  others: { ticketId: string; bits: number }[]
  keys: { kind: 'message_id' | 'alias'; key: string }[]
}

/**
 * Links a ticket with others of its conversation, and keeps those ids of its message that led elsewhere before. The
 * others count as changed: whoever decides on one of them at this moment decides again.
 */
export async function noteTies(db: TenantSql, { ticketId, others, keys }: NewTies): Promise<void> {
  const links = others.map((other) => ({ id: newId(), to: other.ticketId, bits: other.bits }))
  await db.$executeRaw`
    WITH linked AS (
      INSERT INTO ticket_link (id, from_ticket_id, to_ticket_id, kind, ties)
      SELECT l.id, ${ticketId}::uuid, l.to, 'possibly_related', l.bits
      FROM jsonb_to_recordset(${JSON.stringify(links)}::jsonb) AS l(id uuid, "to" uuid, bits smallint)
      ON CONFLICT (tenant_id, from_ticket_id, to_ticket_id, kind) DO UPDATE SET ties = ticket_link.ties | excluded.ties
    ), kept AS (
      INSERT INTO further_message_key (kind, key, ticket_id)
      SELECT k.kind, k.key, ${ticketId}::uuid
      FROM jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS k(kind message_key_kind, key text)
      JOIN message_key m ON m.kind = k.kind AND m.key = k.key AND m.ticket_id <> ${ticketId}::uuid
      ON CONFLICT DO NOTHING
    )
    UPDATE ticket SET version = version + 1 WHERE id = ANY(${others.map((other) => other.ticketId)}::uuid[])`
}

/**
 * Tickets become part of another: every message with its files, deliveries, sent mails, ids and history is there from
 * now on, their numbers and marks lead there, and it is found in their queues. The caller holds all of them (`lockSeenTickets`) and has seen that
 * nobody answered.
 */
export async function mergeTickets(
  db: TenantSql,
  merge: { intoTicketId: string; from: readonly SeenTicket[]; at: Date },
): Promise<void> {
  const into = merge.intoTicketId
  const from = merge.from.map(({ ticketId }) => ticketId)
  await moveContents(db, into, from)
  await moveLinks(db, into, from)
  const notes = merge.from.map(({ number }) => ({ action: 'ticket_merged' as const, details: { number } }))
  await db.$executeRaw`
    WITH gone AS (
      DELETE FROM ticket WHERE id = ANY(${from}::uuid[])
      RETURNING id, number, message_count, unanswered_since, last_message_at, excerpt, queue_id, also_queue_ids
    ), led AS (
      INSERT INTO merged_ticket (id, number, into_ticket_id, merged_at)
      SELECT id, number, ${into}::uuid, ${merge.at}::timestamptz FROM gone
    ), noted AS (
      INSERT INTO audit_entry (id, ticket_id, actor_kind, actor_id, action, details, at)
      SELECT n.id, ${into}::uuid, n.actor_kind, n.actor_id, n.action, n.details, n.at
      FROM jsonb_to_recordset(${auditRows(systemActor, notes, merge.at)}::jsonb)
        AS n(id uuid, actor_kind text, actor_id uuid, action text, details jsonb, at timestamptz)
    )
    UPDATE ticket t SET version = t.version + 1,
      message_count = t.message_count + g.message_count,
      unanswered_since = least(t.unanswered_since, g.unanswered_since),
      last_message_at = greatest(t.last_message_at, g.last_message_at),
      -- Nobody loses a ticket from his queue, unless somebody chose the queue of the one that stays.
      also_queue_ids = CASE WHEN t.also_queue_ids = '{}' THEN '{}' ELSE nullif(ARRAY(
        SELECT DISTINCT q FROM (
          SELECT unnest(t.also_queue_ids) AS q UNION ALL SELECT unnest(array_append(also_queue_ids, queue_id)) FROM gone) x
        WHERE q <> t.queue_id ORDER BY q), '{}') END,
      excerpt = CASE WHEN g.last_message_at > t.last_message_at THEN g.excerpt ELSE t.excerpt END
    FROM (
      SELECT sum(message_count)::int AS message_count, min(unanswered_since) AS unanswered_since,
        max(last_message_at) AS last_message_at, (array_agg(excerpt ORDER BY last_message_at DESC))[1] AS excerpt
      FROM gone) g
    WHERE t.id = ${into}::uuid`
}

async function moveContents(db: TenantSql, into: string, from: string[]): Promise<void> {
  await db.$executeRaw`
    WITH messages AS (UPDATE message SET ticket_id = ${into}::uuid WHERE ticket_id = ANY(${from}::uuid[])),
      deliveries AS (UPDATE raw_mail SET ticket_id = ${into}::uuid WHERE ticket_id = ANY(${from}::uuid[])),
      sent AS (UPDATE outbound_mail SET ticket_id = ${into}::uuid WHERE ticket_id = ANY(${from}::uuid[])),
      keys AS (UPDATE message_key SET ticket_id = ${into}::uuid WHERE ticket_id = ANY(${from}::uuid[])),
      history AS (
        UPDATE audit_entry e SET ticket_id = ${into}::uuid, details = CASE WHEN e.action = 'ticket_created'
          THEN jsonb_build_object('number', t.number) || e.details ELSE e.details END
        FROM ticket t WHERE t.id = e.ticket_id AND e.ticket_id = ANY(${from}::uuid[])),
      appointments AS (UPDATE appointment SET ticket_id = ${into}::uuid WHERE ticket_id = ANY(${from}::uuid[])),
      earlier AS (UPDATE merged_ticket SET into_ticket_id = ${into}::uuid WHERE into_ticket_id = ANY(${from}::uuid[])),
      further AS (DELETE FROM further_message_key WHERE ticket_id = ANY(${from}::uuid[]) RETURNING kind, key, created_at)
    INSERT INTO further_message_key (kind, key, ticket_id, created_at)
    SELECT kind, key, ${into}::uuid, min(created_at) FROM further GROUP BY kind, key
    ON CONFLICT DO NOTHING`
}

async function moveLinks(db: TenantSql, into: string, from: string[]): Promise<void> {
  await db.$executeRaw`
    WITH old AS (
      DELETE FROM ticket_link WHERE from_ticket_id = ANY(${from}::uuid[]) OR to_ticket_id = ANY(${from}::uuid[])
      RETURNING id, kind, ties, created_at,
        CASE WHEN from_ticket_id = ANY(${from}::uuid[]) THEN ${into}::uuid ELSE from_ticket_id END AS a,
        CASE WHEN to_ticket_id = ANY(${from}::uuid[]) THEN ${into}::uuid ELSE to_ticket_id END AS b
    )
    INSERT INTO ticket_link (id, from_ticket_id, to_ticket_id, kind, ties, created_at)
    SELECT (array_agg(id ORDER BY created_at, id))[1], a, b, kind, bit_or(ties), min(created_at)
    FROM old WHERE a <> b GROUP BY a, b, kind
    ON CONFLICT (tenant_id, from_ticket_id, to_ticket_id, kind) DO UPDATE SET ties = ticket_link.ties | excluded.ties`
}

/** Where a ticket is that is no more: null when there never was one. */
export async function findMergedInto(
  db: TenantReads,
  which: { ticketId: string } | { number: number },
): Promise<string | null> {
  const [row] =
    'number' in which
      ? await db.$queryRaw<{ into: string }[]>`
          SELECT into_ticket_id AS into FROM merged_ticket WHERE number = ${which.number}::int`
      : await db.$queryRaw<{ into: string }[]>`
          SELECT into_ticket_id AS into FROM merged_ticket WHERE id = ${which.ticketId}::uuid`
  return row?.into ?? null
}

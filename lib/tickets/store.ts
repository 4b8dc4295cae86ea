import type { TenantSql } from '@/lib/db/tenant-sql'
import type { TenantDb, TenantReads } from '@/lib/db/with-tenant'
import { AppError, notFound } from '@/lib/errors'
import { type AuditActor, type AuditNote, auditRows } from './audit'
import { findMergedInto } from './merge-store'
import type { StateFacts, TicketFacts, TicketPatch } from './rules'
import type { StatePhase } from './types'

export interface LockedTicket extends TicketFacts {
  subject: string
  queueId: string
  queueName: string
  assigneeName: string | null
  customerId: string
  mailboxId: string
  organizationId: string | null
  /** Other queues where it is found as well. */
  alsoQueueIds: string[]
  nextState: StateFacts | null
}

interface TicketRow extends Omit<LockedTicket, 'state'> {
  stateId: string
  stateName: string
  phase: StatePhase
  position: number
}

/**
 * The ticket as it stands, and ours until the transaction ends; with the state it may be about to get. For one that
 * became part of another, that one.
 *
 * @throws AppError `not_found` for the ticket and for that state
 */
export async function lockTicket(
  db: TenantSql,
  ticketId: string,
  nextStateId: string | null = null,
): Promise<LockedTicket> {
  // Locked before it is joined: who had to wait would else compare the new row with the old state's and find nothing.
  const [row] = await db.$queryRaw<TicketRow[]>`
    WITH t AS (SELECT * FROM ticket WHERE id = ${ticketId}::uuid FOR UPDATE)
    SELECT t.id, t.number, t.version, t.subject, t.queue_id AS "queueId", q.name AS "queueName",
      t.state_id AS "stateId", s.name AS "stateName", s.phase, s.position,
      t.assignee_id AS "assigneeId", m.display_name AS "assigneeName", t.customer_id AS "customerId",
      t.organization_id AS "organizationId", t.mailbox_id AS "mailboxId",
      coalesce(t.also_queue_ids, '{}') AS "alsoQueueIds", t.unanswered_since AS "unansweredSince",
      t.last_message_at AS "lastMessageAt", t.closed_at AS "closedAt",
      (SELECT json_build_object('id', n.id, 'name', n.name, 'phase', n.phase, 'position', n.position)
        FROM ticket_state n WHERE n.id = ${nextStateId}::uuid) AS "nextState"
    FROM t
    JOIN ticket_state s ON s.id = t.state_id
    JOIN queue q ON q.id = t.queue_id
    LEFT JOIN membership m ON m.id = t.assignee_id`
  if (!row) {
    const intoTicketId = await findMergedInto(db, { ticketId })
    if (intoTicketId === null) throw notFound('ticket')
    return lockTicket(db, intoTicketId, nextStateId)
  }
  if (nextStateId !== null && row.nextState === null) throw notFound('state')
  const { stateId, stateName, phase, position, ...ticket } = row
  return { ...ticket, state: { id: stateId, name: stateName, phase, position } }
}

/** Whether choosing this queue changes anything: another one, or of several in which it is found the one where it stands. */
export const isQueueChoice = ({ queueId, alsoQueueIds }: LockedTicket, chosenId: string): boolean =>
  chosenId !== queueId || alsoQueueIds.length > 0

/** The tenant's states, in order. */
export async function listStates(db: TenantSql): Promise<StateFacts[]> {
  return db.$queryRaw<StateFacts[]>`
    SELECT id, name, phase, position FROM ticket_state ORDER BY position, id`
}

/**
 * Writes what changed, with its history, and raises the version: one statement.
 *
 * @throws AppError `stale_version` when the ticket is no longer the one that was read
 */
export async function saveTicket(
  db: TenantSql,
  ticket: Pick<TicketFacts, 'id' | 'version'>,
  patch: TicketPatch,
  history: { actor: AuditActor; notes: AuditNote[]; at: Date },
): Promise<{ number: number; version: number }> {
  const has = (key: keyof TicketPatch): boolean => patch[key] !== undefined
  const [row] = await db.$queryRaw<{ number: number; version: number }[]>`
    WITH changed AS (
      UPDATE ticket SET
        state_id = coalesce(${patch.state?.id ?? null}::uuid, state_id),
        queue_id = coalesce(${patch.queueId ?? null}::uuid, queue_id),
        -- Whoever chooses a queue decides about the others that mails brought it to.
        also_queue_ids = CASE WHEN ${has('queueId')} THEN '{}' ELSE also_queue_ids END,
        mailbox_id = coalesce(${patch.mailboxId ?? null}::uuid, mailbox_id),
        customer_id = coalesce(${patch.customerId ?? null}::uuid, customer_id),
        organization_id = CASE WHEN ${has('organizationId')} THEN ${patch.organizationId ?? null}::uuid ELSE organization_id END,
        excerpt = coalesce(${patch.excerpt ?? null}::text, excerpt),
        last_message_at = coalesce(${patch.lastMessageAt ?? null}::timestamptz, last_message_at),
        assignee_id = CASE WHEN ${has('assigneeId')} THEN ${patch.assigneeId ?? null}::uuid ELSE assignee_id END,
        unanswered_since = CASE WHEN ${has('unansweredSince')}
          THEN ${patch.unansweredSince ?? null}::timestamptz ELSE unanswered_since END,
        closed_at = CASE WHEN ${has('closedAt')} THEN ${patch.closedAt ?? null}::timestamptz ELSE closed_at END,
        message_count = message_count + ${patch.addedMessages ?? 0}::int,
        version = version + 1
      WHERE id = ${ticket.id}::uuid AND version = ${ticket.version}::int
      RETURNING id, number, version
    ), noted AS (
      INSERT INTO audit_entry (id, ticket_id, actor_kind, actor_id, action, details, at)
      SELECT n.id, changed.id, n.actor_kind, n.actor_id, n.action, n.details, n.at
      FROM changed, jsonb_to_recordset(${auditRows(history.actor, history.notes, history.at)}::jsonb)
        AS n(id uuid, actor_kind text, actor_id uuid, action text, details jsonb, at timestamptz)
    )
    SELECT number, version FROM changed`
  if (!row) throw new AppError('stale_version', 'the ticket was changed meanwhile')
  return row
}

/** What an idempotency key already stands for. */
export async function findWrittenMessage(
  db: TenantReads,
  messageId: string,
): Promise<{
  id: string
  ticketId: string
  kind: 'inbound' | 'reply' | 'note'
  html: string | null
  outboundMailId: string | null
} | null> {
  const [row] = await db.$queryRaw<NonNullable<Awaited<ReturnType<typeof findWrittenMessage>>>[]>`
    SELECT m.id, m.ticket_id AS "ticketId", m.kind, m.html,
      (SELECT o.id FROM outbound_mail o WHERE o.message_id = m.id LIMIT 1) AS "outboundMailId"
    FROM message m WHERE m.id = ${messageId}::uuid`
  return row ?? null
}

export async function findActiveAgentName(db: TenantReads, membershipId: string): Promise<string | null> {
  const [row] = await db.$queryRaw<{ name: string }[]>`
    SELECT display_name AS name FROM membership WHERE id = ${membershipId}::uuid AND deactivated_at IS NULL`
  return row?.name ?? null
}

export async function findQueueName(db: TenantDb, queueId: string): Promise<string | null> {
  const row = await db.queue.findFirst({ where: { id: queueId }, select: { name: true } })
  return row?.name ?? null
}

/** Where new and reopened tickets stand. */
export async function findOpeningState(db: TenantDb): Promise<StateFacts | null> {
  const [row] = await db.$queryRaw<StateFacts[]>`
    SELECT id, name, phase, position FROM ticket_state WHERE is_default_opening`
  return row ?? null
}

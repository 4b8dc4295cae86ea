import { Prisma } from '@/lib/db/generated/client'
import type { TenantReads } from '@/lib/db/with-tenant'
import type { InboxOverview } from './types'

export type OverviewRow = Omit<InboxOverview, 'me' | 'maySeeSettings' | 'alarms' | 'outage'>

/** Counting stops here: a thousand and more look alike in a menu, and nobody waits for the exact number. */
const countCap = 1_000

/**
 * Of a state with more tickets than this its newest are looked at: beyond, a count of some of them may be too low, and
 * the time it takes stays the same.
 */
const openCap = 5_000

/**
 * Everything beside the list, in one statement. The open tickets are counted where they are found, in an index that holds
 * all of it: going through it twice takes less than keeping what was found.
 */
export async function readOverview(db: TenantReads, membershipId: string): Promise<OverviewRow> {
  const [row] = await db.$queryRaw<OverviewRow[]>`
    WITH by_queue AS MATERIALIZED (
      SELECT x.queue_id, sum(x.open) AS open, sum(x.mine) AS mine, sum(x.unassigned) AS unassigned
      FROM (SELECT id FROM ticket_state WHERE phase <> 'closing') s CROSS JOIN LATERAL (
        SELECT queue_id, count(*) AS open, count(*) FILTER (WHERE assignee_id = ${membershipId}::uuid) AS mine,
          count(*) FILTER (WHERE assignee_id IS NULL) AS unassigned
        FROM (
          SELECT t.queue_id, t.assignee_id FROM ticket t WHERE t.state_id = s.id
          ORDER BY t.last_message_at DESC, t.id DESC LIMIT ${openCap}::int) newest
        GROUP BY queue_id) x
      GROUP BY x.queue_id
    ), also_by_queue AS MATERIALIZED (
      SELECT q.id, count(*) AS open
      FROM (SELECT id FROM ticket_state WHERE phase <> 'closing') s CROSS JOIN LATERAL (
        SELECT t.also_queue_ids FROM ticket t WHERE t.state_id = s.id AND t.also_queue_ids <> '{}'
        ORDER BY t.last_message_at DESC, t.id DESC LIMIT ${countCap}::int) x
      CROSS JOIN unnest(x.also_queue_ids) AS q(id)
      GROUP BY q.id
    ), views AS (
      SELECT sum(open) AS open, sum(mine) AS mine, sum(unassigned) AS unassigned FROM by_queue
    )
    SELECT json_build_object('open', ${capped(Prisma.sql`v.open`)}, 'mine', ${capped(Prisma.sql`v.mine`)},
        'unassigned', ${capped(Prisma.sql`v.unassigned`)},
        'unregistered', (SELECT ${capped(Prisma.sql`count(*)`)} FROM (
            SELECT id FROM ticket_state WHERE phase <> 'closing') s
          CROSS JOIN LATERAL (SELECT t.customer_id FROM ticket t WHERE t.state_id = s.id
            ORDER BY t.last_message_at DESC, t.id DESC LIMIT ${openCap}::int) x
          JOIN customer u ON u.id = x.customer_id WHERE u.registered_at IS NULL),
        'joins', (SELECT count(*) FROM (SELECT DISTINCT ticket_id FROM message WHERE join_state = 'pending'
          LIMIT ${countCap}::int) x),
        'closed', (SELECT ${capped(Prisma.sql`count(*)`)} FROM (SELECT id FROM ticket_state WHERE phase = 'closing') s
          CROSS JOIN LATERAL (SELECT 1 FROM ticket t WHERE t.state_id = s.id
            ORDER BY t.last_message_at DESC, t.id DESC LIMIT ${countCap}::int) x),
        'all', (SELECT count(*) FROM (SELECT 1 FROM ticket ORDER BY number LIMIT ${countCap}::int) x)) AS views,
      (SELECT coalesce(json_agg(json_build_object('id', q.id, 'name', q.name, 'hue', q.hue, 'openCount',
          ${capped(Prisma.sql`coalesce(b.open, 0) + coalesce(a.open, 0)`)}) ORDER BY q.position, q.id), '[]')
        FROM queue q LEFT JOIN by_queue b ON b.queue_id = q.id LEFT JOIN also_by_queue a ON a.id = q.id) AS queues,
      (${statesJson}) AS states, (${agentsJson}) AS agents,
      (SELECT count(*)::int FROM (SELECT 1 FROM raw_mail WHERE state = 'quarantined' LIMIT ${countCap}::int) x)
        AS "quarantineCount"
    FROM views v`
  if (!row) throw new Error('a sum over everything gives one row')
  return row
}

const capped = (count: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`least(coalesce(${count}, 0), ${countCap}::int)::int`

const statesJson = Prisma.sql`
  SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'hue', hue, 'phase', phase)
    ORDER BY position, id), '[]') FROM ticket_state`

const agentsJson = Prisma.sql`
  SELECT coalesce(json_agg(json_build_object('id', id, 'name', display_name) ORDER BY display_name, id), '[]')
  FROM membership WHERE deactivated_at IS NULL`

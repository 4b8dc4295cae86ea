import { Prisma } from '@/lib/db/generated/client'
import type { TenantDb } from '@/lib/db/with-tenant'
import { type InboxOverview, ticketViews } from './types'

export type OverviewRow = Omit<InboxOverview, 'me' | 'alarms'>

/** Counting stops here: a thousand and more look alike in a menu, and nobody waits for the exact number. */
export const countCap = 1_000

/** Everything beside the list, in one statement. */
export async function readOverview(db: TenantDb, membershipId: string): Promise<OverviewRow> {
  const open = Prisma.sql`t.state_id = ANY(ARRAY(SELECT id FROM ticket_state WHERE phase <> 'closing'))`
  const views = {
    open,
    mine: Prisma.sql`${open} AND t.assignee_id = ${membershipId}::uuid`,
    unassigned: Prisma.sql`${open} AND t.assignee_id IS NULL`,
    unregistered: Prisma.sql`${open}
      AND EXISTS (SELECT 1 FROM customer u WHERE u.id = t.customer_id AND u.registered_at IS NULL)`,
    joins: Prisma.sql`t.id = ANY(ARRAY(SELECT DISTINCT ticket_id FROM message WHERE join_state = 'pending'))`,
    closed: Prisma.sql`t.state_id = ANY(ARRAY(SELECT id FROM ticket_state WHERE phase = 'closing'))`,
    all: Prisma.sql`true`,
  } as const satisfies Record<(typeof ticketViews)[number], Prisma.Sql>
  const counts = ticketViews.map((view) => Prisma.sql`${view}::text, ${cappedCount(views[view])}`)
  const [row] = await db.$queryRaw<OverviewRow[]>`
    SELECT json_build_object(${Prisma.join(counts)}) AS views,
      (SELECT coalesce(json_agg(json_build_object('id', q.id, 'name', q.name, 'hue', q.hue, 'openCount',
          ${cappedCount(Prisma.sql`t.queue_id = q.id AND ${open}`)}) ORDER BY q.position, q.id), '[]')
        FROM queue q) AS queues,
      (${statesJson}) AS states, (${agentsJson}) AS agents,
      (SELECT count(*)::int FROM (SELECT 1 FROM raw_mail WHERE state = 'quarantined' LIMIT ${countCap}::int) x)
        AS "quarantineCount"`
  if (!row) throw new Error('a SELECT without FROM gives one row')
  return row
}

const cappedCount = (condition: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(SELECT count(*)::int FROM (SELECT 1 FROM ticket t WHERE ${condition} LIMIT ${countCap}::int) x)`

const statesJson = Prisma.sql`
  SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'hue', hue, 'phase', phase)
    ORDER BY position, id), '[]') FROM ticket_state`

const agentsJson = Prisma.sql`
  SELECT coalesce(json_agg(json_build_object('id', id, 'name', display_name) ORDER BY display_name, id), '[]')
  FROM membership WHERE deactivated_at IS NULL`

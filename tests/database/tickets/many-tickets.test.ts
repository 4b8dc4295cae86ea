import { beforeAll, expect, test, vi } from 'vitest'
import { fillTickets } from '@/bin/bench/fill-tickets.mjs'
import { disconnectDatabase } from '@/lib/db/client'
import { listTenantsWithDueMail, listTenantsWithWaitingMail } from '@/lib/db/system'
import { findOldestWaiting } from '@/lib/db/system-alarms'
import { withTenantSql } from '@/lib/db/tenant-sql'
import { listDueMails } from '@/lib/outbound/store'
import { getTicket } from '@/lib/tickets/get-ticket'
import { getInboxOverview } from '@/lib/tickets/inbox-overview'
import { GetTicketInput, ListTicketsInput } from '@/lib/tickets/inputs'
import { listTickets } from '@/lib/tickets/list-tickets'
import { type TicketView, ticketViews } from '@/lib/tickets/types'
import { testDatabase } from '../../support/database'
import { createWorld, type World } from '../../support/world'

const database = testDatabase()
/** More than the newest that a word is looked for in. */
const [tickets, messages] = [1_900, 4_000]
let world: World
beforeAll(async () => {
  world = await createWorld(database)
  for (const tenantSlug of [world.a.slug, world.b.slug])
    await fillTickets({ databaseUrl: database.url, tenantSlug, tickets, messages })
  // Among the oldest, where only an index finds them.
  await database.query(`UPDATE ticket SET subject = $1 WHERE number IN (20, 30)`, [oddSubject])
})

const oddSubject = `It's a QZ – żółw: 1\\2 "50% off" _ jaZZ`
/** Common, rare and in none; with letters enough for a trigram and without. */
const words = [
  ...['PRINTER', 'order', 'order 1159', 'order 100', 'zeppelin', 'jazz', 'żółw'],
  ...['zz', 'Q', 'in', 'o', 'ŻÓ', `'S`, '1\\', '\\', '%', '_', ' – ', 'a q', ': 1\\2', '0%', 'qq', '漢', '"'],
]

/** What a view means, said as plainly as SQL can. */
const meaning: Record<TicketView, string> = {
  open: `s.phase <> 'closing'`,
  mine: `s.phase <> 'closing' AND t.assignee_id = $2`,
  unassigned: `s.phase <> 'closing' AND t.assignee_id IS NULL`,
  unregistered: `s.phase <> 'closing' AND c.registered_at IS NULL`,
  joins: `EXISTS (SELECT 1 FROM message m WHERE m.ticket_id = t.id AND m.join_state = 'pending')`,
  closed: `s.phase = 'closing'`,
  all: 'true',
}

async function numbersOf(view: TicketView, condition = 'true'): Promise<number[]> {
  const rows = await database.query<{ number: number }>(
    `SELECT t.number FROM ticket t JOIN ticket_state s ON s.id = t.state_id JOIN customer c ON c.id = t.customer_id
      WHERE t.tenant_id = $1 AND $2::uuid IS NOT NULL AND ${meaning[view]} AND ${condition}
      ORDER BY t.last_message_at DESC, t.id DESC`,
    [world.a.tenantId, world.a.agent.actor.membershipId],
  )
  return rows.map(({ number }) => number)
}

async function allPages(asked: Record<string, unknown>): Promise<number[]> {
  const numbers: number[] = []
  let cursor: string | undefined
  do {
    const page = await listTickets(
      world.a.agent,
      ListTicketsInput.parse({ ...asked, limit: 37, ...(cursor ? { cursor } : {}) }),
    )
    numbers.push(...page.items.map((item) => item.number))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return numbers
}

test.each(ticketViews)('all pages of "%s" are its tickets, newest first, each once', async (view) => {
  expect(await allPages({ view })).toEqual(await numbersOf(view))
})

test.each(['open', 'closed', 'all', 'unregistered'] as const)(
  'a subject is found in all pages of "%s", and a queue narrows it',
  async (view) => {
    const { queueId } = world.a
    for (const word of words) {
      const isFound = `position(lower('${word.replaceAll("'", "''")}') IN lower(t.subject)) > 0`
      expect([word, await allPages({ view, subject: word })]).toEqual([word, await numbersOf(view, isFound)])
      const inQueue = await numbersOf(view, `${isFound} AND t.queue_id = '${queueId}'`)
      expect([word, await allPages({ view, subject: word, queueId })]).toEqual([word, inQueue])
    }
  },
)

test('the counts are those of the lists, up to a thousand', async () => {
  const overview = await getInboxOverview(world.a.agent)
  for (const view of ticketViews)
    expect([view, overview.views[view]]).toEqual([view, Math.min(1_000, (await numbersOf(view)).length)])
  const open = overview.queues.map(({ openCount }) => openCount)
  expect(open.reduce((sum, count) => sum + count, 0)).toBe(overview.views.open)
  expect(overview.views.open).toBeGreaterThan(0)
})

test('each ticket tells of as many messages as it has', async () => {
  const [longest] = await database.query<{ number: number; message_count: number }>(
    'SELECT number, message_count FROM ticket WHERE tenant_id = $1 ORDER BY message_count DESC LIMIT 1',
    [world.a.tenantId],
  )
  const ticket = await getTicket(world.a.agent, GetTicketInput.parse({ number: longest?.number }))
  expect(ticket.entries.filter((entry) => entry.kind === 'message')).toHaveLength(longest?.message_count ?? 0)
  expect(longest?.message_count).toBeGreaterThan(10)
})

/** Rows and index entries of mails that were gone through so far; connections report when they end. */
async function mailsRead(): Promise<number> {
  await disconnectDatabase()
  await vi.waitFor(async () => {
    const [others] = await database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
        WHERE datname = current_database() AND usename LIKE 'postino%'`,
    )
    expect(others?.count).toBe(0)
  }, 20_000)
  const [row] = await database.query<{ read: number }>(
    `SELECT sum(t.seq_tup_read + (SELECT coalesce(sum(i.idx_tup_read), 0) FROM pg_stat_user_indexes i
        WHERE i.relid = t.relid))::int AS read
      FROM pg_stat_user_tables t WHERE t.relname IN ('raw_mail', 'outbound_mail')`,
  )
  return row?.read ?? 0
}

// Below a policy PostgreSQL takes every mail for one in the state that is looked for, and would read them all.
test('what stands beside the list, and what workers look for each second, goes through no mails that are done', async () => {
  const before = await mailsRead()
  await getInboxOverview(world.a.agent)
  await listTenantsWithWaitingMail(10)
  await listTenantsWithDueMail(10)
  await withTenantSql(world.a.agent, (db) => listDueMails(db, { limit: 10 }))
  await findOldestWaiting()
  expect((await mailsRead()) - before).toBeLessThan(20)
})

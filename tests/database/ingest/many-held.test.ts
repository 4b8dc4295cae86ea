import { beforeAll, expect, test, vi } from 'vitest'
import { listBreaks } from '@/lib/alarms/store'
import { disconnectDatabase } from '@/lib/db/client'
import { listTenantsToWatch } from '@/lib/db/system-alarms'
import { listTenantsWithHeldMail } from '@/lib/db/system-mail'
import { withTenant } from '@/lib/db/with-tenant'
import { readQuarantinePage, releaseHeld } from '@/lib/quarantine/store'
import { mailText } from '../../support/ingest'
import { database, pipeline, setUpIngest, world } from '../../support/ingest-setup'

/** One sender sent 20,000 mails: 5,000 of them are tickets, and the rest is held. */
setUpIngest()
const flood = { held: 15_000, tickets: 5_000 }
beforeAll(async () => {
  const { tenantId, mailboxId, customerId, ticketId } = world.a
  await database.query(
    `INSERT INTO ticket (id, tenant_id, number, subject, state_id, queue_id, customer_id, mailbox_id, last_message_at, created_at)
     SELECT gen_random_uuid(), tenant_id, 10000 + n, 'x', state_id, queue_id, customer_id, mailbox_id, now(),
       now() - n * interval '20 seconds'
     FROM ticket, generate_series(1, $2::int) n WHERE id = $1`,
    [ticketId, flood.tickets],
  )
  await database.query(
    `INSERT INTO raw_mail (id, tenant_id, mailbox_id, source, size_bytes, sha256, received_at, state, reason, from_address,
       held_customer_id)
     SELECT gen_random_uuid(), $1, $2, 'smtp', 1, 'held ' || n, now() - n * interval '1 second', 'quarantined',
       'too-many-from-sender', 'maria@customer.example', $3
     FROM generate_series(1, $4::int) n`,
    [tenantId, mailboxId, customerId, flood.held],
  )
  await database.query('ANALYZE')
})

/** Rows and index entries of mails and tickets that were gone through so far; connections report when they end. */
async function rowsRead(): Promise<number> {
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
      FROM pg_stat_user_tables t WHERE t.relname IN ('raw_mail', 'ticket')`,
  )
  return row?.read ?? 0
}

const limit = { ticketsPerSenderAndHour: 200, maxMails: 500 }
const inTenant = <T>(work: Parameters<typeof withTenant<T>>[1]) => withTenant(world.a.agent, work)
const deliverFrom = (from: string) =>
  pipeline.deliver(world.a, mailText({ From: from, Subject: `of ${from}` }))

test.each<[string, number, () => Promise<unknown>]>([
  ['looking for tenants', 20, async () => [await listTenantsWithHeldMail(10), await listTenantsToWatch(10)]],
  ['looking for alarms', 20, () => inTenant(listBreaks)],
  [
    'letting through what there is no room for',
    250,
    () => inTenant((db) => releaseHeld(db, { ...limit, ticketsPerSenderAndHour: 100 })),
  ],
  [
    'a page of the quarantine',
    1_100,
    () => inTenant((db) => readQuarantinePage(db, { before: null, limit: 50 })),
  ],
  ['a mail of somebody else', 100, () => deliverFrom('somebody@else.example')],
  ['one more of the same sender', 450, () => deliverFrom('maria@customer.example')],
])('%s goes through no more than %i of the mails and tickets of who sent 20,000', async (_, most, work) => {
  const before = await rowsRead()
  await work()
  expect((await rowsRead()) - before).toBeLessThanOrEqual(most)
})

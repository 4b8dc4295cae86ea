import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createSmtpSender, type SmtpSender } from '@/lib/adapters/smtp-out/create-smtp-sender'
import { tellAdmins } from '@/lib/alarms/tell-admins'
import { watchSilence, watchTenant } from '@/lib/alarms/watch-tenant'
import { recordChannelEvidence } from '@/lib/channels/changes'
import { now, replaceClock } from '@/lib/clock'
import { listTenantsToWatch } from '@/lib/db/system-alarms'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { systemScope } from '@/lib/tenancy/scope'
import { getInboxOverview } from '@/lib/tickets/inbox-overview'
import { testDatabase } from '../../support/database'
import { type SmtpSink, startSmtpSink } from '../../support/smtp-sink'
import { createWorld, type TenantWorld, type World } from '../../support/world'

const database = testDatabase()
const minuteMs = 60_000
let world: World
let sink: SmtpSink
let sender: SmtpSender
let atMs = Date.now()
let restoreClock: () => void

beforeAll(async () => {
  world = await createWorld(database)
  sink = await startSmtpSink()
  sender = createSmtpSender({ url: `smtp://127.0.0.1:${sink.port}`, hostname: 'postino.test' })
  await database.query("UPDATE app_user SET locale = 'it' WHERE email = 'owner@alpha.test'")
})
afterAll(async () => {
  await sender.close()
  await sink.close()
})
beforeEach(async () => {
  atMs = Date.now()
  restoreClock = replaceClock(() => atMs)
  sink.ledger.splice(0)
  sink.fault = () => undefined
  await database.query('DELETE FROM alarm')
  await database.query('UPDATE outbound_channel SET trouble = NULL, trouble_since = NULL')
})
afterEach(() => restoreClock())

const ports = () => ({
  sender,
  from: { name: 'Postino', address: 'postino@postino.test' },
  hostname: 'postino.test',
  baseUrl: 'https://tickets.example.com',
})

/** One look, as a worker takes it at every tenant where something is to be seen. */
async function look(): Promise<void> {
  for (const tenantId of await listTenantsToWatch(100)) {
    await watchTenant(systemScope(tenantId, 'alarms'), { isStorageWell: true })
    await tellAdmins(systemScope(tenantId, 'alarms'), ports())
  }
}

const lookAfter = async (ms: number) => {
  atMs += ms
  await look()
}

const channelSays = (tenant: TenantWorld, trouble: Parameters<typeof recordChannelEvidence>[2]) =>
  withTenant(tenant.agent, (db) =>
    recordChannelEvidence(db, { id: tenant.channelId, credentialId: null }, trouble, now()),
  )

const told = () => sink.ledger.map(({ to, bytes }) => ({ to: to.join(), text: bytes.toString() }))

test('a refused password is told once to those who administer, again after a day and when it is mended', async () => {
  await channelSays(world.a, 'password_refused')
  await lookAfter(30_000)
  expect(told().map(({ to }) => to)).toEqual(['owner@alpha.test'])
  for (let tries = 0; tries < 5; tries++) {
    await channelSays(world.a, 'password_refused')
    await lookAfter(60 * minuteMs)
  }
  expect(told()).toHaveLength(1)
  await lookAfter(20 * 60 * minuteMs)
  expect(told()).toHaveLength(2)
  await channelSays(world.a, null)
  await lookAfter(10_000)
  await lookAfter(48 * 60 * minuteMs)
  expect(told()).toHaveLength(3)
  expect(told()[2]?.text).toContain('Risolto: Da')
})

test('it is told in the language of whom it tells, by the null sender, as a machine’s mail', async () => {
  await channelSays(world.a, 'consent_revoked')
  await channelSays(world.b, 'consent_revoked')
  await lookAfter(30_000)
  const [italian, english] = told().sort((a, b) => a.to.localeCompare(b.to))
  expect(italian).toMatchObject({ to: 'owner@alpha.test', text: expect.stringContaining('non parte posta') })
  expect(english).toMatchObject({ to: 'owner@beta.test', text: expect.stringContaining('No mail leaves by') })
  expect(italian?.text).toMatch(/^Auto-Submitted: auto-generated$/m)
  expect(sink.ledger.map(({ from }) => from)).toEqual(['', ''])
})

test('a server that is away for three minutes is nobody’s concern, and after four it is', async () => {
  await channelSays(world.a, 'server_unavailable')
  await lookAfter(3 * minuteMs)
  expect(told()).toEqual([])
  await lookAfter(1.5 * minuteMs)
  expect(told()).toHaveLength(1)
  const shownTo = async (scope: TenantWorld['owner']) => (await getInboxOverview(scope)).alarms
  expect(await shownTo(world.a.owner)).toMatchObject([{ kind: 'channel', word: 'server_unavailable' }])
  expect(await shownTo(world.a.agent), 'no business of an agent').toEqual([])
  expect(await shownTo(world.b.owner)).toEqual([])
})

test('what passed before anybody was told is told to nobody', async () => {
  await channelSays(world.a, 'server_unavailable')
  await lookAfter(minuteMs)
  await channelSays(world.a, null)
  await lookAfter(10 * minuteMs)
  expect(told()).toEqual([])
})

test('a mail that no server took is tried again', async () => {
  sink.fault = (step) => (step.at === 'rcpt' ? '451 4.3.0 later' : undefined)
  await channelSays(world.a, 'certificate')
  await lookAfter(30_000)
  expect(told()).toEqual([])
  sink.fault = () => undefined
  await lookAfter(10_000)
  await lookAfter(minuteMs)
  expect(told()).toHaveLength(1)
})

test('two workers that look at the same moment tell it once', async () => {
  await channelSays(world.a, 'certificate')
  atMs += 30_000
  await Promise.all([look(), look(), look()])
  expect(told()).toHaveLength(1)
})

test('a full storage is told, and that mail waits unread', async () => {
  await database.query('UPDATE tenant SET storage_quota_bytes = 0 WHERE id = $1', [world.a.tenantId])
  await lookAfter(1_000)
  expect(told()[0]?.text).toContain('Lo spazio')
  await database.query('UPDATE tenant SET storage_quota_bytes = 1000000 WHERE id = $1', [world.a.tenantId])
  await lookAfter(1_000)
  expect(told()).toHaveLength(2)
})

test('announced mail that is not handed over is told after ten minutes, and once more when it is given up for lost', async () => {
  const { tenantId, mailboxId } = world.b
  const [eventId, fetchId] = [newId(), newId()]
  await database.query(
    `INSERT INTO webhook_event (id, tenant_id, source, event_id, received_at) VALUES ($1, $2, 'resend', 'e', now())`,
    [eventId, tenantId],
  )
  await database.query(
    `INSERT INTO inbound_fetch (id, tenant_id, webhook_event_id, mailbox_id, provider_mail_id, recipient, trouble, attempts, announced_at)
     VALUES ($1, $2, $3, $4, 'm', 'x', 'not_found', 3, now() - interval '5 minutes')`,
    [fetchId, tenantId, eventId, mailboxId],
  )
  await lookAfter(1_000)
  expect(told()).toEqual([])
  await database.query(`UPDATE inbound_fetch SET announced_at = now() - interval '11 minutes'`)
  await lookAfter(1_000)
  await lookAfter(minuteMs)
  expect(told()).toMatchObject([
    { to: 'owner@beta.test', text: expect.stringContaining('Announced mail cannot be fetched') },
  ])
  await database.query(`UPDATE inbound_fetch SET state = 'expired', settled_at = now()`)
  await lookAfter(1_000)
  await lookAfter(minuteMs)
  expect(told()).toHaveLength(2)
  expect(told()[1]?.text).toContain('Announced mail never came')
  await database.query(`UPDATE inbound_fetch SET settled_at = now() - interval '2 days'`)
  await lookAfter(1_000)
  await lookAfter(minuteMs)
  expect(told(), 'what is lost is not called solved').toHaveLength(2)
  expect((await getInboxOverview(world.b.owner)).alarms).toEqual([])
  await database.query('DELETE FROM inbound_fetch')
})

test('a sender of very much is told once, by name, and when nothing of it waits any more', async () => {
  const { tenantId, mailboxId, customerId } = world.a
  const hold = (minutesAgo: number) =>
    database.query(
      `INSERT INTO raw_mail (id, tenant_id, mailbox_id, source, size_bytes, sha256, received_at, state, reason, from_address,
         held_customer_id)
       VALUES ($1, $2, $3, 'smtp', 1, $4, now() - $5::int * interval '1 minute', 'quarantined', 'too-many-from-sender',
         'flood@cliente.example', $6)`,
      [newId(), tenantId, mailboxId, newId(), minutesAgo, customerId],
    )
  await hold(1)
  await lookAfter(1_000)
  expect(told(), 'what passes in a moment is nobody’s concern').toEqual([])
  for (let minutesAgo = 2; minutesAgo < 12; minutesAgo++) await hold(minutesAgo)
  await lookAfter(1_000)
  await lookAfter(10 * minuteMs)
  expect(told()).toMatchObject([
    { to: 'owner@alpha.test', text: expect.stringContaining('flood@cliente.example') },
  ])
  expect((await getInboxOverview(world.a.owner)).alarms).toMatchObject([
    { kind: 'flood', name: 'flood@cliente.example' },
  ])
  expect((await getInboxOverview(world.b.owner)).alarms).toEqual([])
  await database.query('DELETE FROM raw_mail WHERE held_customer_id IS NOT NULL')
  await lookAfter(1_000)
  await lookAfter(10 * minuteMs)
  expect(told()).toHaveLength(2)
  expect(told()[1]?.text).toContain('Risolto')
})

test('open pages hear of an alarm when it opens and when it is over, and of nothing in between', async () => {
  const listener = new pg.Client({ connectionString: database.url })
  await listener.connect()
  await listener.query('LISTEN postino_live')
  let heard = 0
  listener.on('notification', ({ payload = '' }) => {
    if (payload.includes('"kind":"alarm"') && payload.includes(world.a.tenantId)) heard++
  })
  const heardSoFar = async () => {
    await listener.query('SELECT 1')
    return heard
  }
  try {
    await channelSays(world.a, 'certificate')
    await lookAfter(30_000)
    expect(await heardSoFar()).toBe(1)
    await lookAfter(minuteMs)
    expect(await heardSoFar()).toBe(1)
    await channelSays(world.a, null)
    await lookAfter(1_000)
    expect(await heardSoFar()).toBe(2)
  } finally {
    await listener.end()
  }
})

test('a mailbox that usually gets mail and gets none is told; one that never got any is not', async () => {
  const { tenantId, mailboxId } = world.b
  await database.query(
    `INSERT INTO raw_mail (id, tenant_id, mailbox_id, source, recipient, envelope_from, sha256, size_bytes, state, received_at)
     SELECT gen_random_uuid(), $1, $2, 'smtp', 'x', '', md5(n::text) || md5(n::text), 1, 'processed',
       now() - interval '20 hours' - n * interval '1 hour' FROM generate_series(1, 40) AS n`,
    [tenantId, mailboxId],
  )
  const lookAtSilence = async () => {
    for (const tenant of [world.a, world.b]) await watchSilence(systemScope(tenant.tenantId, 'alarms'))
    await look()
  }
  await lookAtSilence()
  expect(told()).toMatchObject([
    { to: 'owner@beta.test', text: expect.stringContaining('Unusually long without mail') },
  ])
  await lookAtSilence()
  expect(told()).toHaveLength(1)
  await database.query(
    `INSERT INTO raw_mail (id, tenant_id, mailbox_id, source, recipient, envelope_from, sha256, size_bytes, state, received_at)
     VALUES (gen_random_uuid(), $1, $2, 'smtp', 'x', '', md5('y') || md5('y'), 1, 'processed', to_timestamp($3))`,
    [tenantId, mailboxId, (atMs + 500) / 1_000],
  )
  atMs += 1_000
  await lookAtSilence()
  expect(told()).toHaveLength(2)
})

import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createReceivedMailSource } from '@/lib/adapters/resend/create-received-mail-source'
import { now, replaceClock } from '@/lib/clock'
import { countLostAnnouncements, listInboundFetchesDue } from '@/lib/db/system-mail'
import { getEnv } from '@/lib/env'
import { fetchAnnouncedMail } from '@/lib/inbound/fetch-announced-mail'
import { receiveAnnouncement } from '@/lib/inbound/receive-announcement'
import { secretOfKey, signatureOf } from '@/lib/inbound/rules'
import { systemScope } from '@/lib/tenancy/scope'
import { startInboundFetch } from '@/lib/working/inbound-fetch'
import { testDatabase } from '../../support/database'
import { egressTo } from '../../support/egress'
import { type FakeResend, startFakeResend } from '../../support/fake-resend'
import { createTestPipeline, mailText, type TestPipeline } from '../../support/ingest'
import { createWorld, type TenantWorld, type World } from '../../support/world'

const apiKey = 're_test'
const key = Buffer.alloc(24, 9)
const startMs = Date.parse('2026-11-20T10:00:00Z')
const database = testDatabase()
let world: World
let pipeline: TestPipeline
let resend: FakeResend
let atMs = startMs
let restoreClock = () => {}

beforeAll(async () => {
  world = await createWorld(database)
  pipeline = await createTestPipeline()
  Object.assign(getEnv(), { RESEND_WEBHOOK_SECRET: secretOfKey(key) })
})
beforeEach(async () => {
  resend = await startFakeResend(apiKey)
  atMs = startMs
  restoreClock = replaceClock(() => atMs)
})
afterEach(async () => {
  restoreClock()
  await resend.close()
  await database.query('DELETE FROM inbound_fetch')
})
afterAll(() => pipeline.close())

/** Resend announces a mail that it holds. @returns the due fetch */
async function announce(tenant: TenantWorld, mail: string): Promise<string> {
  const mailId = randomUUID()
  resend.mails.set(mailId, Buffer.from(mail))
  const id = `msg_${mailId}`
  const timestamp = String(Math.floor(atMs / 1000))
  const data = { email_id: mailId, from: 'rosa@cliente.example', to: [tenant.creationAddress] }
  const body = Buffer.from(JSON.stringify({ type: 'email.received', data }))
  const signatures = `v1,${signatureOf({ id, timestamp }, body, key).toString('base64')}`
  await receiveAnnouncement({ headers: { id, timestamp, signatures }, body })
  const due = await listInboundFetchesDue(now(), 10)
  return due.find(({ tenantId }) => tenantId === tenant.tenantId)?.id ?? ''
}

const fetch = (tenant: TenantWorld, fetchId: string, apiKeyUsed = apiKey) =>
  fetchAnnouncedMail(
    systemScope(tenant.tenantId, 'test'),
    { fetchId },
    {
      source: createReceivedMailSource({ apiKey: apiKeyUsed, baseUrl: resend.baseUrl, egress: egressTo() }),
      blobs: pipeline.ports.blobs,
    },
  )
const stateOf = async (fetchId: string) =>
  (
    await database.query<{ state: string; trouble: string | null; attempts: number; next_attempt_at: Date }>(
      'SELECT state, trouble, attempts, next_attempt_at FROM inbound_fetch WHERE id = $1',
      [fetchId],
    )
  )[0]
const subjects = async (tenant: TenantWorld) => {
  await pipeline.ingest(tenant)
  const rows = await database.query<{ subject: string }>(
    "SELECT subject FROM raw_mail WHERE tenant_id = $1 AND source = 'http' ORDER BY received_at, id",
    [tenant.tenantId],
  )
  return rows.map(({ subject }) => subject)
}

test('an announced mail is fetched, byte for byte, and becomes a ticket of its tenant', async () => {
  const fetchId = await announce(world.a, mailText({ Subject: 'By Resend' }))
  expect(await fetch(world.a, fetchId)).toBe('kept')
  expect(await stateOf(fetchId)).toMatchObject({ state: 'kept', trouble: null })
  expect(await subjects(world.a)).toEqual(['By Resend'])
  expect(await subjects(world.b)).toEqual([])
  // The key goes to the API, not to where the bytes lie.
  expect(resend.requests.map(({ authorization }) => authorization)).toEqual([`Bearer ${apiKey}`, undefined])
  expect(await fetch(world.a, fetchId)).toBe('not-due')
})

test.each<[string, (fake: FakeResend) => unknown, string]>([
  ['is ill', (fake) => Object.assign(fake, { fault: 500 }), 'server_unavailable'],
  ['asks for patience', (fake) => Object.assign(fake, { fault: 429 }), 'rate_limited'],
  ['does not have the mail yet', (fake) => fake.mails.clear(), 'not_found'],
  [
    'names another server without TLS',
    (fake) => Object.assign(fake, { downloadUrl: 'http://127.0.0.1:9/x' }),
    'server_unavailable',
  ],
])('while Resend %s, the mail waits longer each time, and comes in the end', async (_name, harm, trouble) => {
  const fetchId = await announce(world.b, mailText({ Subject: trouble }))
  const kept = new Map(resend.mails)
  harm(resend)
  const delays: number[] = []
  for (let attempt = 1; attempt <= 3; attempt++) {
    expect(await fetch(world.b, fetchId)).toBe('put-off')
    const row = await stateOf(fetchId)
    expect(row).toMatchObject({ state: 'waiting', trouble, attempts: attempt })
    delays.push((row?.next_attempt_at.getTime() ?? 0) - atMs)
    expect(await fetch(world.b, fetchId)).toBe('not-due')
    atMs = row?.next_attempt_at.getTime() ?? 0
  }
  expect(delays).toEqual([5_000, 10_000, 20_000])
  Object.assign(resend, { fault: null, downloadUrl: null, mails: kept })
  expect(await fetch(world.b, fetchId)).toBe('kept')
  expect(await subjects(world.b)).toContain(trouble)
})

test('a mail that cannot be fetched for a day is given up, and that is on record', async () => {
  const fetchId = await announce(world.a, mailText())
  let outcome = 'put-off'
  for (let tries = 0; outcome === 'put-off' && tries < 100; tries++) {
    outcome = await fetch(world.a, fetchId, 'another key')
    atMs = (await stateOf(fetchId))?.next_attempt_at.getTime() ?? 0
  }
  expect(outcome).toBe('expired')
  expect(atMs - startMs).toBeGreaterThan(22 * 3_600_000)
  expect(await stateOf(fetchId)).toMatchObject({ state: 'expired', trouble: 'credential_refused' })
  expect(await countLostAnnouncements(new Date(startMs))).toBe(1)
  const audit = await database.query("SELECT tenant_id FROM audit_entry WHERE action = 'announced_mail_lost'")
  expect(audit).toEqual([{ tenant_id: world.a.tenantId }])
})

test('a worker that died after the mail was kept leaves no second mail', async () => {
  const fetchId = await announce(world.a, mailText({ Subject: 'Once' }))
  await fetch(world.a, fetchId)
  await database.query(
    "UPDATE inbound_fetch SET state = 'waiting', next_attempt_at = announced_at WHERE id = $1",
    [fetchId],
  )
  expect(await fetch(world.a, fetchId)).toBe('kept')
  expect((await subjects(world.a)).filter((subject) => subject === 'Once')).toHaveLength(1)
})

test('a tenant that takes no mail now gets it later', async () => {
  const fetchId = await announce(world.a, mailText({ Subject: 'Paused' }))
  await database.query('UPDATE mailbox SET paused_at = now() WHERE tenant_id = $1', [world.a.tenantId])
  expect(await fetch(world.a, fetchId)).toBe('put-off')
  await database.query('UPDATE mailbox SET paused_at = NULL WHERE tenant_id = $1', [world.a.tenantId])
  atMs += 5_000
  expect(await fetch(world.a, fetchId)).toBe('kept')
})

test('two workers fetch a mail once', async () => {
  const fetchId = await announce(world.b, mailText())
  const outcomes = await Promise.all([fetch(world.b, fetchId), fetch(world.b, fetchId)])
  expect(outcomes.sort()).toEqual(['kept', 'not-due'])
})

test('another tenant cannot fetch it', async () => {
  const fetchId = await announce(world.b, mailText())
  expect(await fetch(world.a, fetchId)).toBe('not-due')
})

test('the worker finds by itself what was announced', async () => {
  restoreClock()
  atMs = Date.now()
  const fetchId = await announce(world.b, mailText({ Subject: 'Found' }))
  const kicked: string[] = []
  const env = { RESEND_API_KEY: apiKey, RESEND_BASE_URL: resend.baseUrl }
  const fetching = startInboundFetch(env, {
    blobs: pipeline.ports.blobs,
    egress: egressTo(),
    onKept: (tenantId) => kicked.push(tenantId),
  })
  await expect.poll(async () => (await stateOf(fetchId))?.state, { timeout: 30_000 }).toBe('kept')
  await fetching.stop()
  expect(kicked).toEqual([world.b.tenantId])
})

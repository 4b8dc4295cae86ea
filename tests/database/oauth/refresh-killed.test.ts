import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { redirectUri } from '@/lib/oauth/rules'
import { testDatabase } from '../../support/database'
import { type Dovecot, startDovecot } from '../../support/dovecot'
import { testEnv } from '../../support/env'
import { prepareExecutorTables } from '../../support/executor-tables'
import { type IdentityProvider, startIdentityProvider } from '../../support/identity-provider'
import { mailText } from '../../support/ingest'
import { type SmtpSink, startSmtpSink } from '../../support/smtp-sink'
import { freePort, startWorker, type WorkerProcess } from '../../support/worker-process'
import { createWorld, type World } from '../../support/world'
import { until } from '../mailboxes/mailbox-world'
import { consentAt } from './consent'

/**
 * The worker as it runs, killed when the provider has answered a refresh and the commit of that answer waits: what the
 * provider gave is then nowhere.
 */
const database = testDatabase()
const running: { close(): Promise<void> }[] = []
let world: World
let sink: SmtpSink
let worker: WorkerProcess | undefined

beforeAll(async () => {
  world = await createWorld(database)
  await prepareExecutorTables(database)
  sink = await startSmtpSink()
})
afterAll(async () => {
  await worker?.end('SIGKILL')
  await Promise.all([sink.close(), ...running.map((one) => one.close())])
})

/** A mailbox by consent at a provider of that habit, read from a real server by its tokens. */
async function arrange(address: string, isReuseTaken: boolean) {
  const uris = [redirectUri(testEnv.BASE_URL, 'microsoft')]
  const provider = await startIdentityProvider(uris, null, { isReuseTaken })
  const server = await startDovecot({ introspectionUrl: provider.introspectionUrl })
  running.push({ close: async () => void (await Promise.all([provider.close(), server.stop()])) })
  const connect = () => consentAt(provider, world.a, address)
  await connect()
  const [row] = await database.query<{ mailboxId: string; credentialId: string }>(
    `UPDATE mailbox_connection SET host = '127.0.0.1', port = $2, encryption = 'none' WHERE address = $1
     RETURNING mailbox_id AS "mailboxId", credential_id AS "credentialId"`,
    [address, server.port],
  )
  if (!row) throw new Error('no mailbox')
  await database.query('UPDATE mailbox SET paused_at = NULL WHERE id = $1', [row.mailboxId])
  await database.query('UPDATE credential SET expires_at = now() WHERE id = $1', [row.credentialId])
  return { ...row, provider, server, connect, address }
}

const start = async ({ provider, server }: { provider: IdentityProvider; server: Dovecot }) =>
  startWorker({
    database,
    smtpPort: await freePort(),
    blobsFolder: await mkdtemp(path.join(tmpdir(), 'postino-refresh-')),
    env: {
      ...provider.env,
      EGRESS_ALLOW: `127.0.0.1:${server.port},127.0.0.1:${provider.port}`,
      SYSTEM_MAIL_URL: `smtp://127.0.0.1:${sink.port}`,
      SYSTEM_MAIL_FROM: 'alarms@operator.test',
    },
  })

/** Lets the worker hear the answer, holds up its commit, and kills it there. Its lease and its mailbox run out at once. */
async function killBeforeCommit(box: Awaited<ReturnType<typeof arrange>>): Promise<void> {
  const holder = new pg.Client({ connectionString: database.url })
  await holder.connect()
  const isAnswered = new Promise<void>((resolve) => {
    box.provider.beforeRefreshAnswer = async () => {
      await holder.query('BEGIN')
      await holder.query('SELECT 1 FROM credential WHERE id = $1 FOR UPDATE', [box.credentialId])
      resolve()
    }
  })
  worker = await start(box)
  await isAnswered
  box.provider.beforeRefreshAnswer = async () => {}
  await until(async () => {
    const waiting = await database.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
         AND query LIKE '%UPDATE credential SET sealed%'`,
    )
    return waiting.length > 0
  })
  await worker.end('SIGKILL')
  await holder.query('ROLLBACK')
  await holder.end()
  const [row] = await database.query(
    'SELECT leased_until > now() AS "isLeased", lease_token::int AS leases FROM credential WHERE id = $1',
    [box.credentialId],
  )
  // A worker that got no answer in time asks again, under another lease; nobody asks without one.
  const { length } = box.provider.tokenRequests.filter((grant) => grant === 'refresh_token')
  expect(row, 'what was intended is on record, what was answered is not').toEqual({
    isLeased: true,
    leases: length,
  })
  await database.query(`UPDATE credential SET leased_until = now() - interval '1 second' WHERE id = $1`, [
    box.credentialId,
  ])
  await dueNow(box.mailboxId)
}

const dueNow = (mailboxId: string) =>
  database.query(
    `UPDATE mailbox_connection SET leased_until = NULL, next_attempt_at = now() WHERE mailbox_id = $1`,
    [mailboxId],
  )
const keptOf = (mailboxId: string) =>
  database.query('SELECT 1 FROM raw_mail WHERE mailbox_id = $1', [mailboxId])
const credentialOf = async (id: string) =>
  (
    await database.query<{ state: string; last_error: string | null }>(
      'SELECT state, last_error FROM credential WHERE id = $1',
      [id],
    )
  )[0]

test('a worker killed before it kept the provider’s answer: where the token before is still taken, nobody notices', {
  timeout: 180_000,
}, async () => {
  const box = await arrange('lenient@alpha.test', true)
  await killBeforeCommit(box)
  await box.server.deliver(box.address, mailText({ Subject: 'After the kill' }))
  await database.query(`UPDATE mailbox_connection SET cut_off_at = '2026-01-01' WHERE mailbox_id = $1`, [
    box.mailboxId,
  ])
  worker = await start(box)
  await until(async () => (await keptOf(box.mailboxId)).length === 1, 60_000)
  expect(await credentialOf(box.credentialId)).toEqual({ state: 'ok', last_error: null })
  expect(sink.ledger).toEqual([])
  await worker.end('SIGTERM')
})

test('… where it is taken once, those who administer are told at once, and a new consent brings the waiting mail', {
  timeout: 180_000,
}, async () => {
  const box = await arrange('strict@alpha.test', false)
  await killBeforeCommit(box)
  await box.server.deliver(box.address, mailText({ Subject: 'Waits for consent' }))
  await database.query(`UPDATE mailbox_connection SET cut_off_at = '2026-01-01' WHERE mailbox_id = $1`, [
    box.mailboxId,
  ])
  worker = await start(box)
  await until(async () => (await credentialOf(box.credentialId))?.state === 'revoked', 60_000)
  expect(await credentialOf(box.credentialId)).toEqual({
    state: 'revoked',
    last_error: 'refresh_interrupted',
  })
  await until(async () => {
    const [row] = await database.query(
      // Dated back by the patience that every alarm has.
      `UPDATE mailbox_connection SET state_since = now() - interval '1 minute'
       WHERE mailbox_id = $1 AND state = 'consent-revoked' RETURNING 1`,
      [box.mailboxId],
    )
    return row
  })
  await until(async () => sink.ledger.length > 0, 60_000)
  expect(sink.ledger[0]).toMatchObject({ to: ['owner@alpha.test'] })
  expect(sink.ledger[0]?.bytes.toString()).toContain('Connect it again')
  expect(box.provider.tokenRequests.at(-1), 'asked once more and no more').toBe('refused refresh_token')
  expect(box.provider.tokenRequests.filter((grant) => grant === 'refused refresh_token')).toHaveLength(1)
  await box.connect()
  await until(async () => (await keptOf(box.mailboxId)).length === 1, 60_000)
  expect(await credentialOf(box.credentialId)).toEqual({ state: 'ok', last_error: null })
  await until(async () => sink.ledger.length > 1, 60_000)
  expect(sink.ledger[1]?.bytes.toString()).toContain('Solved')
})

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { GET as getHealth } from '@/app/api/health/route'
import { POST as postMail } from '@/app/api/inbound/[endpointId]/route'
import { createInboundEndpoint } from '@/lib/inbound/create-inbound-endpoint'
import { keyOfSecret, signatureOf } from '@/lib/inbound/rules'
import { keepMail } from '@/lib/ingest/keep-mail'
import { systemScope } from '@/lib/tenancy/scope'
import { paramsOf, requestTo } from '../../http/support/request'
import { testDatabase } from '../../support/database'
import { type Dovecot, startDovecot } from '../../support/dovecot'
import { prepareExecutorTables } from '../../support/executor-tables'
import { mailText } from '../../support/ingest'
import { type S3Server, startS3Server } from '../../support/s3-server'
import { sendRaw } from '../../support/smtp-client'
import { type SmtpSink, startSmtpSink } from '../../support/smtp-sink'
import { freePort, startWorker, type WorkerProcess } from '../../support/worker-process'
import { createWorld, type World } from '../../support/world'
import { addMailbox, type TestMailbox, until } from '../mailboxes/mailbox-world'

/** A store of mails and files that takes nothing: no way in may take a mail then, and all of them go on by themselves. */
const database = testDatabase()
let world: World
let store: S3Server
let server: Dovecot
let sink: SmtpSink
let worker: WorkerProcess
let mailbox: TestMailbox
let smtpPort: number
let endpoint: { endpointId: string; secret: string }

beforeAll(async () => {
  store = await startS3Server()
  process.env.BLOBS = store.url
  world = await createWorld(database)
  await prepareExecutorTables(database)
  server = await startDovecot()
  sink = await startSmtpSink()
  endpoint = await createInboundEndpoint(systemScope(world.a.tenantId, 'test'), {
    address: world.a.creationAddress,
  })
  mailbox = await addMailbox({ open: () => undefined }, world.a, {
    user: 'kept-there',
    host: '127.0.0.1',
    port: server.port,
    password: server.password,
    cutOffAt: new Date('2026-01-01'),
  })
  smtpPort = await freePort()
  worker = await startWorker({
    database,
    smtpPort,
    blobsFolder: '',
    env: {
      BLOBS: store.url,
      EGRESS_ALLOW: `127.0.0.1:${server.port}`,
      SYSTEM_MAIL_URL: `smtp://127.0.0.1:${sink.port}`,
      SYSTEM_MAIL_FROM: 'alarms@operator.test',
    },
  })
})
afterAll(async () => {
  await worker.end('SIGKILL')
  await Promise.all([server.stop(), sink.close(), store.close()])
})

const bySmtp = (subject: string) =>
  sendRaw(smtpPort, {
    from: 'rosa.neri@cliente.example',
    to: [world.a.creationAddress],
    bytes: Buffer.from(mailText({ Subject: subject })),
  }).then(
    (response) => Number(response.slice(0, 3)),
    (error: { responseCode?: number }) => error.responseCode,
  )

async function byHttp(subject: string): Promise<Response> {
  const body = Buffer.from(mailText({ Subject: subject }))
  const head = { id: `msg_${randomUUID()}`, timestamp: String(Math.floor(Date.now() / 1000)) }
  const signature = signatureOf(head, body, keyOfSecret(endpoint.secret)).toString('base64')
  const request = requestTo(`/api/inbound/${endpoint.endpointId}`, {
    method: 'POST',
    headers: {
      'content-type': 'message/rfc822',
      'webhook-id': head.id,
      'webhook-timestamp': head.timestamp,
      'webhook-signature': `v1,${signature}`,
    },
    body,
  })
  return postMail(request, paramsOf({ endpointId: endpoint.endpointId }))
}

const subjects = async () =>
  (
    await database.query<{ subject: string }>(
      'SELECT subject FROM ticket WHERE tenant_id = $1 ORDER BY subject',
      [world.a.tenantId],
    )
  )
    .map(({ subject }) => subject)
    .filter((subject) => subject.startsWith('Room'))
const health = async () => {
  const response = await getHealth(requestTo('/api/health'), paramsOf({}))
  return { code: response.status, down: (await response.json()).down }
}

test('a store that is full: SMTP says later, HTTP says 503 and when, the mailbox waits, health and administrators know; then all of it comes', {
  timeout: 300_000,
}, async () => {
  store.fault = () => ({ status: 503, code: 'SlowDown' })
  const begun = Date.now()
  const [smtp, http] = await Promise.all([bySmtp('Room by SMTP'), byHttp('Room by HTTP')])
  expect(smtp).toBe(451)
  expect([http.status, http.headers.get('retry-after')]).toEqual([503, '30'])
  expect(Date.now() - begun, 'in time').toBeLessThan(30_000)
  await server.deliver('kept-there', mailText({ Subject: 'Room by IMAP' }))
  await until(async () => (await health()).down.includes('blobs'), 60_000)
  expect(await health()).toEqual({ code: 503, down: ['blobs'] })
  await until(async () => sink.ledger.length > 0, 60_000)
  expect(sink.ledger[0]).toMatchObject({ to: ['owner@alpha.test'] })
  expect(sink.ledger[0]?.bytes.toString()).toContain('Mail cannot be stored')
  const [ledger] = await database.query(
    `SELECT outcome FROM mailbox_mail WHERE mailbox_id = $1 AND outcome <> 'discovered'`,
    [mailbox.mailboxId],
  )
  expect(ledger, 'not passed over').toBeUndefined()
  expect(await subjects()).toEqual([])

  store.fault = () => undefined
  const healed = Date.now()
  await until(async () => (await bySmtp('Room by SMTP')) === 250)
  expect((await byHttp('Room by HTTP')).status).toBe(200)
  await until(async () => (await subjects()).length === 3, 60_000)
  expect(Date.now() - healed).toBeLessThan(60_000)
  expect(await subjects()).toEqual(['Room by HTTP', 'Room by IMAP', 'Room by SMTP'])
  await until(async () => (await health()).code === 200, 60_000)
  await until(async () => sink.ledger.length > 1, 60_000)
  expect(sink.ledger).toHaveLength(2)
  expect(sink.ledger[1]?.bytes.toString()).toContain('Solved')
})

test('a store that never answers is waited for less than a minute, and that is written down too', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  let begin = () => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const put = () => {
    begin()
    return new Promise<never>(() => {})
  }
  try {
    const kept = keepMail(
      {
        tenantId: world.b.tenantId,
        mailboxId: world.b.mailboxId,
        source: 'smtp',
        recipient: world.b.creationAddress,
        envelopeFrom: '',
        envelopeTo: [],
        clientIp: '',
        helo: '',
        bytes: Buffer.from('x'),
        receivedAt: new Date(),
      },
      { blobs: { put } as never },
    )
    const refused = expect(kept).rejects.toMatchObject({ code: 'storage_unavailable' })
    await begun
    await vi.advanceTimersByTimeAsync(45_000)
    vi.useRealTimers()
    await refused
  } finally {
    vi.useRealTimers()
  }
  const [row] = await database.query(
    'SELECT put_off_since IS NOT NULL AS told FROM tenant_usage WHERE tenant_id = $1',
    [world.b.tenantId],
  )
  expect(row).toEqual({ told: true })
})

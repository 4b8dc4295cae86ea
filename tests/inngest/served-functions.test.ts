import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EmbeddedExecutor, startEmbeddedExecutor } from '@/inngest/embedded/host'
import { testDatabase } from '../support/database'
import { prepareExecutorTables } from '../support/executor-tables'
import { mailText } from '../support/ingest'
import { sendRaw } from '../support/smtp-client'
import { freePort, startWorker, type WorkerProcess } from '../support/worker-process'
import { createWorld, type World } from '../support/world'
import { type HttpHost, serveHttp } from './support/http-host'
import { quiet } from './support/quiet'

/** The worker without an executor of its own: it serves the same functions, signed, to a server elsewhere. */
const database = testDatabase()
let world: World
let executor: EmbeddedExecutor
let server: HttpHost
let worker: WorkerProcess
let serveUrl: string
let smtpPort: number
beforeAll(async () => {
  world = await createWorld(database)
  await prepareExecutorTables(database)
  executor = await startEmbeddedExecutor({
    connectionString: database.urlOf('executor'),
    workerId: 'server',
    logger: quiet,
  })
  server = await serveHttp((request) => executor.fetch(request))
  const port = await freePort()
  smtpPort = await freePort()
  serveUrl = `http://127.0.0.1:${port}/api/inngest`
  worker = await startWorker({
    database,
    smtpPort,
    blobsFolder: await mkdtemp(path.join(tmpdir(), 'postino-served-')),
    env: {
      INNGEST_MODE: 'server',
      INNGEST_BASE_URL: server.origin,
      INNGEST_EVENT_KEY: executor.keys.eventKey,
      INNGEST_SIGNING_KEY: executor.keys.signingKey,
      INNGEST_SERVE_ORIGIN: `http://127.0.0.1:${port}`,
      WORKER_PORT: String(port),
    },
  })
  await executor.registerUrl(serveUrl)
})
afterAll(async () => {
  await worker?.end('SIGTERM')
  await executor?.stop()
  await server?.close()
})

test('a fact recorded by a mail runs the served function at the server', async () => {
  const text = mailText({ Subject: 'served', From: 'served@kill.example' })
  await sendRaw(smtpPort, {
    from: 'served@kill.example',
    to: [world.a.creationAddress],
    bytes: Buffer.from(text.replaceAll('\n', '\r\n')),
  })
  const runs = () =>
    database.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM executor.runs WHERE function_id LIKE '%ingest-stored-mails%'",
    )
  await expect.poll(async () => (await runs())[0]?.count, { timeout: 30_000 }).toBeGreaterThan(0)
})

test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
  'an unsigned %s is refused and tells nothing',
  async (method) => {
    const response = await fetch(`${serveUrl}?fnId=postino-ingest-stored-mails&stepId=step`, {
      method,
      ...(method === 'GET' ? {} : { body: '{}' }),
    })
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
    expect(await response.text()).not.toMatch(/POSTINO_|DATABASE_|signkey|postgres:/)
  },
)

import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../support/database'
import { type Dovecot, startDovecot } from '../../support/dovecot'
import { prepareExecutorTables } from '../../support/executor-tables'
import { type SmtpSink, startSmtpSink } from '../../support/smtp-sink'
import { freePort, startWorker, type WorkerProcess } from '../../support/worker-process'
import { createWorld, type World } from '../../support/world'
import { addMailbox, until } from '../mailboxes/mailbox-world'

/** The worker as it runs, a real server that refuses the password, and what the administrators get to read. */
const database = testDatabase()
let world: World
let server: Dovecot
let sink: SmtpSink
let worker: WorkerProcess | undefined

beforeAll(async () => {
  world = await createWorld(database)
  await prepareExecutorTables(database)
  server = await startDovecot()
  sink = await startSmtpSink()
})
afterAll(async () => {
  await worker?.end('SIGKILL')
  await Promise.all([server.stop(), sink.close()])
})

test('a mailbox whose password is refused is in the administrators’ mail within five minutes, once', {
  timeout: 120_000,
}, async () => {
  await addMailbox({ open: () => undefined }, world.a, {
    user: 'locked',
    name: 'Front desk',
    host: '127.0.0.1',
    port: server.port,
    password: 'not this one',
  })
  const started = Date.now()
  worker = await startWorker({
    database,
    smtpPort: await freePort(),
    blobsFolder: await mkdtemp(path.join(tmpdir(), 'postino-alarms-')),
    env: {
      EGRESS_ALLOW: `127.0.0.1:${server.port}`,
      SYSTEM_MAIL_URL: `smtp://127.0.0.1:${sink.port}`,
      SYSTEM_MAIL_FROM: 'alarms@operator.test',
    },
  })
  await until(async () => sink.ledger.length > 0, 90_000)
  expect(Date.now() - started).toBeLessThan(5 * 60_000)
  expect(sink.ledger[0]).toMatchObject({ to: ['owner@alpha.test'] })
  const text = sink.ledger[0]?.bytes.toString() ?? ''
  expect(text).toContain('alarms@operator.test')
  expect(text).toContain('Front desk')
  expect(text).not.toContain('not this one')
  await new Promise((resolve) => setTimeout(resolve, 12_000))
  expect(sink.ledger).toHaveLength(1)
})

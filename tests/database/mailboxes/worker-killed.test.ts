import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareExecutorTables } from '../../support/executor-tables'
import { mailText } from '../../support/ingest'
import { freePort, startWorker, type WorkerProcess } from '../../support/worker-process'
import { connect, database, server, setUpMailboxes } from './mailbox-setup'
import { until } from './mailbox-world'

/** The bundled worker as it is run, on a real mailbox, killed in the midst of things. */
const mails = 30
const kills = 3
const seed = 20_261_121
let worker: WorkerProcess | undefined

setUpMailboxes()
beforeAll(async () => {
  await prepareExecutorTables(database)
})
afterAll(async () => {
  await worker?.end('SIGKILL')
})

test('30 mails in a mailbox survive 3 kills of the worker: each one message, moved when done, unread as before', {
  timeout: 300_000,
}, async () => {
  const mailbox = await connect({ user: 'killed', host: '127.0.0.1', processedFolder: 'Done' })
  const settings = {
    database,
    smtpPort: await freePort(),
    blobsFolder: await mkdtemp(path.join(tmpdir(), 'postino-imap-killed-')),
    env: { EGRESS_ALLOW: `127.0.0.1:${server.port}` },
  }
  const random = randomFrom(seed)
  const deliver = (from: number, to: number) =>
    server.asPerson('killed', async (client) => {
      for (let i = from; i < to; i++) {
        const mail = mailText({ Subject: `Killed ${i}` }, `${'x'.repeat(Math.floor(random() * 20_000))}\n`)
        await client.append('INBOX', mail.replaceAll('\n', '\r\n'))
      }
    })
  const seen = async () => {
    const [row] = await database.query<{ count: number }>('SELECT count(*)::int AS count FROM mailbox_mail')
    return row?.count ?? 0
  }
  const batch = mails / kills
  for (let kill = 0; kill < kills; kill++) {
    await deliver(kill * batch, (kill + 1) * batch)
    worker = await startWorker(settings)
    await until(async () => (await seen()) > kill * batch)
    await new Promise((resolve) => setTimeout(resolve, random() * 250))
    await worker.end('SIGKILL')
    // As if the dead worker's half minute were over.
    await database.query('UPDATE mailbox_connection SET leased_until = NULL, next_attempt_at = now()')
    await database.query(`UPDATE raw_mail SET claimed_until = NULL WHERE state = 'kept'`)
  }
  worker = await startWorker(settings)
  const counts = () =>
    database.query<{ subject: string; count: number }>(
      `SELECT subject, count(*)::int AS count FROM message WHERE subject LIKE 'Killed %' GROUP BY subject`,
    )
  await until(async () => (await counts()).length === mails, 120_000)
  await until(async () => (await server.list('killed')).length === 0, 60_000)
  await worker.end('SIGTERM')
  expect(
    (await counts()).filter((row) => row.count !== 1),
    `seed ${seed}`,
  ).toEqual([])
  const done = await server.list('killed', 'Done')
  expect(done).toHaveLength(mails)
  expect(done.flatMap((mail) => mail.flags)).toEqual([])
  const book = await database.query('SELECT DISTINCT outcome, move FROM mailbox_mail WHERE mailbox_id = $1', [
    mailbox.mailboxId,
  ])
  expect(book).toEqual([{ outcome: 'kept', move: 'done' }])
})

function randomFrom(start: number): () => number {
  let state = start
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDiskBlobStore } from '@/lib/adapters/blobs/disk-blob-store'
import { newId } from '@/lib/ids'
import { ReplyToTicketInput } from '@/lib/tickets/inputs'
import { replyToTicket } from '@/lib/tickets/reply-to-ticket'
import { testDatabase } from '../../support/database'
import { prepareExecutorTables } from '../../support/executor-tables'
import { mailText } from '../../support/ingest'
import { sendUntilTaken } from '../../support/smtp-client'
import { type SmtpSink, startSmtpSink } from '../../support/smtp-sink'
import { freePort, startWorker, type WorkerProcess } from '../../support/worker-process'
import { createWorld, type TenantWorld, type World } from '../../support/world'

/**
 * The promises that everything else rests on, held while the worker dies again and again: a mail that got its 250 is
 * one message, and a reply leaves once. Every recorded fact becomes three events in any order, because whoever runs
 * the events may repeat and reorder them.
 */
const database = testDatabase()
const mails = 300
const kills = 20
const replies = 60
const seed = 20261121
let world: World
let sink: SmtpSink
let blobsFolder: string
let smtpPort: number
let worker: WorkerProcess

beforeAll(async () => {
  world = await createWorld(database)
  await prepareExecutorTables(database)
  sink = await startSmtpSink()
  blobsFolder = await mkdtemp(path.join(tmpdir(), 'postino-killed-'))
  smtpPort = await freePort()
  await tripleEveryEvent()
})
afterAll(async () => {
  await worker?.end('SIGKILL')
  await sink?.close()
})

/** Copies of each outbox row under random ids, so that their order is shuffled too. */
const tripleEveryEvent = () =>
  database.query(`
    CREATE FUNCTION triple() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      IF pg_trigger_depth() = 1 THEN
        INSERT INTO public.outbox (id, tenant_id, name, data)
        SELECT gen_random_uuid(), NEW.tenant_id, NEW.name, NEW.data FROM generate_series(1, 2);
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER triples AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION triple()`)

test('300 mails and 60 replies survive 20 kills of the worker: none lost, none doubled', {
  timeout: 240_000,
}, async () => {
  const random = seededRandom(seed)
  worker = await start()
  let isDone = false
  const killing = (async () => {
    for (let kill = 0; kill < kills && !isDone; kill++) {
      await pause(300 + random() * 900)
      await worker.end('SIGKILL')
      worker = await start()
    }
  })()
  await Promise.all([sendMails(), answerTickets()])
  await killing
  isDone = true
  await untilQuiet()

  for (const tenant of [world.a, world.b]) {
    const rows = await database.query<{ subject: string; count: number }>(
      "SELECT subject, count(*)::int AS count FROM message WHERE tenant_id = $1 AND subject LIKE 'kill %' AND kind = 'inbound' GROUP BY subject",
      [tenant.tenantId],
    )
    expect(rows).toHaveLength(mails / 2)
    expect(rows.filter((row) => row.count !== 1)).toEqual([])
  }
  const outbound = await database.query<{ state: string; kind: string; message_id_header: string }>(
    'SELECT state, kind, message_id_header FROM outbound_mail',
  )
  expect(outbound.filter((mail) => mail.kind === 'reply')).toHaveLength(replies)
  const taken = (id: string) => sink.takenCount(`<${id}>`)
  expect(outbound.filter((mail) => taken(mail.message_id_header) > 1)).toEqual([])
  expect(outbound.filter((mail) => mail.state === 'accepted' && taken(mail.message_id_header) !== 1)).toEqual(
    [],
  )
  // The only other ending is the honest one: data had begun when the sender died.
  expect(outbound.filter((mail) => mail.state !== 'accepted' && mail.state !== 'uncertain')).toEqual([])
  expect(sink.ledger.filter((entry) => entry.isTaken).length).toBeLessThanOrEqual(outbound.length)
})

const start = () =>
  startWorker({ database, smtpPort, blobsFolder, mailOutUrl: `smtp://127.0.0.1:${sink.port}` })

async function sendMails(): Promise<void> {
  const lanes = 4
  const send = async (lane: number) => {
    for (let index = lane; index < mails; index += lanes) {
      const tenant = index % 2 === 0 ? world.a : world.b
      const from = `writer${index}@kill.example`
      const text = mailText(
        { From: from, Subject: `kill ${index}`, 'Message-ID': `<kill-${index}@kill.example>` },
        `Mail ${index}\n`,
      )
      await sendUntilTaken(smtpPort, {
        from,
        to: [tenant.creationAddress],
        bytes: Buffer.from(text.replaceAll('\n', '\r\n')),
      })
    }
  }
  await Promise.all(Array.from({ length: lanes }, (_, lane) => send(lane)))
}

/** Agents answer through the web, which lives on while workers die. */
async function answerTickets(): Promise<void> {
  const blobs = createDiskBlobStore(blobsFolder)
  for (let index = 0; index < replies; index++) {
    const tenant: TenantWorld = index % 2 === 0 ? world.a : world.b
    const input = ReplyToTicketInput.parse({
      ticketId: tenant.ticketId,
      html: `<p>Answer ${index}</p>`,
      idempotencyKey: newId(),
    })
    await replyToTicket(tenant.agent, input, { blobs })
    await pause(100)
  }
}

async function untilQuiet(): Promise<void> {
  const end = Date.now() + 90_000
  for (;;) {
    const [left] = await database.query<{ count: number }>(`
      SELECT ((SELECT count(*) FROM raw_mail WHERE state = 'kept')
        + (SELECT count(*) FROM outbound_mail WHERE state IN ('pending', 'sending', 'deferred'))
        + (SELECT count(*) FROM outbox))::int AS count`)
    if (left?.count === 0) return
    if (Date.now() > end)
      throw new Error(`still waiting for ${left?.count}\n${worker.output().slice(-3_000)}`)
    await pause(200)
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** mulberry32: the same moments at every run. */
function seededRandom(from: number): () => number {
  let state = from
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

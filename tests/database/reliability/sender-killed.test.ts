import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDiskBlobStore } from '@/lib/adapters/blobs/disk-blob-store'
import { newId } from '@/lib/ids'
import { ReplyToTicketInput } from '@/lib/tickets/inputs'
import { replyToTicket } from '@/lib/tickets/reply-to-ticket'
import { testDatabase } from '../../support/database'
import { type SinkAction, type SinkStep, type SmtpSink, startSmtpSink } from '../../support/smtp-sink'
import { createWorld, type World } from '../../support/world'
import { isLongForm, reportCounts, seedOr } from './support/form'
import { seededRandom } from './support/seeded-random'
import { bundleSender, type SenderProcess, startSender } from './support/start-sender'
import { pause } from './support/ways-in'

/**
 * A reply leaves once. The server itself says when the sender dies: at every step of its dialogue, a few milliseconds
 * before or after. Then it misbehaves in each of the ways there are.
 */
const database = testDatabase()
const seed = seedOr(20_261_123)
const points = isLongForm ? 200 : 15
const mailsAFault = isLongForm ? 5 : 1
let world: World
let sink: SmtpSink
let sender: SenderProcess | undefined
let blobsFolder: string

beforeAll(async () => {
  world = await createWorld(database)
  await bundleSender()
  sink = await startSmtpSink()
  blobsFolder = await mkdtemp(path.join(tmpdir(), 'postino-sender-'))
})
afterAll(async () => {
  await sender?.kill()
  await sink.close()
  await rm(blobsFolder, { recursive: true, force: true })
})

const start = async () => {
  sender = await startSender(database, `smtp://127.0.0.1:${sink.port}`)
}

let written = 0
async function reply(): Promise<string> {
  const tenant = written++ % 2 === 0 ? world.a : world.b
  const input = ReplyToTicketInput.parse({
    ticketId: tenant.ticketId,
    html: `<p>Answer ${written}</p>`,
    idempotencyKey: newId(),
  })
  const { outboundMailId } = await replyToTicket(tenant.agent, input, {
    blobs: createDiskBlobStore(blobsFolder),
  })
  return outboundMailId
}

/** The eight ways of table and life, and where each leaves a mail. `uncertain` may only follow the last two. */
const faults: [name: string, at: SinkStep['at'], action: SinkAction, state: string][] = [
  ['RCPT 450', 'rcpt', '450 4.2.0 later', 'deferred'],
  ['RCPT 550', 'rcpt', '550 5.1.1 nobody', 'failed'],
  ['451 after the dot', 'end', '451 4.3.0 later', 'deferred'],
  ['421 after the dot', 'end', '421 4.3.0 closing', 'deferred'],
  ['554 after the dot', 'end', '554 5.7.1 no', 'failed'],
  ['no service', 'connect', '421 4.3.2 not now', 'deferred'],
  ['dropped after the dot', 'end', 'take-and-drop', 'uncertain'],
  ['dropped in the data', 'data', 'drop', 'uncertain'],
]

test('a reply leaves once, wherever its sender dies and whatever the server does', {
  timeout: isLongForm ? 900_000 : 300_000,
}, async () => {
  const random = seededRandom(seed)
  const steps = ['connect', 'mail', 'rcpt', 'data', 'end'] as const
  const afterData = new Set<string>()
  for (let point = 0; point < points; point++) {
    await start()
    const step = steps[point % steps.length] ?? 'end'
    const died = dieAt(step, Math.floor(random() * 12))
    await reply()
    await died
    // As if the half minute of the dead one's leases were over.
    const dying = await database.query<{ id: string; began: boolean }>(
      `UPDATE outbound_mail SET leased_until = now() WHERE state = 'sending' RETURNING id, data_began_at IS NOT NULL AS began`,
    )
    for (const mail of dying) if (mail.began) afterData.add(mail.id)
  }
  await start()
  await untilSettled()
  const killed = await judge()
  const states = await misbehave()
  await reportCounts('sending', { seed, points, ...killed, mayBeUncertain: afterData.size, faults: states })

  expect(killed).toMatchObject({ replies: points, lost: 0, doubled: 0, unknown: 0 })
  expect(killed.uncertain).toBeLessThanOrEqual(afterData.size)
  for (const [name, , , state] of faults) expect(states[name], name).toEqual([state])
  expect(await judge()).toMatchObject({ lost: 0, doubled: 0, unknown: 0 })
})

function dieAt(step: SinkStep['at'], delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    sink.fault = (seen) => {
      if (seen.at !== step) return undefined
      sink.fault = () => undefined
      setTimeout(() => void sender?.kill().then(resolve), delayMs)
      return undefined
    }
  })
}

async function untilSettled(): Promise<void> {
  for (let waitedMs = 0; waitedMs < 90_000; waitedMs += 200) {
    const open = await database.query(
      "SELECT FROM outbound_mail WHERE state IN ('pending', 'sending', 'deferred')",
    )
    if (open.length === 0) return
    await pause(200)
  }
  throw new Error(`mails are still on their way\n${sender?.output().slice(-2_000)}`)
}

async function judge() {
  const rows = await database.query<{ state: string; message_id_header: string }>(
    'SELECT state, message_id_header FROM outbound_mail',
  )
  const taken = (row: { message_id_header: string }) => sink.takenCount(`<${row.message_id_header}>`)
  return {
    replies: rows.length,
    lost: rows.filter((row) => row.state === 'accepted' && taken(row) !== 1).length,
    doubled: rows.filter((row) => taken(row) > 1).length,
    uncertain: rows.filter((row) => row.state === 'uncertain').length,
    unknown: rows.filter((row) => row.state === 'failed' && taken(row) > 0).length,
  }
}

/** Each fault for some replies of its own; what they became. */
async function misbehave(): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const [name, at, action] of faults) {
    // Kept connections would spare the server its greeting.
    await sender?.kill()
    sink.fault = (seen) => (seen.at === at ? action : undefined)
    await start()
    const ids = [await reply()]
    for (let more = 1; more < mailsAFault; more++) ids.push(await reply())
    const states = await untilTried(ids)
    found[name] = [...new Set(states)]
    await database.query(
      "UPDATE outbound_mail SET state = 'suppressed' WHERE id = ANY($1) AND state = 'deferred'",
      [ids],
    )
  }
  sink.fault = () => undefined
  return found
}

async function untilTried(ids: string[]): Promise<string[]> {
  for (let waitedMs = 0; waitedMs < 30_000; waitedMs += 50) {
    const rows = await database.query<{ state: string }>(
      'SELECT state FROM outbound_mail WHERE id = ANY($1)',
      [ids],
    )
    if (rows.every(({ state }) => state !== 'pending' && state !== 'sending'))
      return rows.map(({ state }) => state)
    await pause(50)
  }
  throw new Error(`not tried\n${sender?.output().slice(-2_000)}`)
}

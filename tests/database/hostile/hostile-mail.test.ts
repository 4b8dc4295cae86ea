import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memoryEnvironment, workerNodeFlags } from '@/bin/up/memory.mjs'
import { createDiskBlobStore } from '@/lib/adapters/blobs/disk-blob-store'
import { newId } from '@/lib/ids'
import { getMessageHtml } from '@/lib/tickets/get-message-html'
import { getTicket } from '@/lib/tickets/get-ticket'
import { getTrail } from '@/lib/tickets/get-trail'
import { GetMessageInput, GetTicketInput, GetTrailInput, ReplyToTicketInput } from '@/lib/tickets/inputs'
import { replyToTicket } from '@/lib/tickets/reply-to-ticket'
import { testDatabase } from '../../support/database'
import { prepareExecutorTables } from '../../support/executor-tables'
import type { HostileMail, KnownToAttackers } from '../../support/hostile-mail-builder'
import { hostileMails } from '../../support/hostile-mails'
import { mailText } from '../../support/ingest'
import { leastOf } from '../../support/least-of'
import { sendBytes } from '../../support/send-bytes'
import { type SmtpSink, startSmtpSink } from '../../support/smtp-sink'
import { freePort, startWorker, type WorkerProcess } from '../../support/worker-process'
import { createWorld, type TenantWorld, type World } from '../../support/world'

/**
 * Mails made to break a reader, sent to a running worker: each is answered for good, each that was taken ends as one
 * message or in quarantine, and an ordinary mail sent right behind it does not wait.
 */
const database = testDatabase()
const lanes = 2
const canaryLimitMs = 5_000
const outcomeLimitMs = 90_000
const memoryLimitMb = 600
/** Mails above this follow one another, beside the others: the limit is for one of the largest at a time. */
const largeBytes = 8 * 1024 * 1024

interface Outcome {
  reply: string
  sha256: string
  canaryMs: number
}

interface RawMailRow {
  id: string
  state: string
  outcome: string | null
  reason: string | null
  messageId: string | null
  ticketNumber: number | null
  hasHtml: boolean | null
}

let world: World
let sink: SmtpSink
let blobsFolder: string
let smtpPort: number
let worker: WorkerProcess
const outcomes = new Map<string, Outcome>()

beforeAll(async () => {
  world = await createWorld(database)
  await prepareExecutorTables(database)
  sink = await startSmtpSink()
  blobsFolder = await mkdtemp(path.join(tmpdir(), 'postino-hostile-'))
  smtpPort = await freePort()
  const known = await learn()
  worker = await startWorker({
    database,
    smtpPort,
    blobsFolder,
    mailOutUrl: `smtp://127.0.0.1:${sink.port}`,
    env: { ...memoryEnvironment, NODE_OPTIONS: workerNodeFlags.join(' ') },
  })
  const waiting = [...hostileMails]
  const lane = async () => {
    for (let mail = waiting.shift(); mail; mail = waiting.shift()) {
      outcomes.set(mail.name, await sendInTurn(mail, known))
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  await untilNothingWaits()
}, 300_000)

afterAll(async () => {
  await worker?.end('SIGTERM')
  await sink?.close()
  await rm(blobsFolder, { recursive: true, force: true })
})

describe.each(hostileMails)('$name', (mail) => {
  test(`${endings[mail.ends]}, and an ordinary mail right behind it is visible within 5 s`, async () => {
    const { reply, sha256, canaryMs } = outcomeOf(mail)
    expect(canaryMs).toBeLessThanOrEqual(canaryLimitMs)
    const rows = await rawMails(sha256)
    if (mail.ends === 'refused') {
      expect(reply).toMatch(/^552 /)
      expect(rows).toEqual([])
      return
    }
    expect(reply).toMatch(/^250 /)
    expect(rows).toHaveLength(1)
    for (const row of rows) expectEnding(mail, row)
  })

  test('can be looked at by an agent', async () => {
    for (const row of await rawMails(outcomeOf(mail).sha256)) await lookAt(row)
  })
})

const endings: Record<HostileMail['ends'], string> = {
  message: 'ends as one message',
  quarantine: 'ends in quarantine, with a reason',
  suppress: 'is kept and answered by nothing, with a reason',
  either: 'ends as one message or in quarantine',
  refused: 'is refused for its size',
}

test('no mail of the attacker reached the other tenant, and every message has its own mail', async () => {
  const [other] = await database.query('SELECT count(*)::int AS count FROM raw_mail WHERE tenant_id = $1', [
    world.b.tenantId,
  ])
  expect(other).toEqual({ count: 0 })
  const [counts] = await database.query<{ messages: number; named: number }>(
    `SELECT (SELECT count(*)::int FROM message WHERE kind = 'inbound' AND id <> ALL($1)) AS messages,
      (SELECT count(DISTINCT message_id)::int FROM raw_mail WHERE message_id IS NOT NULL) AS named`,
    [[world.a.messageId, world.b.messageId]],
  )
  expect(counts?.named).toBe(counts?.messages)
})

test('the worker is the one that was started, and never needed more than 600 MB', async () => {
  const status = await readFile(`/proc/${worker.pid}/status`, 'utf8')
  const peakMb = Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024)
  const slowest = Math.max(...[...outcomes.values()].map(({ canaryMs }) => canaryMs))
  process.stdout.write(
    `hostile mails: ${outcomes.size}; peak memory of the worker: ${peakMb} MB; slowest ordinary mail: ${slowest} ms\n`,
  )
  expect(worker.output()).not.toContain('worker stopped')
  expect(peakMb).toBeLessThanOrEqual(memoryLimitMb)
})

/** The Message-IDs of two of our mails, as an attacker may have seen them. */
async function learn(): Promise<KnownToAttackers> {
  const answer = async (tenant: TenantWorld) => {
    const input = ReplyToTicketInput.parse({
      ticketId: tenant.ticketId,
      html: '<p>We look into it.</p>',
      idempotencyKey: newId(),
    })
    await replyToTicket(tenant.agent, input, { blobs: createDiskBlobStore(blobsFolder) })
    const [row] = await database.query<{ id: string }>(
      'SELECT message_id_header AS id FROM outbound_mail WHERE tenant_id = $1',
      [tenant.tenantId],
    )
    return row?.id ?? ''
  }
  return {
    creationAddress: world.a.creationAddress,
    channelAddress: world.a.channelAddress,
    ownMessageId: await answer(world.a),
    foreignMessageId: await answer(world.b),
    receivedMessageId: world.a.messageIdHeader,
  }
}

let largeTurn: Promise<unknown> = Promise.resolve()

function sendInTurn(mail: HostileMail, known: KnownToAttackers): Promise<Outcome> {
  const bytes = mail.build(known)
  if (bytes.length < largeBytes) return sendWithCanary(mail, bytes)
  const sent = largeTurn.then(() => sendWithCanary(mail, bytes))
  largeTurn = sent.then(untilNothingWaits)
  return sent
}

async function sendWithCanary(mail: HostileMail, bytes: Buffer): Promise<Outcome> {
  const reply = await sendHostile(mail, bytes)
  let tries = 0
  const canaryMs = await leastOf(canaryLimitMs, async () => {
    tries += 1
    // The machine may have been busy with something else: then once more, behind the same mail with one field more.
    if (tries > 1) await sendHostile(mail, Buffer.concat([Buffer.from(`X-Try: ${tries}\r\n`), bytes]))
    return timeCanary(`canary ${tries} behind ${mail.name}`)
  })
  return { reply, sha256: createHash('sha256').update(bytes).digest('hex'), canaryMs }
}

const sendHostile = ({ declaredSize }: HostileMail, bytes: Buffer): Promise<string> =>
  sendBytes(smtpPort, {
    from: 'eve@evil.example',
    to: world.a.creationAddress,
    bytes,
    ...(declaredSize === undefined ? {} : { declaredSize }),
  })

/** From an ordinary mail being accepted to its ticket being there. */
async function timeCanary(canary: string): Promise<number> {
  const taken = await sendBytes(smtpPort, {
    from: world.a.customerAddress,
    to: world.a.creationAddress,
    bytes: Buffer.from(mailText({ Subject: canary }, 'An ordinary question.\n').replaceAll('\n', '\r\n')),
  })
  if (!taken.startsWith('250')) throw new Error(`${canary} was answered: ${taken}`)
  const sentAt = performance.now()
  await untilVisible(canary, sentAt)
  return Math.round(performance.now() - sentAt)
}

async function untilVisible(subject: string, from: number): Promise<void> {
  while (performance.now() - from < 4 * canaryLimitMs) {
    const [found] = await database.query('SELECT 1 FROM ticket WHERE tenant_id = $1 AND subject = $2', [
      world.a.tenantId,
      subject,
    ])
    if (found) return
    await pause(15)
  }
}

async function untilNothingWaits(): Promise<void> {
  const end = performance.now() + outcomeLimitMs
  for (;;) {
    const waiting = await database.query(
      "SELECT subject, reason, attempts FROM raw_mail WHERE state = 'kept'",
    )
    if (waiting.length === 0) return
    if (performance.now() > end) throw new Error(`still waiting: ${JSON.stringify(waiting)}`)
    await pause(50)
  }
}

const rawMails = (sha256: string): Promise<RawMailRow[]> =>
  database.query<RawMailRow>(
    `SELECT r.id, r.state, r.outcome, r.reason, r.message_id AS "messageId", t.number AS "ticketNumber",
      m.html IS NOT NULL AS "hasHtml"
    FROM raw_mail r LEFT JOIN message m ON m.id = r.message_id LEFT JOIN ticket t ON t.id = m.ticket_id
    WHERE r.tenant_id = $1 AND r.sha256 = $2`,
    [world.a.tenantId, sha256],
  )

function expectEnding(mail: HostileMail, row: RawMailRow): void {
  const isMessage = row.state === 'processed' && row.messageId !== null
  const seen = isMessage ? 'message' : row.outcome
  if (mail.ends === 'either') expect(['message', 'quarantine'], row.reason ?? '').toContain(seen)
  else expect(seen, row.reason ?? '').toBe(mail.ends)
  if (isMessage) expect(['create', 'append', 'join-request']).toContain(row.outcome)
  else expect(row.reason).toMatch(/^[a-z-]+$/)
  // A failure of ours is recorded and survived, but a known mail must not cause one.
  expect(row.reason).not.toBe('pipeline-error')
}

async function lookAt(row: RawMailRow): Promise<void> {
  const { agent } = world.a
  expect(await getTrail(agent, GetTrailInput.parse({ rawMailId: row.id }))).toMatchObject({
    rawMailId: row.id,
  })
  if (row.messageId === null) return
  const ticket = await getTicket(agent, GetTicketInput.parse({ number: row.ticketNumber }))
  expect(ticket.entries.some((entry) => entry.id === row.messageId)).toBe(true)
  if (!row.hasHtml) return
  const { html } = await getMessageHtml(agent, GetMessageInput.parse({ messageId: row.messageId }))
  expect(html).not.toMatch(/<script|\son\w+=|\ssrc=["']?https?:/i)
}

function outcomeOf(mail: HostileMail): Outcome {
  const outcome = outcomes.get(mail.name)
  if (!outcome) throw new Error(`${mail.name} was never sent`)
  return outcome
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

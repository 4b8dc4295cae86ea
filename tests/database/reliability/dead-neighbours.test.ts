import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDiskBlobStore } from '@/lib/adapters/blobs/disk-blob-store'
import { newId } from '@/lib/ids'
import { ReplyToTicketInput } from '@/lib/tickets/inputs'
import { replyToTicket } from '@/lib/tickets/reply-to-ticket'
import { testDatabase } from '../../support/database'
import { prepareExecutorTables } from '../../support/executor-tables'
import { type SmtpSink, startSmtpSink } from '../../support/smtp-sink'
import { freePort, startWorker, type WorkerProcess } from '../../support/worker-process'
import { createTenantWorld, createUser, type TenantWorld } from '../../support/world'
import { addMailbox } from '../mailboxes/mailbox-world'
import { isLongForm, reportCounts } from './support/form'
import { pause } from './support/ways-in'

/**
 * Tenants whose mail servers swallow connections and say nothing, by SMTP and by IMAP, among others whose servers
 * live. The worker is the one that is run; the others' replies must not notice.
 */
const deadCount = isLongForm ? 5 : 2
const livingCount = isLongForm ? 15 : 4
const blocks = isLongForm ? 3 : 1
const rounds = isLongForm ? 10 : 5
const database = testDatabase()
const arrivedAt = new Map<string, number>()
const holes: BlackHole[] = []
let sink: SmtpSink
let worker: WorkerProcess | undefined
let blobsFolder: string
let dead: TenantWorld[]
let living: TenantWorld[]

interface BlackHole {
  port: number
  server: Server
  open: Set<Socket>
  /** Held open at the same time, longer than it takes one to close when the next is opened. */
  most: number
  connections: number
}

const settleMs = 1_500

/** Takes the connection and never says a word. */
async function startBlackHole(): Promise<BlackHole> {
  const hole: BlackHole = { port: 0, server: createServer(), open: new Set(), most: 0, connections: 0 }
  hole.server.on('connection', (socket) => {
    hole.open.add(socket)
    hole.connections++
    setTimeout(() => {
      hole.most = Math.max(hole.most, hole.open.size)
    }, settleMs)
    socket.on('error', () => undefined)
    socket.once('close', () => hole.open.delete(socket))
    socket.resume()
  })
  await new Promise<void>((resolve) => hole.server.listen(0, '127.0.0.1', resolve))
  hole.port = (hole.server.address() as AddressInfo).port
  holes.push(hole)
  return hole
}

beforeAll(async () => {
  await prepareExecutorTables(database)
  sink = await startSmtpSink({
    fault: (step) => {
      if (step.at === 'end') arrivedAt.set(step.messageId, performance.now())
      return undefined
    },
  })
  const shared = await createUser(database, 'shared@postino.test', 'Shared Agent')
  const create = (kind: string, count: number) =>
    inOrder(count, (index) => createTenantWorld(database, `${kind}${index}`, shared))
  dead = await create('dead', deadCount)
  living = await create('living', livingCount)
  for (const tenant of [...living, ...dead]) await sendBy(tenant, sink.port)
  for (const tenant of dead) {
    await startBlackHole()
    await addMailbox({ open: () => undefined }, tenant, {
      user: 'nobody',
      host: '127.0.0.1',
      port: (await startBlackHole()).port,
      password: 'unheard',
    })
  }
  blobsFolder = await mkdtemp(path.join(tmpdir(), 'postino-neighbours-'))
  const ports = [sink.port, ...holes.map(({ port }) => port)]
  // Mailboxes are attended to from the beginning; mails for dead servers come later.
  worker = await startWorker({
    database,
    smtpPort: await freePort(),
    blobsFolder,
    env: { EGRESS_ALLOW: ports.map((port) => `127.0.0.1:${port}`).join(',') },
  })
}, 180_000)
afterAll(async () => {
  await worker?.end('SIGKILL')
  for (const { server, open } of holes) {
    for (const socket of open) socket.destroy()
    server.close()
  }
  await sink?.close()
  if (blobsFolder) await rm(blobsFolder, { recursive: true, force: true })
})

const sendBy = (tenant: TenantWorld, port: number) =>
  database.query(
    `UPDATE outbound_channel SET kind = 'smtp', host = '127.0.0.1', port = $2, encryption = 'none',
       is_certificate_checked = false, revision = revision + 1 WHERE id = $1`,
    [tenant.channelId, port],
  )

async function inOrder<T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> {
  const made: T[] = []
  for (let index = 0; index < count; index++) made.push(await make(index))
  return made
}

let written = 0
async function reply(tenant: TenantWorld): Promise<string> {
  const input = ReplyToTicketInput.parse({
    ticketId: tenant.ticketId,
    html: `<p>Answer ${++written}</p>`,
    idempotencyKey: newId(),
  })
  const { outboundMailId } = await replyToTicket(tenant.agent, input, {
    blobs: createDiskBlobStore(blobsFolder),
  })
  return outboundMailId
}

/** From the agent's answer being accepted to his customer's server having it, for one reply of each living tenant. */
async function measureRound(): Promise<number[]> {
  const times: number[] = []
  for (const tenant of living) {
    const id = await reply(tenant)
    const startedAt = performance.now()
    const [row] = await database.query<{ message_id_header: string }>(
      'SELECT message_id_header FROM outbound_mail WHERE id = $1',
      [id],
    )
    const messageId = `<${row?.message_id_header}>`
    for (; !arrivedAt.has(messageId); await pause(2))
      if (performance.now() - startedAt > 60_000) throw new Error(`a reply of ${tenant.slug} never left`)
    times.push(Math.max(0, (arrivedAt.get(messageId) ?? 0) - startedAt))
  }
  return times
}

const p95 = (times: number[]) =>
  [...times].sort((a, b) => a - b)[Math.max(0, Math.ceil(times.length * 0.95) - 1)] ?? 0

test('dead mail servers of some tenants do not delay the others, and get one connection each', {
  timeout: isLongForm ? 400_000 : 240_000,
}, async () => {
  const smtpHoles = holes.filter((_, index) => index % 2 === 0)
  const measure = async () => {
    const times: number[] = []
    for (let round = 0; round < rounds; round++) {
      for (const tenant of dead) await reply(tenant)
      times.push(...(await measureRound()))
    }
    return times
  }
  await measureRound()
  const alone: number[] = []
  const beside: number[] = []
  // In turns: the weather of the machine is the same for both, and so is the number of replies.
  for (let block = 0; block < blocks; block++) {
    alone.push(...(await measure()))
    for (const [index, tenant] of dead.entries()) {
      await sendBy(tenant, smtpHoles[index]?.port ?? 0)
      for (let mail = 0; mail < 8; mail++) await reply(tenant)
    }
    beside.push(...(await measure()))
    for (const tenant of dead) await sendBy(tenant, sink.port)
    await database.query(
      "UPDATE outbound_mail SET state = 'suppressed' WHERE state IN ('pending', 'deferred')",
    )
  }
  await pause(2 * settleMs)

  const most = Math.max(...holes.map((hole) => hole.most))
  const result = {
    dead: deadCount,
    living: livingCount,
    replies: beside.length,
    p95AloneMs: Math.round(p95(alone)),
    p95BesideMs: Math.round(p95(beside)),
    connectionsPerDeadHost: most,
    deadHostsTried: holes.filter((hole) => hole.connections > 0).length,
  }
  await reportCounts('neighbours', result)
  expect(most, 'connections at one dead host').toBe(1)
  expect(result.deadHostsTried).toBe(holes.length)
  // A tenth and the grain of the clock; the short form has too few replies for more than an order of magnitude.
  const allowedMs = isLongForm ? p95(alone) * 1.1 + 20 : p95(alone) * 3 + 1_000
  expect(p95(beside), JSON.stringify(result)).toBeLessThanOrEqual(allowedMs)
})

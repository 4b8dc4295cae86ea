import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeCounts } from '../../support/counts'
import { prepareExecutorTables } from '../../support/executor-tables'
import { startHostileServers } from '../../support/hostile-imap'
import { mailText } from '../../support/ingest'
import { freePort, startWorker, type WorkerProcess } from '../../support/worker-process'
import { database, rig, server, setUpMailboxes, world } from './mailbox-setup'
import { addMailbox, until } from './mailbox-world'

/** The bundled worker with a mailbox at every kind of hostile server, and one at a good one. */
const isLong = process.env.POSTINO_CHAOS === 'long'
const maxMemoryBytes = 400 * 1024 * 1024
let worker: WorkerProcess | undefined

setUpMailboxes()
beforeAll(async () => {
  await prepareExecutorTables(database)
})
afterAll(async () => {
  await worker?.end('SIGKILL')
})

test('servers that lie, flood and hang get no further than their own mailbox: the others are as quick, the worker lives and stays small', {
  timeout: 300_000,
}, async () => {
  const hostile = await startHostileServers()
  const connect = (user: string, port: number) =>
    addMailbox(rig, hostile.length % 2 === 0 ? world.a : world.b, {
      ...{ user, host: '127.0.0.1', port, password: server.password, cutOffAt: new Date('2026-01-01') },
    })
  await connect('good', server.port)
  const settings = {
    database,
    smtpPort: await freePort(),
    blobsFolder: await mkdtemp(path.join(tmpdir(), 'postino-hostile-')),
    env: {
      EGRESS_ALLOW: [server.port, ...hostile.map(({ port }) => port)]
        .map((port) => `127.0.0.1:${port}`)
        .join(','),
    },
  }
  worker = await startWorker(settings)
  const { pid } = worker
  const before = await timeMails('Before', 5)
  for (const [index, { port }] of hostile.entries()) await connect(`hostile${index}`, port)
  await until(async () => {
    const untried = await database.query(
      `SELECT 1 FROM mailbox_connection WHERE username LIKE 'hostile%' AND lease_token = 0`,
    )
    return untried.length === 0
  }, 60_000)
  const after = await timeMails('After', 8)
  // Those that answer late are waited for.
  await until(async () => {
    const found = await states(hostile)
    return Object.entries(expected).every(([name, state]) => found[name] === state)
  }, 120_000).catch(async () => expect(await states(hostile)).toMatchObject(expected))
  const memoryBytes = await peakMemoryOf(pid)
  for (const one of hostile) await one.close()
  const memoryMb = Math.round(memoryBytes / 1024 / 1024)
  if (isLong)
    await writeCounts('hostile-imap', {
      ...{ servers: hostile.length, memoryMb, beforeMs: median(before), afterMs: median(after) },
    })
  expect(memoryBytes, `${memoryMb} MB`).toBeLessThan(maxMemoryBytes)
  expect(median(after), `before ${before}, after ${after}`).toBeLessThan(median(before) * 2 + 1_000)
  // It is still the same process.
  expect(await peakMemoryOf(pid)).toBeGreaterThan(0)
})

/** What is told of those whose trouble has a name. The others stay as long as they behave. */
const expected = {
  'says nothing': 'unreachable',
  'is a web server': 'unreachable',
  'hangs up': 'unreachable',
  'says goodbye': 'server-ill',
  'greets without end': 'protocol-broken',
  'hangs up at SELECT': 'server-ill',
  'has a literal of 2 GiB': 'protocol-broken',
  'has a line without end': 'protocol-broken',
  'has numbers without end': 'protocol-broken',
  'talks without end': 'protocol-broken',
  'lies about the size': 'protocol-broken',
  'has no UIDVALIDITY': 'well',
}

/** From the server's acceptance to the message in its ticket. */
async function timeMails(name: string, count: number): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < count; i++) {
    const subject = `${name} ${i}`
    await server.deliver('good', mailText({ Subject: subject }))
    const startedAt = performance.now()
    await until(
      async () => (await database.query('SELECT 1 FROM message WHERE subject = $1', [subject])).length === 1,
      60_000,
    )
    times.push(Math.round(performance.now() - startedAt))
  }
  return times
}

async function states(hostile: { name: string; port: number }[]): Promise<Record<string, string>> {
  const rows = await database.query<{ port: number; state: string }>(
    `SELECT port, state FROM mailbox_connection WHERE username LIKE 'hostile%'`,
  )
  return Object.fromEntries(
    hostile.map(({ name, port }) => [name, rows.find((row) => row.port === port)?.state ?? 'none']),
  )
}

/** The most that the process ever held. @throws when it is gone */
async function peakMemoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024
}

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

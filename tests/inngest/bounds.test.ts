import type { Inngest } from 'inngest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EMBEDDED_BASE_URL, type EmbeddedExecutor, startEmbeddedExecutor } from '@/inngest/embedded/host'
import { Database } from '@/inngest/embedded/store/database'
import { DEFAULT_RETENTION, prune } from '@/inngest/embedded/timers/retention'
import { endOf } from './behaviours/steps'
import { query, startCluster, type TestCluster } from './support/cluster'
import { newClient, requestsOf } from './support/harness'
import { countOf, newKey, pause, record, until, untilProbe } from './support/probes'
import { quiet } from './support/quiet'

let cluster: TestCluster
let connectionString: string
let executor: EmbeddedExecutor
let client: Inngest

beforeAll(async () => {
  cluster = await startCluster()
  connectionString = await cluster.createDatabase()
  executor = await startEmbeddedExecutor({ connectionString, workerId: 'test', logger: quiet })
  client = newClient(EMBEDDED_BASE_URL, executor.keys, executor.fetch)
  await executor.register(client, [
    client.createFunction(
      {
        id: 'ends',
        triggers: [{ event: 't/ends' }],
        retries: 0,
        concurrency: { limit: 1, key: 'event.data.k' },
      },
      async ({ event, step }) => {
        await step.run('a', () => record(event.data.k, 'run'))
        if (event.data.fails) throw new Error('as asked')
      },
    ),
    client.createFunction({ id: 'sleeps', triggers: [{ event: 't/sleeps' }] }, async ({ event, step }) => {
      await step.run('a', () => record(event.data.k, 'run'))
      await step.sleep('z', '300d')
    }),
  ])
})

afterAll(async () => {
  await executor.stop()
  await cluster.end()
})

const count = async (table: string): Promise<number> =>
  (await query<{ n: number }>(connectionString, `SELECT count(*)::int AS n FROM executor.${table}`))[0]?.n ??
  -1

const age = async (hours: number): Promise<void> => {
  for (const [table, column] of [
    ['runs', 'ended_at'],
    ['events', 'received_at'],
    ['dedupe_keys', 'expires_at'],
  ]) {
    await query(
      connectionString,
      `UPDATE executor.${table} SET ${column} = ${column} - interval '${hours} hours'`,
    )
  }
}

test('what has ended goes after its time, failures later, and what still runs stays', async () => {
  const db = new Database(connectionString, 2, quiet)
  const harness = requestsOf(client, EMBEDDED_BASE_URL, executor.keys, executor.fetch)
  const k = newKey()
  const sleeping = newKey()
  await harness.send('t/sleeps', { k: sleeping })
  await untilProbe(sleeping, 'run')
  const id = await harness.send('t/ends', { k }, { id: `event-${k}` })
  await endOf(harness, id)
  await endOf(harness, await harness.send('t/ends', { k: newKey(), fails: true }))

  await prune(db, DEFAULT_RETENTION, quiet)
  expect([await count('runs'), await count('events'), await count('dedupe_keys')]).toEqual([3, 3, 1])
  expect(await count('slots')).toBe(0)

  await age(25)
  await prune(db, DEFAULT_RETENTION, quiet)
  const left = await query(connectionString, 'SELECT function_id, status FROM executor.runs ORDER BY status')
  expect(left).toEqual([
    { function_id: 'app-ends', status: 'failed' },
    { function_id: 'app-sleeps', status: 'running' },
  ])
  expect([await count('events'), await count('dedupe_keys')]).toEqual([0, 0])

  await age(48)
  await prune(db, DEFAULT_RETENTION, quiet)
  expect(await count('runs')).toBe(1)
  expect(await count('steps')).toBe(1)
  await db.end()
})

test('after its time an event id may start a function again', async () => {
  const [k, id] = [newKey(), newKey()]
  for (let i = 0; i < 2; i++) await client.send({ id, name: 't/ends', data: { k } })
  await untilProbe(k, 'run')
  await pause(200)
  expect(countOf(k, 'run')).toEqual([1])
  await age(25)
  await client.send({ id, name: 't/ends', data: { k } })
  await until(() => countOf(k, 'run')[0] === 2)
})

test('more than one batch of old rows goes in one pruning', async () => {
  const db = new Database(connectionString, 2, quiet)
  await query(
    connectionString,
    "INSERT INTO executor.events (id, name, received_at) SELECT 'old-' || n, 'x', now() - interval '2 days' FROM generate_series(1, 2500) n",
  )
  await prune(db, DEFAULT_RETENTION, quiet)
  expect(await query(connectionString, "SELECT FROM executor.events WHERE id LIKE 'old-%'")).toHaveLength(0)
  await db.end()
})

test('a call that was lost ten times is given up', async () => {
  const harness = requestsOf(client, EMBEDDED_BASE_URL, executor.keys, executor.fetch)
  const k = newKey()
  const id = await harness.send('t/ends', { k }, { ts: Date.now() + 1_200 })
  await query(connectionString, "UPDATE executor.jobs SET losses = 10 WHERE function_id = 'app-ends'")
  expect(await endOf(harness, id)).toMatchObject({
    status: 'Failed',
    output: { name: 'FunctionUnreachable', message: expect.stringContaining('its workers were lost') },
  })
  expect(countOf(k, 'run')).toEqual([0])
})

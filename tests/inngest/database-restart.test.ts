import { afterAll, beforeAll, expect, test } from 'vitest'
import { EMBEDDED_BASE_URL, type EmbeddedExecutor, startEmbeddedExecutor } from '@/inngest/embedded/host'
import { startOwnCluster, type TestCluster } from './support/cluster'
import { newClient } from './support/harness'
import { countOf, newKey, pause, record, until, untilDone } from './support/probes'
import { quiet } from './support/quiet'

let cluster: TestCluster
let executor: EmbeddedExecutor

beforeAll(async () => {
  cluster = await startOwnCluster()
  executor = await startEmbeddedExecutor({
    connectionString: await cluster.createDatabase(),
    workerId: 'test',
    logger: quiet,
  })
})

afterAll(async () => {
  await executor.stop()
  await cluster.end()
})

test('a restart of PostgreSQL is survived: the worker stands down, joins again and finishes its runs', async () => {
  const client = newClient(EMBEDDED_BASE_URL, executor.keys, executor.fetch)
  const work = client.createFunction(
    {
      id: 'work',
      triggers: [{ event: 't/work' }],
      retries: 0,
      concurrency: { limit: 3, key: 'event.data.tenant' },
    },
    async ({ event, step }) => {
      for (const n of [1, 2, 3, 4]) {
        await step.run(`s${n}`, async () => {
          record(event.data.k, `s${n}`)
          await pause(100)
        })
      }
      record(event.data.k, 'done')
    },
  )
  await executor.register(client, [work])
  const keys = Array.from({ length: 6 }, newKey)
  await client.send(keys.map((k) => ({ name: 't/work', data: { k, tenant: 'one' } })))
  await until(() => keys.some((k) => countOf(k, 's2')[0] === 1))

  await cluster.stopServer()
  expect((await executor.health()).ok).toBe(false)
  await pause(300)
  await cluster.startServer()

  await Promise.all(keys.map((k) => untilDone(k, 60_000)))
  await until(async () => (await executor.health()).ok)
  const last = newKey()
  await client.send({ name: 't/work', data: { k: last, tenant: 'two' } })
  await untilDone(last)
  await until(async () => {
    const { queueDepth, inFlight } = await executor.health()
    return queueDepth === 0 && inFlight === 0
  })
}, 90_000)

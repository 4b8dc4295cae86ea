import type { Inngest } from 'inngest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EMBEDDED_BASE_URL, type EmbeddedExecutor, startEmbeddedExecutor } from '@/inngest/embedded/host'
import { leastOf } from '../support/least-of'
import { query, startCluster, type TestCluster } from './support/cluster'
import { newClient } from './support/harness'
import { countOf, newKey, pause, record, until, untilProbe } from './support/probes'
import { quiet } from './support/quiet'

const WORK_MS = 40

type Concurrency = NonNullable<Parameters<Inngest['createFunction']>[0]['concurrency']>

/** A function whose every run works a little, for the tenant in its event. */
const working = (client: Inngest, id: string, concurrency: Concurrency) =>
  client.createFunction(
    { id, triggers: [{ event: `t/${id}` }], retries: 0, concurrency },
    async ({ event, step }) => {
      await step.run('work', async () => {
        record(event.data.tenant, 'start')
        await pause(WORK_MS)
      })
    },
  )

describe('a tenant with 1,000 queued jobs', () => {
  let cluster: TestCluster
  let executor: EmbeddedExecutor
  let client: Inngest
  let connectionString: string

  beforeAll(async () => {
    cluster = await startCluster()
    connectionString = await cluster.createDatabase()
    executor = await startEmbeddedExecutor({
      connectionString,
      workerId: 'test',
      fairBy: 'event.data.tenant',
      logger: quiet,
    })
    client = newClient(EMBEDDED_BASE_URL, executor.keys, executor.fetch)
    await executor.register(client, [
      working(client, 'keyed', [{ limit: 5, key: 'event.data.tenant' }]),
      working(client, 'twice-keyed', [
        { limit: 8, key: '"all"' },
        { limit: 5, key: 'event.data.tenant' },
      ]),
      working(client, 'unkeyed', 100),
    ])
  })

  afterAll(async () => {
    await executor.stop()
    await cluster.end()
  })

  test.each(['keyed', 'twice-keyed', 'unkeyed'])(
    'delays another tenant by less than a second (%s)',
    async (id) => {
      expect(await leastOf(1_000, () => delayBesideCrowd(id), 3)).toBeLessThan(1_000)
    },
    90_000,
  )

  /** Milliseconds until another tenant’s job starts behind a thousand; without end when they were done before it. */
  async function delayBesideCrowd(id: string): Promise<number> {
    const [crowd, single] = [newKey(), newKey()]
    await client.send(Array.from({ length: 1_000 }, () => ({ name: `t/${id}`, data: { tenant: crowd } })))
    await until(() => (countOf(crowd, 'start')[0] ?? 0) > 20)
    const sentAt = Date.now()
    await client.send({ name: `t/${id}`, data: { tenant: single } })
    const { atMs } = await untilProbe(single, 'start')
    // Else the other came when there was no crowd any more, and shows nothing.
    const wasCrowded = (countOf(crowd, 'start')[0] ?? 0) < 600 && (await executor.health()).queueDepth > 300
    // The rest of the crowd is not waited for.
    await query(connectionString, "SELECT executor.end_run(id, 'cancelled', NULL) FROM executor.runs")
    return wasCrowded ? atMs - sentAt : Number.POSITIVE_INFINITY
  }
})

import { Inngest } from 'inngest'
import { expect, test } from 'vitest'
import { EMBEDDED_BASE_URL, startEmbeddedExecutor } from '@/inngest/embedded/host'
import { startCluster } from './support/cluster'

const logger = { info: console.log, warn: console.log, error: console.log }

test('smoke', { timeout: 20000 }, async () => {
  const t0 = Date.now()
  const cluster = await startCluster()
  const url = await cluster.createDatabase()
  console.log('cluster', Date.now() - t0)
  const executor = await startEmbeddedExecutor({ connectionString: url, workerId: 'a', logger })
  const client = new Inngest({
    id: 'app',
    isDev: false,
    baseUrl: EMBEDDED_BASE_URL,
    fetch: executor.fetch,
    ...executor.keys,
  })
  let resolve: (v: unknown) => void = () => {}
  const done = new Promise((r) => {
    resolve = r
  })
  const fn = client.createFunction({ id: 'f', triggers: [{ event: 'a' }] }, async ({ event, step }) => {
    const a = await step.run('a', () => 1)
    await step.sleep('z', '1s')
    const b = await Promise.all([step.run('b', () => a + 1), step.run('c', () => 5)])
    resolve([a, b, event.data])
    return b
  })
  const lone = client.createFunction({ id: 'l', triggers: [{ event: 'l' }] }, async ({ event, step }) => {
    await step.run('a', () => 1)
    await step.run('b', () => 1)
    await step.run('c', () => 1)
    resolve(1)
  })
  await executor.register(client, [fn, lone])
  await client.send({ name: 'a', data: { x: 1 } })
  expect(await done).toEqual([1, [2, 5], { x: 1 }])
  const times = []
  for (let i = 0; i < 100; i++) {
    const d = new Promise((r) => {
      resolve = r
    })
    const t = performance.now()
    await client.send({ name: 'l', data: { x: 1 } })
    await d
    times.push(performance.now() - t)
  }
  times.sort((a, b) => a - b)
  console.log('p50', times[50], 'p95', times[95])
  console.log(await executor.health())
  await executor.stop()
  await cluster.end()
})

import { type Inngest, type InngestFunction, referenceFunction } from 'inngest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RegistrationError } from '@/inngest/embedded/errors'
import { EMBEDDED_BASE_URL, type EmbeddedExecutor, startEmbeddedExecutor } from '@/inngest/embedded/host'
import { endOf } from './behaviours/steps'
import { query, startCluster, type TestCluster } from './support/cluster'
import { newClient, requestsOf } from './support/harness'
import { newKey } from './support/probes'
import { quiet } from './support/quiet'

type Config = Parameters<Inngest['createFunction']>[0]

let cluster: TestCluster
let connectionString: string
let executor: EmbeddedExecutor
let client: Inngest

beforeAll(async () => {
  cluster = await startCluster()
  connectionString = await cluster.createDatabase()
  executor = await startEmbeddedExecutor({ connectionString, workerId: 'test', logger: quiet })
  client = newClient(EMBEDDED_BASE_URL, executor.keys, executor.fetch)
})

afterAll(async () => {
  await executor.stop()
  await cluster.end()
})

describe('a registration that asks for what is not supported is refused by function and reason', () => {
  const trigger = [{ event: 't/never' }]
  const cases: [string, Partial<Config>, string][] = [
    ['throttle', { throttle: { limit: 1, period: '1s' } }, 'throttle is not supported'],
    ['rateLimit', { rateLimit: { limit: 1, period: '1s' } }, 'rateLimit is not supported'],
    ['singleton', { singleton: { mode: 'skip' } }, 'singleton is not supported'],
    ['priority', { priority: { run: 'event.data.p' } }, 'priority is not supported'],
    ['timeouts', { timeouts: { finish: '1m' } }, 'timeouts is not supported'],
    ['a scope', { concurrency: { limit: 1, scope: 'env', key: '"x"' } }, 'concurrency.scope "env"'],
    ['a jitter', { triggers: [{ cron: '* * * * *', jitter: '30s' } as { cron: string }] }, 'triggers.jitter'],
    ['too many retries', { retries: 21 as 20 }, 'retries must be a whole number from 0 to 20'],
    [
      'a large batch',
      { batchEvents: { maxSize: 101, timeout: '1s' } },
      'batchEvents.maxSize must be from 1 to 100',
    ],
    ['a bad duration', { debounce: { period: 'soon' as '1s' } }, 'debounce.period "soon" is not a duration'],
    ['a bad cron', { triggers: [{ cron: '99 * * * *' }] }, 'cron "99 * * * *"'],
    ['seconds in a cron', { triggers: [{ cron: '* * * * * *' }] }, 'cron "* * * * * *"'],
    [
      'an unknown function',
      { idempotency: 'event.data.k.upperAscii()' },
      'function upperAscii() is not supported',
    ],
    ['an unknown name', { idempotency: 'request.id' }, 'unknown name "request"'],
    ['a wildcard inside', { triggers: [{ event: 'a/*/b' }] }, 'a wildcard is supported only at the end'],
    [
      'eleven triggers',
      { triggers: Array.from({ length: 11 }, () => ({ event: 'x' })) },
      'at most 10 triggers',
    ],
    ['six cancelOn', { cancelOn: Array.from({ length: 6 }, () => ({ event: 'x' })) }, 'at most 5 cancelOn'],
    [
      'three concurrency limits',
      { concurrency: [{ limit: 1 }, { limit: 1 }, { limit: 1 }] as unknown as { limit: number } },
      'at most 2 concurrency limits',
    ],
    [
      'a batch that can be cancelled',
      { batchEvents: { maxSize: 2, timeout: '1s' }, cancelOn: [{ event: 'x' }] },
      'batchEvents cannot be combined with cancelOn',
    ],
    [
      'a batch with idempotency',
      { batchEvents: { maxSize: 2, timeout: '1s' }, idempotency: 'event.data.k' },
      'batchEvents cannot be combined with idempotency',
    ],
  ]

  test.each(cases)('%s', async (_, config, reason) => {
    const fine = client.createFunction({ id: 'fine', triggers: trigger }, () => undefined)
    const refused = client.createFunction({ id: 'refused', triggers: trigger, ...config }, () => undefined)
    const error = await executor.register(client, [fine, refused]).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(RegistrationError)
    expect(String(error)).toContain('function "app-refused" cannot run on the embedded executor')
    expect(String(error)).toContain(reason)
    expect(await query(connectionString, 'SELECT FROM executor.functions')).toHaveLength(0)
  })
})

describe('an operation that is not supported ends its run by name', () => {
  type Work = (
    step: StepTools,
    parallel: (work: () => Promise<unknown>) => Promise<unknown>,
  ) => Promise<unknown>

  const functions = (): InngestFunction.Any[] => {
    const fn = (id: string, config: Partial<Config>, work: Work) =>
      client.createFunction(
        { id, triggers: [{ event: `t/${id}` }], retries: 2, ...config },
        async ({ step, group }) =>
          work(step as unknown as StepTools, (inner) => group.parallel({ mode: 'race' }, inner)),
      )
    return [
      fn('wait', {}, (step) => step.waitForEvent('w', { event: 'x', timeout: '1m' })),
      fn('invoke', {}, (step) => step.invoke('i', { function: referenceFunction({ functionId: 'x' }) })),
      fn('signal', {}, (step) => step.waitForSignal('s', { signal: 'x', timeout: '1m' })),
      fn('race', {}, (step, parallel) =>
        parallel(() => Promise.race([step.run('a', () => 1), step.run('b', () => 2)])),
      ),
      fn('old-parallelism', { optimizeParallelism: false }, async (step) => step.run('a', () => 1)),
    ]
  }

  test.each([
    ['wait', 'step.waitForEvent() (WaitForEvent)'],
    ['invoke', 'step.invoke() (InvokeFunction)'],
    ['signal', 'step.waitForSignal() (WaitForSignal)'],
    ['race', 'group.parallel() with a mode'],
    ['old-parallelism', 'optimizeParallelism: false'],
  ])('%s', async (id, operation) => {
    await executor.register(client, functions())
    const harness = requestsOf(client, EMBEDDED_BASE_URL, executor.keys, executor.fetch)
    const eventId = await harness.send(`t/${id}`, { k: newKey() })
    const end = await endOf(harness, eventId)
    expect(end.status).toBe('Failed')
    expect(end.output).toMatchObject({
      name: 'EmbeddedExecutorUnsupported',
      message: `${operation} is not supported by the embedded executor`,
    })
  })
})

/** The step tools these tests misuse; their real types depend on functions that do not exist. */
interface StepTools {
  run(id: string, work: () => unknown): Promise<unknown>
  waitForEvent(id: string, options: { event: string; timeout: string }): Promise<unknown>
  waitForSignal(id: string, options: { signal: string; timeout: string }): Promise<unknown>
  invoke(id: string, options: { function: unknown }): Promise<unknown>
}

test.each([
  ['POST', '/v1/signals'],
  ['POST', '/fn/register'],
  ['POST', '/v1/checkpoint'],
  ['POST', '/v1/checkpoint/run/steps'],
  ['POST', '/v1/realtime/publish'],
  ['POST', '/v1/realtime/token'],
  ['POST', '/v1/runs/run/metadata'],
  ['POST', '/v0/connect/start'],
  ['POST', '/invoke/app-fine'],
])('%s %s answers 501 and says why', async (method, path) => {
  const harness = requestsOf(client, EMBEDDED_BASE_URL, executor.keys, executor.fetch)
  const { status, json } = await harness.request(method, path, { body: {}, authorized: true })
  expect(status).toBe(501)
  expect(json.error).toBe(`${method} ${path} is not supported by the embedded executor`)
})

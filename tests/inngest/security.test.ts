import { serve } from 'inngest/edge'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EMBEDDED_BASE_URL, type EmbeddedExecutor, startEmbeddedExecutor } from '@/inngest/embedded/host'
import { canonicalJson, sign } from '@/inngest/embedded/signing'
import { endOf } from './behaviours/steps'
import { query, startCluster, type TestCluster } from './support/cluster'
import { type Harness, newClient, requestsOf } from './support/harness'
import { type HttpHost, serveHttp } from './support/http-host'
import { countOf, newKey, pause, record, until, untilDone, untilProbe } from './support/probes'
import { quiet } from './support/quiet'

/** What stands between executor and app alters the first answer of a function that is not yet altered. */
const altered = new Set<string>()

describe('between the executor and the functions', () => {
  let cluster: TestCluster
  let connectionString: string
  let executor: EmbeddedExecutor
  let app: HttpHost
  let harness: Omit<Harness, 'stop' | 'connectionString'>

  beforeAll(async () => {
    cluster = await startCluster()
    connectionString = await cluster.createDatabase()
    executor = await startEmbeddedExecutor({ connectionString, workerId: 'test', logger: quiet })
    const client = newClient(EMBEDDED_BASE_URL, executor.keys, executor.fetch)
    harness = requestsOf(client, EMBEDDED_BASE_URL, executor.keys, executor.fetch)
    const functions = [
      client.createFunction(
        { id: 'plain', triggers: [{ event: 't/plain' }], retries: 0, checkpointing: false },
        ({ event }) => {
          record(event.data.k, 'run')
          return 'true'
        },
      ),
      client.createFunction(
        { id: 'waits', triggers: [{ event: 't/waits' }], retries: 0 },
        async ({ event, step, runId }) => {
          await step.run('waits', async () => {
            record(event.data.k, 'in', runId)
            await pause(600)
          })
          record(event.data.k, 'done')
        },
      ),
    ]
    const handler = serve({ client, functions, enableUnauthedSync: false } as Parameters<typeof serve>[0])
    app = await serveHttp(async (request) => {
      const functionId = new URL(request.url).searchParams.get('fnId')
      const response = await handler(request)
      if (functionId !== 'app-plain' || altered.has(functionId)) return response
      altered.add(functionId)
      const body = (await response.text()).replace('true', 'forged')
      return new Response(body, { status: response.status, headers: response.headers })
    })
    await executor.registerUrl(`${app.origin}/api/inngest`)
  })

  afterAll(async () => {
    await executor.stop()
    await app.close()
    await cluster.end()
  })

  test('an answer that was altered on its way is not believed, and the call is made again', async () => {
    const k = newKey()
    const id = await harness.send('t/plain', { k })
    expect(await endOf(harness, id)).toMatchObject({ status: 'Completed', output: 'true' })
    expect(countOf(k, 'run')).toEqual([2])
  })

  test.each(['GET', 'PUT', 'POST'])('an unsigned %s to the functions is refused with 401', async (method) => {
    const response = await fetch(`${app.origin}/api/inngest?fnId=app-waits&stepId=step`, {
      method,
      ...(method === 'GET' ? {} : { body: '{}' }),
    })
    expect(response.status).toBe(401)
  })

  test('a call that was altered after it was signed, or is old, is refused with 401', async () => {
    const k = newKey()
    const event = { name: 't/waits', data: { k } }
    const body = { version: -1, event, events: [event], steps: {}, ctx: { run_id: 'none', attempt: 0 } }
    const call = (sent: unknown, signature: string) =>
      fetch(`${app.origin}/api/inngest?fnId=app-waits&stepId=step`, {
        method: 'POST',
        headers: { 'x-inngest-signature': signature },
        body: JSON.stringify(sent),
      })
    const { signingKey } = executor.keys
    const signature = sign(canonicalJson(body), signingKey, Date.now())
    expect((await call({ ...body, steps: { a: { data: 1 } } }, signature)).status).toBe(401)
    const old = sign(canonicalJson(body), signingKey, Date.now() - 6 * 60_000)
    expect((await call(body, old)).status).toBe(401)
    const foreign = sign(canonicalJson(body), `signkey-prod-${'0'.repeat(64)}`, Date.now())
    expect((await call(body, foreign)).status).toBe(401)
    expect(countOf(k, 'in')).toEqual([0])
    // The same call, untouched, is run: the refusals above are for what they say.
    expect((await call(body, signature)).status).toBe(206)
    expect(countOf(k, 'in')).toEqual([1])
  })

  test('an app that signs with another key cannot register', async () => {
    const client = newClient(EMBEDDED_BASE_URL, {
      ...executor.keys,
      signingKey: `signkey-prod-${'1'.repeat(64)}`,
    })
    const stranger = await serveHttp(
      serve({ client, functions: [], enableUnauthedSync: false } as Parameters<typeof serve>[0]),
    )
    await expect(executor.registerUrl(`${stranger.origin}/api/inngest`)).rejects.toThrow(
      'did not register: 401',
    )
    await stranger.close()
  })

  test.each([
    ['POST', '/v1/checkpoint/some-run/async'],
    ['GET', '/v0/runs/some-run/actions'],
    ['GET', '/v0/runs/some-run/batch'],
    ['GET', '/v1/events/some-event/runs'],
    ['GET', '/v1/runs/some-run'],
    ['DELETE', '/v1/runs/some-run'],
  ])('the API refuses %s %s without the key', async (method, path) => {
    const body = method === 'POST' ? { body: {} } : {}
    expect((await harness.request(method, path, body)).status).toBe(401)
    const headers = { authorization: `Bearer ${'0'.repeat(64)}` }
    expect((await harness.request(method, path, { ...body, headers })).status).toBe(401)
  })

  test('a checkpoint of an outdated generation answers 409 and keeps nothing; the current one is kept', async () => {
    const k = newKey()
    await harness.send('t/waits', { k })
    const runId = String((await untilProbe(k, 'in')).value)
    const [job] = await query<{ id: string; gen: number }>(
      connectionString,
      'SELECT id, gen FROM executor.jobs WHERE run_id = $1',
      [runId],
    )
    const checkpoint = (more: object) =>
      harness.request('POST', `/v1/checkpoint/${runId}/async`, {
        authorized: true,
        body: {
          run_id: runId,
          qi_id: job?.id,
          generation_id: job?.gen,
          steps: [{ id: 'f'.repeat(40), op: 'StepRun', name: 'forged', data: 1 }],
          ...more,
        },
      })
    const kept = () =>
      query(connectionString, 'SELECT FROM executor.steps WHERE run_id = $1 AND step_id = $2', [
        runId,
        'f'.repeat(40),
      ])
    expect((await checkpoint({ generation_id: (job?.gen ?? 0) - 1 })).status).toBe(409)
    expect((await checkpoint({ qi_id: '999999' })).status).toBe(409)
    expect((await checkpoint({ generation_id: 'none' })).status).toBe(400)
    expect(await kept()).toHaveLength(0)
    expect((await checkpoint({})).status).toBe(200)
    expect(await kept()).toHaveLength(1)
    await untilDone(k)
    await until(async () => (await checkpoint({})).status === 409)
  })

  test('keys are made once and stay', async () => {
    const second = await startEmbeddedExecutor({ connectionString, workerId: 'second', logger: quiet })
    expect(second.keys).toEqual(executor.keys)
    await second.stop()
  })
})

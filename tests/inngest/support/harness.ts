import { fork } from 'node:child_process'
import { Inngest, type InngestFunction } from 'inngest'
import { serve } from 'inngest/edge'
import { EMBEDDED_BASE_URL, startEmbeddedExecutor } from '@/inngest/embedded/host'
import { bearerToken } from '@/inngest/embedded/signing'
import type { ExecutorKeys } from '@/inngest/embedded/store/keys'
import { startCluster } from './cluster'
import { serveHttp } from './http-host'
import { quiet } from './quiet'

/** Functions on an executor, however the two reach each other. */
export interface Harness {
  client: Inngest
  keys: ExecutorKeys
  connectionString: string
  /** Sends one event; answers its id. */
  send(name: string, data: Record<string, unknown>, more?: { id?: string; ts?: number }): Promise<string>
  /** A raw request to the executor's API; `authorized` adds the bearer token. */
  request(
    method: string,
    path: string,
    options?: { body?: unknown; headers?: Record<string, string>; authorized?: boolean },
  ): Promise<{ status: number; json: Record<string, unknown> }>
  stop(): Promise<void>
}

type MakeFunctions = (client: Inngest) => InngestFunction.Any[]

export type StartHarness = (makeFunctions: MakeFunctions) => Promise<Harness>

const APP = 'app'
/** Short, so that tests of retries do not wait. */
export const RETRY_DELAYS_MS = [60, 60, 60]

/** The executor and the functions in this process. */
export const startInProcess: StartHarness = async (makeFunctions) => {
  const cluster = await startCluster()
  const connectionString = await cluster.createDatabase()
  const executor = await startEmbeddedExecutor({
    connectionString,
    retryDelaysMs: RETRY_DELAYS_MS,
    workerId: 'test',
    logger: quiet,
  })
  const client = newClient(EMBEDDED_BASE_URL, executor.keys, executor.fetch)
  await executor.register(client, makeFunctions(client))
  return {
    ...requestsOf(client, EMBEDDED_BASE_URL, executor.keys, executor.fetch),
    connectionString,
    async stop() {
      await executor.stop()
      await cluster.end()
    },
  }
}

/** The executor in a process of its own, the functions here: both ways over signed HTTP. */
export const startOverHttp: StartHarness = async (makeFunctions) => {
  const cluster = await startCluster()
  const connectionString = await cluster.createDatabase()
  const options = JSON.stringify({ connectionString, retryDelaysMs: RETRY_DELAYS_MS })
  const child = fork(new URL('./executor-process.ts', import.meta.url), [options], {
    execArgv: ['--import', 'tsx'],
  })
  const said = () =>
    new Promise<Record<string, unknown>>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Record<string, unknown>))
      child.once('exit', (code) => reject(new Error(`the executor's process ended with ${code}`)))
    })
  const { origin, keys } = (await said()) as { origin: string; keys: ExecutorKeys }
  const client = newClient(origin, keys)
  const app = await serveHttp(
    serve({ client, functions: makeFunctions(client), enableUnauthedSync: false } as Parameters<
      typeof serve
    >[0]),
  )
  child.send({ registerUrl: `${app.origin}/api/inngest` })
  const { refused } = await said()
  if (refused !== undefined) throw new Error(String(refused))
  return {
    ...requestsOf(client, origin, keys, fetch),
    connectionString,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.send({ stop: true })
      await ended
      await app.close()
      await cluster.end()
    },
  }
}

/** A client that keeps to itself what functions throw. */
export const newClient = (baseUrl: string, keys: ExecutorKeys, own?: typeof fetch): Inngest =>
  new Inngest({
    id: APP,
    isDev: false,
    baseUrl,
    ...keys,
    logger: quiet,
    ...(own === undefined ? {} : { fetch: own }),
  })

/** What a test does with an executor, at whatever address. */
export function requestsOf(
  client: Inngest,
  baseUrl: string,
  keys: ExecutorKeys,
  reach: typeof fetch,
): Omit<Harness, 'stop' | 'connectionString'> {
  return {
    client,
    keys,
    async send(name, data, more = {}) {
      const { ids } = await client.send({ name, data, ...more })
      return ids[0] ?? ''
    },
    async request(method, path, { body, headers = {}, authorized = false } = {}) {
      const response = await reach(baseUrl + path, {
        method,
        headers: authorized
          ? { ...headers, authorization: `Bearer ${bearerToken(keys.signingKey)}` }
          : headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      return {
        status: response.status,
        json: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
      }
    },
  }
}

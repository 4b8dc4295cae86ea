import { createServer, type Server } from 'node:http'
import { serve } from 'inngest/node'
import { type DatabaseRole, databaseUrl, type Env } from '@/lib/env'
import { log } from '@/lib/log'
import type { RelayedEvent } from '@/lib/outbox/relay-outbox'
import type { Wiring } from '@/lib/wiring'
import { createInngest } from './client'
import { createFunctions } from './create-functions'
import { EMBEDDED_BASE_URL, startEmbeddedExecutor } from './embedded/host'

/** Whatever runs the functions, as the worker sees it. */
export interface Executor {
  send(events: RelayedEvent[]): Promise<void>
  isWell(): Promise<boolean>
  stop(graceMs: number): Promise<void>
}

/** The embedded executor in this process, or this process serving its functions to an Inngest server. */
export const startExecutor = (env: Env, wiring: Wiring, workerId: string): Promise<Executor> =>
  env.INNGEST_MODE === 'embedded' ? startEmbedded(env, wiring, workerId) : serveFunctions(env, wiring)

const executorRole: DatabaseRole = 'executor'

async function startEmbedded(env: Env, wiring: Wiring, workerId: string): Promise<Executor> {
  const host = await startEmbeddedExecutor({
    connectionString: databaseUrl(env, executorRole),
    workerId,
    fairBy: 'event.data.tenantId',
    logger: log(),
  })
  const inngest = createInngest({ baseUrl: EMBEDDED_BASE_URL, fetch: host.fetch, ...host.keys })
  await host.register(inngest, createFunctions(inngest, wiring))
  return {
    send: async (events) => void (await inngest.send(events)),
    isWell: async () => (await host.health()).ok,
    stop: async (graceMs) => {
      await host.drain(graceMs)
      await host.stop()
    },
  }
}

const servePath = '/api/inngest'

/**
 * The functions on the worker's own port. Unsigned requests are refused, also the one that would tell a server to
 * look elsewhere for them: it takes the address from the Host header.
 */
async function serveFunctions(env: Env, wiring: Wiring): Promise<Executor> {
  const { INNGEST_BASE_URL, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY, INNGEST_SERVE_ORIGIN } = env
  if (!INNGEST_BASE_URL || !INNGEST_EVENT_KEY || !INNGEST_SIGNING_KEY || !INNGEST_SERVE_ORIGIN) {
    throw new Error('INNGEST_MODE=server without its settings')
  }
  const inngest = createInngest({
    baseUrl: INNGEST_BASE_URL,
    eventKey: INNGEST_EVENT_KEY,
    signingKey: INNGEST_SIGNING_KEY,
  })
  const handler = serve({
    client: inngest,
    functions: createFunctions(inngest, wiring),
    serveOrigin: INNGEST_SERVE_ORIGIN,
    servePath,
    enableUnauthedSync: false,
  })
  const server = await listenOn(createServer(handler), env.WORKER_PORT)
  return {
    send: async (events) => void (await inngest.send(events)),
    isWell: async () => server.listening,
    stop: (graceMs) => closeServer(server, graceMs),
  }
}

const listenOn = (server: Server, port: number): Promise<Server> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, () => resolve(server))
  })

const closeServer = (server: Server, graceMs: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
  })

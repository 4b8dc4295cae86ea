import type { Inngest, InngestFunction } from 'inngest'
import { executorApi } from './api/executor-api'
import { ExpressionError } from './cel/lexer'
import { type Expression, parseExpression } from './cel/parse'
import { Dispatcher, type HostedFunction } from './engine/dispatcher'
import { FunctionRegistry } from './events/function-registry'
import { Ingest } from './events/ingest'
import { type ExecutorHealth, readHealth } from './health'
import type { Logger } from './logger'
import { Database } from './store/database'
import { type ExecutorKeys, readOrCreateKeys } from './store/keys'
import { Membership } from './store/membership'
import { registerFunctions } from './store/register-functions'
import { DEFAULT_RETENTION, type RetentionOptions, startRetention } from './timers/retention'
import { Timers } from './timers/timers'
import { httpTransport } from './transport/http'
import { inProcessTransport } from './transport/in-process'
import type { Transport } from './transport/transport'

export interface EmbeddedExecutorOptions {
  /** A role that owns the schema `executor`, which must be migrated (see migrateExecutor). */
  connectionString: string
  /** Around a transaction pooler, for the one connection that holds a session lock and listens. */
  directConnectionString?: string
  /** Tells this process apart in logs; it need not be unique. */
  workerId: string
  /** Calls in flight in this process. */
  concurrency?: number
  /** Connections besides the one that listens. */
  maxConnections?: number
  /** Delays before the second, third … attempt, instead of the server's table. */
  retryDelaysMs?: readonly number[]
  /** How long a call may take before it counts as lost. */
  callTimeoutMs?: number
  /** Whose turn it is: an expression over the event ("event.data.tenantId"). Default: the first concurrency key. */
  fairBy?: string
  retention?: Partial<RetentionOptions>
  logger: Logger
}

export interface EmbeddedExecutor {
  readonly keys: ExecutorKeys
  /** For `new Inngest({ fetch, baseUrl, isDev: false, ...keys })`, or to be mounted on a port of its own. */
  readonly fetch: typeof fetch
  /** Hosts functions of this process. Throws RegistrationError for what cannot be run; then starts them. */
  register(client: Inngest.Any, functions: readonly InngestFunction.Any[]): Promise<void>
  /** Hosts functions another process serves at this URL, over signed HTTP. */
  registerUrl(serveUrl: string): Promise<void>
  health(): Promise<ExecutorHealth>
  /** Claims no more and waits for calls in flight, at the latest for `timeoutMs`. */
  drain(timeoutMs: number): Promise<void>
  /** Leaves; what is still in flight goes back and is refused when it reports. */
  stop(): Promise<void>
}

/** Where a client of the embedded executor sends its requests; only `fetch` above answers there. */
export const EMBEDDED_BASE_URL = 'http://inngest.embedded'

const DEFAULT_CONCURRENCY = 20
const DEFAULT_MAX_CONNECTIONS = 8
const DEFAULT_CALL_TIMEOUT_MS = 10 * 60_000

/** Joins the executor of this database as a worker. Rejects when the database cannot be reached. */
export async function startEmbeddedExecutor(options: EmbeddedExecutorOptions): Promise<EmbeddedExecutor> {
  const { logger } = options
  const db = new Database(options.connectionString, options.maxConnections ?? DEFAULT_MAX_CONNECTIONS, logger)
  const retention = { ...DEFAULT_RETENTION, ...options.retention }
  const callTimeoutMs = options.callTimeoutMs ?? DEFAULT_CALL_TIMEOUT_MS
  const hosted = new Map<string, HostedFunction>()
  const registry = new FunctionRegistry()

  const membership = new Membership({
    connectionString: options.directConnectionString ?? options.connectionString,
    workerId: options.workerId,
    logger,
    hosted: () => [...hosted.keys()],
    onJoined: () => dispatcher.kick(),
    onTold: () => dispatcher.kick(),
  })
  const onReady = () => {
    dispatcher.kick()
    if (timers.others > 0) membership.tellOthers()
  }
  const ingest = new Ingest({
    ...{ db, registry, logger },
    fairBy: fairnessOf(options.fairBy),
    dedupeWindowMs: retention.dedupeMs,
    onCommitted: onReady,
  })
  const settling = { db, registry, ingest, retryDelaysMs: options.retryDelaysMs }
  const dispatcher = new Dispatcher({
    ...settling,
    ...{ membership, hosted, logger },
    concurrency: options.concurrency ?? DEFAULT_CONCURRENCY,
    onDue: (inMs) => timers.wakeIn(inMs),
    onSettled: () => {
      if (timers.others > 0) membership.tellOthers()
    },
  })
  const timers = new Timers({ db, registry, ingest, membership, logger, onDue: onReady })

  const keys = await readOrCreateKeys(db)
  await membership.join()
  timers.start()
  const stopRetention = startRetention(db, retention, logger)

  const health = () => readHealth(db, membership, dispatcher, timers)
  const host = async (transport: Transport) => {
    const plans = await registerFunctions(db, await transport.readRegistrations())
    for (const plan of plans) hosted.set(plan.id, { plan, transport })
    await membership.tellHosted()
    timers.wakeIn(0)
    dispatcher.kick()
  }
  return {
    keys,
    fetch: executorApi({ ...settling, keys, health, logger }),
    register: (client, functions) => host(inProcessTransport(client, functions, callTimeoutMs)),
    registerUrl: (serveUrl) => host(httpTransport(serveUrl, keys.signingKey, callTimeoutMs)),
    health,
    drain: (timeoutMs) => dispatcher.drain(timeoutMs),
    async stop() {
      await dispatcher.drain(0)
      timers.stop()
      stopRetention()
      await membership.leave()
      await db.end()
    },
  }
}

function fairnessOf(expression: string | undefined): Expression | null {
  if (expression === undefined) return null
  try {
    return parseExpression(expression)
  } catch (error) {
    if (error instanceof ExpressionError) throw new Error(`fairBy "${expression}": ${error.message}`)
    throw error
  }
}

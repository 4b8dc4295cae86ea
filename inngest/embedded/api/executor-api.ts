import type { SettleContext } from '../engine/settle'
import { acceptEvents } from '../events/executor-event'
import { limits } from '../limits'
import type { Logger } from '../logger'
import { bearerToken, isSameText } from '../signing'
import type { ExecutorKeys } from '../store/keys'
import { keepCheckpointed } from './checkpoint'
import { cancelById, findRun, runState, runsOfEvent } from './runs'

export interface ApiOptions extends SettleContext {
  keys: ExecutorKeys
  logger: Logger
  health: () => Promise<{ ok: boolean }>
}

interface ApiRequest {
  headers: Headers
  body: () => Promise<unknown>
  /** What the parenthesised parts of the route matched. */
  parts: string[]
}

type Handler = (options: ApiOptions, request: ApiRequest) => Promise<Response>

/** Every route there is; what is not here answers 501. */
const ROUTES: readonly { method: string; path: RegExp; isOpen?: true; run: Handler }[] = [
  { method: 'POST', path: /^\/e\/([^/]+)$/, isOpen: true, run: takeEvents },
  { method: 'GET', path: /^\/health$/, isOpen: true, run: tellHealth },
  { method: 'POST', path: /^\/v1\/checkpoint\/([^/]+)\/async$/, run: checkpoint },
  { method: 'GET', path: /^\/v0\/runs\/([^/]+)\/(actions|batch)$/, run: tellState },
  { method: 'GET', path: /^\/v1\/events\/([^/]+)\/runs$/, run: listRuns },
  { method: 'GET', path: /^\/v1\/runs\/([^/]+)$/, run: getRun },
  { method: 'DELETE', path: /^\/v1\/runs\/([^/]+)$/, run: deleteRun },
]

/** The executor's HTTP API as a function of fetch's shape: the SDK calls it in process, or a server mounts it. */
export function executorApi(options: ApiOptions): typeof fetch {
  const token = bearerToken(options.keys.signingKey)
  return async (input, init) => {
    const request = new Request(input, init)
    const { pathname } = new URL(request.url)
    for (const route of ROUTES) {
      const match = route.method === request.method ? route.path.exec(pathname) : null
      if (match === null) continue
      if (route.isOpen !== true && !hasToken(request.headers, token, options.keys.signingKey)) {
        return json(401, { error: 'Unauthorized', status: 401 })
      }
      return answer(options, route.run, request, match.slice(1).map(decodeURIComponent))
    }
    const error = `${request.method} ${pathname} is not supported by the embedded executor`
    return json(501, { error, status: 501 })
  }
}

async function answer(
  options: ApiOptions,
  run: Handler,
  request: Request,
  parts: string[],
): Promise<Response> {
  try {
    return await run(options, { headers: request.headers, body: () => readBody(request), parts })
  } catch (error) {
    if (error instanceof UnreadableBody) return json(400, { error: error.message, status: 400, ids: [] })
    // The SDK tries again, with the same seed where it sends events.
    options.logger.error('executor: could not answer', { method: request.method, error: String(error) })
    return json(503, { error: 'the executor cannot reach its database', status: 503, ids: [] })
  }
}

class UnreadableBody extends Error {}

async function readBody(request: Request): Promise<unknown> {
  const text = await request.text()
  if (text.length > limits.requestBytes) throw new UnreadableBody('the body is too large')
  try {
    return JSON.parse(text)
  } catch {
    throw new UnreadableBody('the body is not JSON')
  }
}

const json = (status: number, body: unknown): Response => rawJson(status, JSON.stringify(body))

const rawJson = (status: number, body: string): Response =>
  new Response(body, { status, headers: { 'content-type': 'application/json' } })

/** The signing key as bearer, raw or hashed, as the server takes it. */
function hasToken(headers: Headers, token: string, signingKey: string): boolean {
  const given = /^Bearer (.+)$/.exec(headers.get('authorization') ?? '')?.[1] ?? ''
  return isSameText(given, token) || isSameText(given, signingKey)
}

async function takeEvents(options: ApiOptions, request: ApiRequest): Promise<Response> {
  if (!isSameText(request.parts[0] ?? '', options.keys.eventKey)) {
    return json(401, { ids: [], status: 401, error: 'Event key not found' })
  }
  const seed = request.headers.get('x-inngest-event-id-seed')
  const accepted = acceptEvents(await request.body(), seed, Date.now())
  if (!accepted.ok) return json(400, { ids: [], status: 400, error: accepted.reason })
  await options.ingest.accept(accepted.events)
  return json(200, { ids: accepted.events.map((event) => event.internalId), status: 200 })
}

async function tellHealth(options: ApiOptions): Promise<Response> {
  const health = await options.health()
  return json(health.ok ? 200 : 503, health)
}

async function checkpoint(options: ApiOptions, request: ApiRequest): Promise<Response> {
  const status = await keepCheckpointed(options, request.parts[0] ?? '', await request.body())
  return json(
    status,
    status === 200 ? {} : { error: status === 409 ? 'stale dispatch' : 'not understood', status },
  )
}

async function tellState(options: ApiOptions, request: ApiRequest): Promise<Response> {
  const state = await runState(options.db, request.parts[0] ?? '')
  if (state === null) return json(404, { error: 'run not found', status: 404 })
  return rawJson(200, request.parts[1] === 'actions' ? state.steps : state.events)
}

async function listRuns(options: ApiOptions, request: ApiRequest): Promise<Response> {
  return json(200, { data: await runsOfEvent(options.db, request.parts[0] ?? '') })
}

async function getRun(options: ApiOptions, request: ApiRequest): Promise<Response> {
  const run = await findRun(options.db, request.parts[0] ?? '')
  return run === null ? json(404, { error: 'run not found', status: 404 }) : json(200, { data: run })
}

async function deleteRun(options: ApiOptions, request: ApiRequest): Promise<Response> {
  const { db, registry, ingest } = options
  const isCancelled = await cancelById(db, registry, ingest, request.parts[0] ?? '')
  return isCancelled ? new Response(null, { status: 204 }) : json(404, { error: 'no such run', status: 404 })
}

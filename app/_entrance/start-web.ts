import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Instrumentation } from 'next'
import { clientAddress } from '@/lib/access/client-address'
import { getEnv } from '@/lib/env'
import { startOutageWatch } from '@/lib/health/watch-outage'
import { announceToEverybody } from '@/lib/live/announce'
import { alarmChange } from '@/lib/live/types'
import { log } from '@/lib/log'
import { answerBeforeNext } from './answer-before-next'
import { closeLiveStreams } from './live-stream'
import { preparePage } from './page-request'

/** A wrong environment stops the web process here, before the first request. */
export function startWeb(): void {
  const { TRUSTED_PROXY_HOPS, NODE_ENV } = getEnv()
  subscribe('http.server.request.start', (message) => {
    const begun = requestOf(message)
    if (!begun) return
    // While pages are developed their routes change: Next has the new ones.
    if (NODE_ENV === 'production') answerBeforeNext(begun.server)
    believeSocketAddress(begun.request, TRUSTED_PROXY_HOPS)
    preparePage(begun.request, begun.response)
  })
  const stopWatch = startOutageWatch(() => announceToEverybody(alarmChange))
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      stopWatch()
      closeLiveStreams()
    })
}

type RequestErrorArguments = Parameters<Instrumentation.onRequestError>

/** What escaped a page or an action. The digest is what the person sees; no query is written down. */
export function logRequestError(
  error: RequestErrorArguments[0],
  { method, path }: RequestErrorArguments[1],
  { routePath, routeType }: RequestErrorArguments[2],
): void {
  const digest = error instanceof Error && 'digest' in error ? error.digest : undefined
  log().error(
    { err: error, digest, method, path: path.split('?')[0], route: routePath, kind: routeType },
    'request failed',
  )
}

/**
 * Decides the client's address before Next sees the request, and leaves it as the only entry of X-Forwarded-For:
 * Next fills that header from the socket only when it is missing, so that a client could write his own. The other
 * forwarded headers go: BASE_URL says what we are called.
 */
export function believeSocketAddress(
  request: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } },
  trustedHops: number,
): void {
  const { headers, socket } = request
  headers['x-forwarded-for'] = clientAddress(
    socket.remoteAddress ?? '',
    String(headers['x-forwarded-for'] ?? ''),
    trustedHops,
  )
  for (const name of ['host', 'proto', 'port']) delete headers[`x-forwarded-${name}`]
}

/** What Node tells on this channel. */
interface Begun {
  request: IncomingMessage
  response: ServerResponse
  server: Server
}

function requestOf(message: unknown): Begun | undefined {
  if (typeof message !== 'object' || message === null) return undefined
  return 'request' in message && 'response' in message && 'server' in message ? (message as Begun) : undefined
}

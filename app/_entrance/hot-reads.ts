import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { log } from '@/lib/log'
import { GET as readOverview } from '../t/[tenant]/data/overview/route'
import { GET as readTicket } from '../t/[tenant]/data/tickets/[number]/route'
import { GET as readTickets } from '../t/[tenant]/data/tickets/route'
import { plainReadOf } from './agent-read'
import type { AskedRoute, PathParams } from './agent-route'
import { answerHotPage } from './hot-pages'
import type { PlainAnswer } from './route-answers'
import { standingHeaders } from './standing-headers'

/**
 * What the inbox reads at every click, answered by the route's own handler before Next sees the request: finding the
 * route, and wrapping and unwrapping request and answer, took Next half of the time that they need. Whatever is not
 * written exactly so goes to Next, which finds the same handler.
 */
const hotReads = [
  { path: /^\/t\/([a-z0-9-]+)\/data\/overview$/, read: plainReadOf(readOverview), params: ['tenant'] },
  { path: /^\/t\/([a-z0-9-]+)\/data\/tickets$/, read: plainReadOf(readTickets), params: ['tenant'] },
  {
    path: /^\/t\/([a-z0-9-]+)\/data\/tickets\/(\d+)$/,
    read: plainReadOf(readTicket),
    params: ['tenant', 'number'],
  },
]

const served = new WeakSet<Server>()

/** From now on this server's requests for them come here, and all others where they went before. */
export function serveHotReads(server: Server): void {
  if (served.has(server)) return
  served.add(server)
  const others = server.listeners('request') as RequestListener[]
  server.removeAllListeners('request')
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const pass = () => {
      for (const listener of others) listener.call(server, request, response)
    }
    const answer = answerHotRead(request)
    // Nobody waits for the sending: a fault in it must end this answer and not the process.
    if (answer) send(answer, request, response).catch(() => response.destroy())
    else answerPage(request, response, server, pass)
  })
}

function answerPage(
  request: IncomingMessage,
  response: ServerResponse,
  server: Server,
  pass: () => void,
): void {
  const page = answerHotPage(request, asked(request.headers, split(request.url ?? '')[1]), server)
  if (!page) pass()
  page?.then(
    (answer) => {
      if (answer) send(Promise.resolve(answer), request, response).catch(() => response.destroy())
      else pass()
    },
    (error: unknown) => {
      log().warn({ err: error, path: split(request.url ?? '')[0] }, 'a page was left to Next')
      // It comes upon the same and says what is said then, or draws what could not be drawn here.
      pass()
    },
  )
}

/** @returns null for everything else; it never rejects, as its reads tell what went wrong in their answer */
export function answerHotRead({
  method,
  url = '',
  headers,
}: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): Promise<PlainAnswer> | null {
  if (method !== 'GET') return null
  const [path = '', query = ''] = split(url)
  for (const { path: pattern, read, params } of hotReads) {
    const found = pattern.exec(path)
    if (found && read)
      return read(
        asked(headers, query),
        Object.fromEntries(params.map((name, index) => [name, found[index + 1]])) satisfies PathParams,
      )
  }
  return null
}

function split(url: string): [string, string] {
  const at = url.indexOf('?')
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)]
}

const asked = (headers: IncomingMessage['headers'], query: string): AskedRoute => ({
  method: 'GET',
  headers: { get: (name) => textOf(headers[name]) },
  cookies: { get: (name) => findCookie(headers.cookie ?? '', name) },
  nextUrl: { searchParams: new URLSearchParams(query) },
})

const textOf = (value: string | string[] | undefined): string | null =>
  value === undefined ? null : typeof value === 'string' ? value : value.join(', ')

/** The last of that name counts, as it does for Next. Ours hold nothing that would have to be decoded. */
function findCookie(header: string, name: string): { value: string } | undefined {
  const found = header.split(/; */).findLast((pair) => pair.startsWith(`${name}=`))
  return found === undefined ? undefined : { value: found.slice(name.length + 1) }
}

const compress = promisify(gzip)
/** A packet or two: less is not worth the work. */
const minCompressedBytes = 1_500

async function send(
  answer: Promise<PlainAnswer>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, headers, body } = await answer
  const isCompressed =
    body.length >= minCompressedBytes && /\bgzip\b/.test(textOf(request.headers['accept-encoding']) ?? '')
  const bytes = isCompressed ? await compress(body) : Buffer.from(body)
  response.writeHead(status, {
    ...standingHeaders,
    ...headers,
    vary: `${headers.vary}, Accept-Encoding`,
    ...(isCompressed && { 'content-encoding': 'gzip' }),
    'content-length': bytes.length,
  })
  response.end(bytes)
}

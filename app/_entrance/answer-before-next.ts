import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { log } from '@/lib/log'
import { answerHotPage } from './hot-pages'
import { answerHotRead } from './hot-reads'
import { headerText, splitUrl } from './plain-request'
import type { PlainAnswer } from './route-answers'
import { standingHeaders } from './standing-headers'

const served = new WeakSet<Server>()

/**
 * From now on what this server is asked at every click (hot-reads.ts, hot-pages.ts) is answered before Next sees the
 * request; all else goes where it went before, and so does a page that could not be put together.
 */
export function answerBeforeNext(server: Server): void {
  if (served.has(server)) return
  served.add(server)
  const others = server.listeners('request') as RequestListener[]
  server.removeAllListeners('request')
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const pass = () => {
      for (const listener of others) listener.call(server, request, response)
    }
    const read = answerHotRead(request)
    if (read) sendAnswer(read, request, response)
    else answerPage(request, response, server, pass)
  })
}

function answerPage(
  request: IncomingMessage,
  response: ServerResponse,
  server: Server,
  pass: () => void,
): void {
  const page = answerHotPage(request, server)
  if (!page) pass()
  page?.then(
    (answer) => {
      if (answer) sendAnswer(Promise.resolve(answer), request, response)
      else pass()
    },
    (error: unknown) => {
      log().warn({ err: error, path: splitUrl(request.url)[0] }, 'a page was left to Next')
      // It comes upon the same and says what is said then, or draws what could not be drawn here.
      pass()
    },
  )
}

/** Nobody waits for the sending: a fault in it must end this answer and not the process. */
function sendAnswer(answer: Promise<PlainAnswer>, request: IncomingMessage, response: ServerResponse): void {
  send(answer, request, response).catch(() => response.destroy())
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
    body.length >= minCompressedBytes && /\bgzip\b/.test(headerText(request.headers['accept-encoding']) ?? '')
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

import { get, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { inboxPlaceId, inboxSeedId } from '@/components/ticket/inbox-place'
import { now } from '@/lib/clock'
import { log } from '@/lib/log'
import { nonceOf } from './nonce'

/**
 * A page of the inbox without the inbox, as Next draws it: head, scripts, texts and what React needs to wake up. It
 * holds nothing of a tenant but its slug, and is the same for everybody with the same language, time zone, theme and
 * keyboard, so one that was drawn once is filled in for all: drawing it takes Next two thirds of the time of a page.
 */
export interface PageShell {
  headers: Record<string, string>
  /** Every second is a gap. */
  pieces: readonly string[]
}

/** What stands in the gaps. */
export interface PageFilling {
  nonce: string
  /** The ticket of the path, and the query with its question mark; both are put in as they are. */
  number: string
  query: string
  /** Markup. */
  content: string
  /** JSON. */
  seed: string
}

/** Whoever asks with it is answered with a page that has a place for the inbox. */
export const shellHeader = 'x-postino-shell'

/** No ticket has this number, and no address this query. */
const numberMark = '9876543210'
const queryMark = '?shell=a7d1e30c5b'
const placeMark = `<i id="${inboxPlaceId}"></i>`

export const shellPath = (tenantSlug: string, hasTicket: boolean): string =>
  `/t/${tenantSlug}/tickets${hasTicket ? `/${numberMark}` : ''}${queryMark}`

export function fillShell({ headers, pieces }: PageShell, filling: PageFilling) {
  const values: Record<string, string> = {
    ...filling,
    // A script of the type "data block" ends at the first "</script" and begins anew at "<!--" (HTML, 4.12.1.3).
    seed: `<script type="application/json" id="${inboxSeedId}">${filling.seed.replaceAll('<', '\\u003c')}</script>`,
  }
  const fill = (text: string, index: number) => (index % 2 === 0 ? text : (values[text] ?? ''))
  return {
    headers: { ...headers, ...(headers.link && { link: headers.link.replaceAll(nonceGap, filling.nonce) }) },
    body: pieces.map(fill).join(''),
  }
}

const nonceGap = '\u0000nonce\u0000'

interface DrawnPage {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/**
 * @param page what Next answered at `shellPath` with `shellHeader`
 * @returns null where that is no such page, or is one in another language: somebody chose it in this moment
 */
function toShell(page: DrawnPage, locale: string): PageShell | null {
  const nonce = nonceOf({ get: (name) => String(page.headers[name] ?? '') })
  const [before, after, ...more] = page.body.split(placeMark)
  if (page.status !== 200 || !nonce || before === undefined || after === undefined || more.length > 0)
    return null
  if (!before.includes(`<html lang="${locale}"`)) return null
  // The scripts after it wake the inbox, which then looks for what it holds.
  const [beside, firstScript] = cutBefore(after, '<script')
  if (firstScript === '') return null
  const marked = `${before}\u0000content\u0000${beside}\u0000seed\u0000${firstScript}`
    .replaceAll(nonce, nonceGap)
    .replaceAll(queryMark, '\u0000query\u0000')
    .replaceAll(numberMark, '\u0000number\u0000')
  return { headers: keptHeaders(page.headers, nonce), pieces: marked.split('\u0000') }
}

function cutBefore(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)]
}

/** Of one answer alone, or of its connection. */
const ownHeaders =
  /^(?:connection|content-(?:encoding|length|security-policy)|date|keep-alive|set-cookie|strict-transport-security|transfer-encoding|vary)$/

function keptHeaders(headers: IncomingHttpHeaders, nonce: string): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !ownHeaders.test(name))
  return {
    ...Object.fromEntries(kept.map(([name, value]) => [name, String(value).replaceAll(nonce, nonceGap)])),
    vary: withoutEncoding(String(headers.vary ?? '')),
  }
}

/** Whoever compresses says so. */
const withoutEncoding = (vary: string): string =>
  vary
    .split(/, */)
    .filter((name) => name !== '' && !/^accept-encoding$/i.test(name))
    .join(', ')

interface Kept {
  shell: PageShell | null
  /** When it is asked for again, if it did not come. */
  againAtMs: number
}

const shells = new Map<string, Kept>()
const maxShells = 200
const timeoutMs = 10_000
const againAfterMs = 60_000
/** Many times what one has. */
const maxShellLength = 2_000_000

/**
 * @param key everything that a shell depends on
 * @param headers of the request that wants it, which the shell is asked for with
 * @returns null when there is none yet: it will be there soon
 */
export function findShell(
  key: string,
  path: string,
  { server, headers, locale }: { server: Server; headers: Record<string, string>; locale: string },
): PageShell | null {
  const known = shells.get(key)
  if (known && (known.shell || known.againAtMs > now().getTime())) return known.shell
  const oldest = shells.size >= maxShells ? shells.keys().next() : undefined
  if (oldest && !oldest.done) shells.delete(oldest.value)
  shells.set(key, { shell: null, againAtMs: now().getTime() + againAfterMs })
  askOwn(server, path, { ...headers, [shellHeader]: '1' }).then(
    (page) => {
      const shell = toShell(page, locale)
      if (shell) shells.set(key, { shell, againAtMs: 0 })
      else log().warn({ path, status: page.status }, 'a page is drawn whole each time')
    },
    (error: unknown) => log().warn({ err: error, path }, 'a page is drawn whole each time'),
  )
  return null
}

function askOwn(server: Server, path: string, headers: Record<string, string>): Promise<DrawnPage> {
  const { address, port } = server.address() as AddressInfo
  const host = /^(?:0\.0\.0\.0|::)$/.test(address) ? '127.0.0.1' : address
  return new Promise((resolve, reject) => {
    const asked = get({ host, port, path, headers, agent: false, timeout: timeoutMs }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => {
        body += text
        if (body.length > maxShellLength) asked.destroy(new Error('the page does not end'))
      })
      response.on('error', reject)
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    asked.on('timeout', () => asked.destroy(new Error('timeout')))
    asked.on('error', reject)
  })
}

import type { IncomingMessage } from 'node:http'
import type { AskedRoute } from './agent-route'

/** A request as Node has it, before Next made one of its own. */
export type PlainRequest = Pick<IncomingMessage, 'method' | 'url' | 'headers'>

/** Path and query, without the question mark. */
export function splitUrl(url = ''): [path: string, query: string] {
  const at = url.indexOf('?')
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)]
}

/** What an entrance asks of a request that reads. */
export const askedRoute = ({ url, headers }: PlainRequest): AskedRoute => ({
  method: 'GET',
  headers: { get: (name) => headerText(headers[name]) },
  cookies: { get: (name) => findCookie(headers.cookie ?? '', name) },
  nextUrl: { searchParams: new URLSearchParams(splitUrl(url)[1]) },
})

export const headerText = (value: string | string[] | undefined): string | null =>
  value === undefined ? null : typeof value === 'string' ? value : value.join(', ')

/** The last of that name counts, as it does for Next. Ours hold nothing that would have to be decoded. */
function findCookie(header: string, name: string): { value: string } | undefined {
  const found = header.split(/; */).findLast((pair) => pair.startsWith(`${name}=`))
  return found === undefined ? undefined : { value: found.slice(name.length + 1) }
}

import { GET as readOverview } from '../t/[tenant]/data/overview/route'
import { GET as readTicket } from '../t/[tenant]/data/tickets/[number]/route'
import { GET as readTickets } from '../t/[tenant]/data/tickets/route'
import { plainReadOf } from './agent-read'
import type { PathParams } from './agent-route'
import { askedRoute, type PlainRequest, splitUrl } from './plain-request'
import type { PlainAnswer } from './route-answers'

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

/** @returns null for everything else; it never rejects, as its reads tell what went wrong in their answer */
export function answerHotRead(request: PlainRequest): Promise<PlainAnswer> | null {
  if (request.method !== 'GET') return null
  const [path] = splitUrl(request.url)
  for (const { path: pattern, read, params } of hotReads) {
    const found = pattern.exec(path)
    if (found && read)
      return read(
        askedRoute(request),
        Object.fromEntries(params.map((name, index) => [name, found[index + 1]])) satisfies PathParams,
      )
  }
  return null
}

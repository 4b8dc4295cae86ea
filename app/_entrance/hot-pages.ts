import type { Server } from 'node:http'
import { themeCookie } from '@/components/ui/theme-choice'
import { readSessionIn } from '@/lib/access/read-session'
import { isAllowed } from '@/lib/tenancy/permissions'
import { readInboxSeed, readInboxWish } from '../t/[tenant]/tickets/inbox-seed'
import type { AskedRoute } from './agent-route'
import { appearanceOf } from './appearance'
import { loadInboxDrawing } from './inbox-drawing'
import { nonceOf } from './nonce'
import { isOwnHost } from './own-origin'
import { fillShell, findShell, shellHeader, shellPath } from './page-shells'
import { askedRoute, type PlainRequest } from './plain-request'
import { localeOfAgent, timeZoneCookie, timeZoneOf } from './request-locale'
import type { PlainAnswer } from './route-answers'
import { sessionCookieName, sessionIdOf } from './session-cookie'

/** The inbox's own addresses; a query with anything that would have to be written differently in a script goes to Next. */
const inboxUrl = /^\/t\/([a-z0-9-]+)\/tickets(?:\/([1-9]\d{0,9}))?(\?[\w%&=+.,~!*()-]*)?$/

/** What Next's own router asks for at the same addresses, and what we ask for ourselves. */
const otherAnswers = ['rsc', 'next-action', 'next-router-prefetch', shellHeader]

/**
 * The inbox as a whole page, put together before Next sees the request: its shell was drawn by Next once (page-shells.ts),
 * what it shows is read and drawn here. Everything that is not as on most days goes to Next, which draws the same page:
 * nobody is signed in, the tenant is another's, the shell is not there yet.
 *
 * @returns null, at once or after a look, for what is Next's to answer
 */
export function answerHotPage(request: PlainRequest, server: Server): Promise<PlainAnswer | null> | null {
  const { method, url = '', headers } = request
  if (method !== 'GET' || otherAnswers.some((name) => name in headers)) return null
  const found = inboxUrl.exec(url)
  const [, slug, number, query = ''] = found ?? []
  if (slug === undefined) return null
  const asked = askedRoute(request)
  const nonce = nonceOf(asked.headers)
  if (nonce === undefined || !isOwnHost(asked.headers.get('host'))) return null
  return answer({ slug, number, query, nonce }, asked, server)
}

interface HotPage {
  slug: string
  number: string | undefined
  query: string
  nonce: string
}

async function answer(page: HotPage, asked: AskedRoute, server: Server): Promise<PlainAnswer | null> {
  const { slug, number, query, nonce } = page
  const wish = readInboxWish(asked.nextUrl.searchParams)
  const scope = wish && (await enter(asked, slug))
  if (!wish || !scope) return null
  const look = lookOf(asked, scope.locale)
  const shell = findShell(
    JSON.stringify([slug, number !== undefined, look]),
    shellPath(slug, number !== undefined),
    { server, headers: headersFor(asked), locale: look.locale },
  )
  if (!shell) return null
  const { drawInbox } = await loadInboxDrawing()
  const seed = await readInboxSeed(scope.scope, wish, number ?? null)
  const url = new URL(`http://inbox/t/${slug}/tickets${number === undefined ? '' : `/${number}`}${query}`)
  const content = drawInbox(seed, url, look)
  const filled = fillShell(shell, { nonce, number: number ?? '', query, content, seed: JSON.stringify(seed) })
  return { status: 200, ...filled }
}

async function enter(asked: AskedRoute, slug: string) {
  const sessionId = await sessionIdOf(asked.cookies.get(sessionCookieName())?.value)
  const agent = sessionId === null ? null : await readSessionIn(sessionId, slug)
  const scope = agent?.scope
  if (!agent || !scope || scope.tenant.slug !== slug || !isAllowed(scope.actor.role, 'ticket.read'))
    return null
  return { scope, locale: localeOfAgent(agent.session, scope, asked.headers.get('accept-language')) }
}

function lookOf<L>({ cookies, headers }: AskedRoute, locale: L) {
  const { theme, isApple } = appearanceOf(cookies.get(themeCookie)?.value, headers.get('user-agent'))
  return { locale, timeZone: timeZoneOf(cookies.get(timeZoneCookie)?.value), theme, isApple }
}

/** Whatever the shell depends on. */
function headersFor({ headers }: AskedRoute): Record<string, string> {
  const names = ['host', 'cookie', 'accept-language', 'user-agent']
  const given = names.map((name) => [name, headers.get(name)] as const)
  return Object.fromEntries(given.flatMap(([name, value]) => (value === null ? [] : [[name, value]])))
}

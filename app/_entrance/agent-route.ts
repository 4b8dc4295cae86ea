import type { NextRequest } from 'next/server'
import type { z } from 'zod'
import { pickLocale } from '@/i18n/locales'
import { readSessionIn } from '@/lib/access/read-session'
import type { SignedInSession } from '@/lib/access/types'
import { AppError, notFound } from '@/lib/errors'
import { isAllowed, type Permission } from '@/lib/tenancy/permissions'
import type { AgentScope } from '@/lib/tenancy/scope'
import { type WebPorts, webPorts } from '@/lib/web-wiring'
import { recordEntrance } from './inventory'
import { isOwnHost, isOwnOrigin, misdirected } from './own-origin'
import { readQueryFields } from './query-fields'
import { parseInput, toRefusal } from './refusal'
import { jsonAnswer, privateHeaders, problemAnswer } from './route-answers'
import { sessionCookieName, sessionIdOf } from './session-cookie'

type PathParams = Record<string, string | string[] | undefined>
type RouteHandler = (request: NextRequest, context: { params: Promise<PathParams> }) => Promise<Response>

/**
 * A read or an upload of an agent, at a path with `[tenant]`. The input is made of the other path parameters and
 * the query, unless `read` takes it from elsewhere; the answer is JSON, unless `respond` makes another.
 */
export function agentRoute<S extends z.ZodType, V>(entrance: {
  perm: Permission
  input: S
  run: (scope: AgentScope, input: z.output<S>, ports: WebPorts & { request: NextRequest }) => Promise<V>
  read?: (request: NextRequest) => Record<string, unknown>
  respond?: (value: V) => Response
}): RouteHandler {
  const handler: RouteHandler = async (request, context) => {
    // Not every path comes by way of proxy.ts.
    if (!isOwnHost(request.headers.get('host')))
      return new Response(misdirected, { status: 421, headers: privateHeaders })
    let session: SignedInSession | null = null
    try {
      if (request.method !== 'GET' && !isOwnOrigin(request.headers.get('origin')))
        throw new AppError('forbidden', 'foreign origin')
      const { tenant, ...params } = await context.params
      const entered = await enter(request, typeof tenant === 'string' ? tenant : null)
      session = entered?.session ?? null
      if (!entered) throw new AppError('unauthenticated', 'no session')
      const { scope } = entered
      if (!scope) throw notFound('tenant')
      if (!isAllowed(scope.actor.role, entrance.perm)) throw new AppError('forbidden', entrance.perm)
      const given = {
        ...(entrance.read ?? (({ nextUrl }) => readQueryFields(nextUrl.searchParams)))(request),
        ...params,
      }
      const input = parseInput(entrance.input, given)
      const value = await entrance.run(scope, input, { ...webPorts(), request })
      return (entrance.respond ?? jsonAnswer)(value)
    } catch (error) {
      const locale = pickLocale([session?.user.locale], request.headers.get('accept-language'))
      return problemAnswer(toRefusal(error, locale))
    }
  }
  return recordEntrance(handler, { kind: 'route', perm: entrance.perm, input: entrance.input })
}

async function enter(request: NextRequest, tenantSlug: string | null) {
  const sessionId = await sessionIdOf(request.cookies.get(sessionCookieName())?.value)
  return sessionId === null ? null : readSessionIn(sessionId, tenantSlug)
}

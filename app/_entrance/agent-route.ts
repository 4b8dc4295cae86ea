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
import { parseInput, type Refusal, toRefusal } from './refusal'
import { jsonAnswer, privateHeaders, problemAnswer } from './route-answers'
import { sessionCookieName, sessionIdOf } from './session-cookie'

export type PathParams = Record<string, string | string[] | undefined>
type RouteHandler = (request: NextRequest, context: { params: Promise<PathParams> }) => Promise<Response>

/** As much of a request as is looked at before the operation is run. */
export interface AskedRoute {
  method: string
  headers: { get(name: string): string | null }
  cookies: { get(name: string): { value: string } | undefined }
  nextUrl: { searchParams: URLSearchParams }
}

interface AgentEntrance<S extends z.ZodType, V, Asked extends AskedRoute> {
  perm: Permission
  input: S
  run: (scope: AgentScope, input: z.output<S>, ports: WebPorts & { request: Asked }) => Promise<V>
  read?: (request: Asked) => Record<string, unknown>
}

/**
 * A read or an upload of an agent, at a path with `[tenant]`. The input is made of the other path parameters and
 * the query, unless `read` takes it from elsewhere; the answer is JSON, unless `respond` makes another.
 */
export function agentRoute<S extends z.ZodType, V>(
  entrance: AgentEntrance<S, V, NextRequest> & { respond?: (value: V) => Response },
): RouteHandler {
  const { respond = jsonAnswer } = entrance
  const handler: RouteHandler = async (request, context) => {
    // Not every path comes by way of proxy.ts.
    if (!isOwnHost(request.headers.get('host')))
      return new Response(misdirected, { status: 421, headers: privateHeaders })
    return enterRoute(request, await context.params, entrance, respond, problemAnswer)
  }
  return recordEntrance(handler, { kind: 'route', perm: entrance.perm, input: entrance.input })
}

/**
 * Origin, session, tenant, permission and input, in this order, and then the operation.
 *
 * @returns what `respond` makes of its value, or `refuse` of whatever was thrown
 */
export async function enterRoute<S extends z.ZodType, Asked extends AskedRoute, V, A>(
  request: Asked,
  { tenant, ...params }: PathParams,
  entrance: AgentEntrance<S, V, Asked>,
  respond: (value: V) => A,
  refuse: (refusal: Refusal) => A,
): Promise<A> {
  let session: SignedInSession | null = null
  try {
    if (request.method !== 'GET' && !isOwnOrigin(request.headers.get('origin')))
      throw new AppError('forbidden', 'foreign origin')
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
    return respond(await entrance.run(scope, input, { ...webPorts(), request }))
  } catch (error) {
    const locale = pickLocale([session?.user.locale], request.headers.get('accept-language'))
    return refuse(toRefusal(error, locale))
  }
}

async function enter(request: AskedRoute, tenantSlug: string | null) {
  const sessionId = await sessionIdOf(request.cookies.get(sessionCookieName())?.value)
  return sessionId === null ? null : readSessionIn(sessionId, tenantSlug)
}

import type { NextRequest } from 'next/server'
import type { z } from 'zod'
import type { Permission } from '@/lib/tenancy/permissions'
import type { AgentScope } from '@/lib/tenancy/scope'
import { type AskedRoute, enterRoute, type PathParams } from './agent-route'
import { recordEntrance } from './inventory'
import { isOwnHost, misdirected } from './own-origin'
import { jsonText, type PlainAnswer, privateHeaders, problemText } from './route-answers'

/** Answers without Next: hot-reads.ts asks it so. */
export type PlainRead = (request: AskedRoute, params: PathParams) => Promise<PlainAnswer>

/** Of every `agentRead`, by the handler that it gave. */
const plainReads = new WeakMap<object, PlainRead>()

export const plainReadOf = (handler: object): PlainRead | undefined => plainReads.get(handler)

/**
 * What is read at every click, at a path with `[tenant]`: as `agentRoute`, and answered before Next sees the request
 * where the path stands in hot-reads.ts.
 */
export function agentRead<S extends z.ZodType>(entrance: {
  perm: Permission
  input: S
  run: (scope: AgentScope, input: z.output<S>) => Promise<unknown>
}): (request: NextRequest, context: { params: Promise<PathParams> }) => Promise<Response> {
  const read: PlainRead = async (request, params) => {
    // Not every path comes by way of proxy.ts.
    if (!isOwnHost(request.headers.get('host')))
      return { status: 421, headers: privateHeaders, body: misdirected }
    return enterRoute(request, params, entrance, jsonText, problemText)
  }
  const handler = async (request: NextRequest, context: { params: Promise<PathParams> }) => {
    const { body, ...init } = await read(request, await context.params)
    return new Response(body, init)
  }
  plainReads.set(handler, read)
  return recordEntrance(handler, { kind: 'route', perm: entrance.perm, input: entrance.input })
}

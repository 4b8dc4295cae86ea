import { cookies, headers } from 'next/headers'
import type { z } from 'zod'
import { pickLocale } from '@/i18n/locales'
import { readSessionIn } from '@/lib/access/read-session'
import type { SignedInSession } from '@/lib/access/types'
import type { ActionResult } from '@/lib/action-result'
import { AppError, notFound } from '@/lib/errors'
import { isAllowed, type Permission } from '@/lib/tenancy/permissions'
import type { AgentScope } from '@/lib/tenancy/scope'
import { type WebPorts, webPorts } from '@/lib/web-wiring'
import { recordEntrance } from './inventory'
import { isOwnOrigin } from './own-origin'
import { parseInput, toRefusal } from './refusal'
import { sessionCookieName, sessionIdOf } from './session-cookie'

/**
 * A command of an agent. Anybody on the internet can call an action with any argument, so nothing of the page it
 * stands on is relied on: origin, session, tenant, permission and input are all read here, in this order.
 */
export function agentAction<S extends z.ZodType, V>(entrance: {
  perm: Permission
  input: S
  run: (scope: AgentScope, input: z.output<S>, ports: WebPorts) => Promise<V>
}): (tenantSlug: string, input: z.input<S>) => Promise<ActionResult<V>> {
  const action = async (tenantSlug: string, input: z.input<S>): Promise<ActionResult<V>> => {
    const asked = await headers()
    let session: SignedInSession | null = null
    try {
      if (!isOwnOrigin(asked.get('origin'))) throw new AppError('forbidden', 'foreign origin')
      const entered = await enter(typeof tenantSlug === 'string' ? tenantSlug : null)
      session = entered?.session ?? null
      if (!entered) throw new AppError('unauthenticated', 'no session')
      const { scope } = entered
      if (!scope) throw notFound('tenant')
      if (!isAllowed(scope.actor.role, entrance.perm)) throw new AppError('forbidden', entrance.perm)
      return { ok: true, value: await entrance.run(scope, parseInput(entrance.input, input), webPorts()) }
    } catch (error) {
      const locale = pickLocale([session?.user.locale], asked.get('accept-language'))
      const { status: _, ...refusal } = toRefusal(error, locale)
      return { ok: false, ...refusal }
    }
  }
  return recordEntrance(action, { kind: 'action', perm: entrance.perm, input: entrance.input })
}

async function enter(tenantSlug: string | null) {
  const sessionId = await sessionIdOf((await cookies()).get(sessionCookieName())?.value)
  return sessionId === null ? null : readSessionIn(sessionId, tenantSlug)
}

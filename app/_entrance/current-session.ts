import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { readSessionIn } from '@/lib/access/read-session'
import type { SignedInSession } from '@/lib/access/types'
import type { AgentScope } from '@/lib/tenancy/scope'
import { pathHeader } from './path-header'
import { sessionCookieName, sessionIdOf } from './session-cookie'

/** Who is signed in, read once a request however many components ask. */
export const currentSession = async (): Promise<SignedInSession | null> =>
  (await currentAgent())?.session ?? null

/**
 * With the scope in the tenant that the path names. The path is what the proxy says it is, so nothing may rest on which
 * tenant this is: a page compares it with its own, `requireAgent` does.
 */
export const currentAgent = cache(
  async (): Promise<{ session: SignedInSession; scope: AgentScope | null } | null> => {
    const jar = await cookies()
    const sessionId = await sessionIdOf(jar.get(sessionCookieName())?.value)
    return sessionId === null ? null : readSessionIn(sessionId, tenantOf((await headers()).get(pathHeader)))
  },
)

const tenantOf = (path: string | null): string | null => /^\/t\/([^/?#]+)/.exec(path ?? '')?.[1] ?? null

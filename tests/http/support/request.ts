import { NextRequest } from 'next/server'
import { encode } from 'next-auth/jwt'
import { nextAuthSecret, sessionCookieName } from '@/app/_entrance/session-cookie'
import { startSession } from '@/lib/access/start-session'
import type { AgentScope } from '@/lib/tenancy/scope'

/** A signed-in browser: a real row and a real cookie. */
export interface Browser {
  sessionId: string
  cookie: string
}

export async function signIn(scope: AgentScope): Promise<Browser> {
  const sessionId = await startSession(scope.actor.userId, 'test browser')
  return { sessionId, cookie: await cookieOf(sessionId) }
}

export async function cookieOf(sessionId: string): Promise<string> {
  return `${sessionCookieName()}=${await encode({ token: { sid: sessionId }, secret: nextAuthSecret() })}`
}

export const origin = 'http://localhost:3000'

export function requestTo(
  path: string,
  options: {
    cookie?: string | undefined
    method?: string
    headers?: Record<string, string>
    body?: BodyInit
  } = {},
): NextRequest {
  const headers = new Headers({ origin, host: 'localhost:3000', ...options.headers })
  if (options.cookie) headers.set('cookie', options.cookie)
  return new NextRequest(`${origin}${path}`, {
    method: options.method ?? 'GET',
    headers,
    ...(options.body === undefined ? {} : { body: options.body }),
  })
}

export const paramsOf = <P>(params: P): { params: Promise<P> } => ({ params: Promise.resolve(params) })

/** All that a caller can see of an answer. */
export async function seenOf(response: Response): Promise<{ status: number; headers: string; body: string }> {
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).sort()
  return { status: response.status, headers: headers.join('\n'), body: await response.text() }
}

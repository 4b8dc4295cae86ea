import { cookies } from 'next/headers'
import { signOut } from '@/lib/access/sign-out'
import type { AgentScope } from '@/lib/tenancy/scope'
import { cookieOptions, sessionCookieName } from './session-cookie'

/** Signs out: the row first, which is what counts, then this browser's cookie. */
export async function leave(scope: AgentScope): Promise<null> {
  await signOut(scope)
  const jar = await cookies()
  jar.set(sessionCookieName(), '', { ...cookieOptions(), maxAge: 0 })
  return null
}

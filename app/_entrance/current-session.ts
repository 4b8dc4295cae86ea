import { cookies } from 'next/headers'
import { cache } from 'react'
import { readSession } from '@/lib/access/read-session'
import type { SignedInSession } from '@/lib/access/types'
import { sessionCookieName, sessionIdOf } from './session-cookie'

/** Who is signed in, read once a request however many components ask. */
export const currentSession = cache(async (): Promise<SignedInSession | null> => {
  const jar = await cookies()
  const sessionId = await sessionIdOf(jar.get(sessionCookieName())?.value)
  return sessionId === null ? null : readSession(sessionId)
})

import { z } from 'zod'
import { now } from '@/lib/clock'
import { findSession, touchSession } from '@/lib/db/system-users'
import type { SignedInSession } from './types'

const touchAfterMs = 5 * 60_000

/** Who is behind a session id: null when it is unknown, revoked or over, or the person was disabled. */
export async function readSession(sessionId: string): Promise<SignedInSession | null> {
  if (!z.uuid().safeParse(sessionId).success) return null
  const session = await findSession(sessionId)
  if (!session) return null
  if (now().getTime() - session.lastSeenAt.getTime() > touchAfterMs) await touchSession(session.id)
  return { sessionId: session.id, user: session.user }
}

import { now } from '@/lib/clock'
import { createSession } from '@/lib/db/system-users'
import { newId } from '@/lib/ids'

/** A sign-in lasts this long whatever happens, and ends earlier when it is revoked. */
export const sessionLifetimeMs = 14 * 24 * 60 * 60 * 1_000

/** Writes the row that a cookie will name. @returns its id */
export async function startSession(userId: string, userAgent: string): Promise<string> {
  const id = newId()
  const expiresAt = new Date(now().getTime() + sessionLifetimeMs)
  await createSession({ id, userId, expiresAt, userAgent: userAgent.slice(0, 300) })
  return id
}

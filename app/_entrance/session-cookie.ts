import { createHmac } from 'node:crypto'
import { decode } from 'next-auth/jwt'
import { now } from '@/lib/clock'
import { getEnv } from '@/lib/env'
import { isHttps } from './own-origin'

/** "__Host-" makes browsers refuse the cookie from a subdomain or over http; it needs https to be set at all. */
export const cookieName = (name: string): string => `${isHttps() ? '__Host-' : ''}postino.${name}`

export const cookieOptions = () =>
  ({ httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps() }) as const

export const sessionCookieName = (): string => cookieName('session')

/** The key of the cookies: made from the installation's secret, so that nothing else is signed with the same one. */
export const nextAuthSecret = (): string =>
  createHmac('sha256', getEnv().POSTINO_SECRET).update('next-auth').digest('base64url')

/** Opening a cookie costs more than reading the session it names; what one holds never changes. */
const opened = new Map<string, { sessionId: string; expiresAtMs: number }>()
const maxOpened = 2_000

/** The session id in a cookie's value; null for whatever we did not write, or wrote too long ago. */
export async function sessionIdOf(cookieValue: string | undefined): Promise<string | null> {
  if (cookieValue === undefined || cookieValue.length > 4_096) return null
  const known = opened.get(cookieValue)
  if (known && known.expiresAtMs > now().getTime()) return known.sessionId
  try {
    const token = await decode({ token: cookieValue, secret: nextAuthSecret() })
    if (typeof token?.sid !== 'string') return null
    if (typeof token.exp === 'number') keepOpened(cookieValue, token.sid, token.exp * 1_000)
    return token.sid
  } catch {
    // Decryption says only that it failed; a forged cookie and one of another installation are the same to us.
    return null
  }
}

/** The oldest makes room. */
function keepOpened(cookieValue: string, sessionId: string, expiresAtMs: number): void {
  const oldest = opened.size >= maxOpened ? opened.keys().next() : undefined
  if (oldest && !oldest.done) opened.delete(oldest.value)
  opened.set(cookieValue, { sessionId, expiresAtMs })
}

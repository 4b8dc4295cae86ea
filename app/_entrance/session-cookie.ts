import { createHmac } from 'node:crypto'
import { decode } from 'next-auth/jwt'
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

/** The session id in a cookie's value; null for whatever we did not write, or wrote too long ago. */
export async function sessionIdOf(cookieValue: string | undefined): Promise<string | null> {
  if (cookieValue === undefined || cookieValue.length > 4_096) return null
  try {
    const token = await decode({ token: cookieValue, secret: nextAuthSecret() })
    return typeof token?.sid === 'string' ? token.sid : null
  } catch {
    // Decryption says only that it failed; a forged cookie and one of another installation are the same to us.
    return null
  }
}

import { getEnv, isLoopbackUrl } from '@/lib/env'

/**
 * Which hosts and origins are ours: BASE_URL's, and nothing a request says about itself. An installation for this
 * machine alone answers to every loopback name at the same port; a name that merely resolves to loopback (DNS
 * rebinding) stays foreign.
 */
export function isOwnHost(host: string | null): boolean {
  if (host === null) return false
  const base = new URL(getEnv().BASE_URL)
  if (host.toLowerCase() === base.host) return true
  if (!isLoopbackUrl(base.origin) || !URL.canParse(`http://${host}`)) return false
  const asked = new URL(`http://${host}`)
  return asked.host === host.toLowerCase() && isLoopbackUrl(asked.origin) && asked.port === base.port
}

/** True for a state change that comes from our own pages. A missing or opaque ("null") origin is foreign. */
export function isOwnOrigin(origin: string | null): boolean {
  if (origin === null || !URL.canParse(origin)) return false
  const url = new URL(origin)
  return url.origin === origin && url.protocol === new URL(getEnv().BASE_URL).protocol && isOwnHost(url.host)
}

export const isHttps = (): boolean => getEnv().BASE_URL.startsWith('https:')

/** What a request for a host that is not ours gets (RFC 9110, 15.5.20): not the name it asked for. */
export const misdirected = 'This host is not served here.\n'

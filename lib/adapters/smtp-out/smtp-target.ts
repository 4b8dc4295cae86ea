import { isIP } from 'node:net'

/** Where mail goes out, and how it is protected on the way. */
export interface SmtpTarget {
  host: string
  port: number
  /** `implicit`: TLS from the first byte. `required`: STARTTLS or nothing. */
  tls: 'implicit' | 'required' | 'none'
  login: SmtpLogin | null
  /** The address that was looked up and checked; without one, `host` is looked up when connecting. */
  address?: string
  /** False only where a tenant gave the check up. */
  isCertificateChecked?: boolean
  /** SHA-256 of the one certificate that is taken, whoever signed it. */
  pinnedFingerprint?: string | null
}

export type SmtpLogin = { user: string; pass: string } | { user: string; accessToken: string }

/**
 * Reads `smtp://user:password@host:port?tls=none` or `smtps://…`. TLS with a checked certificate is required,
 * but for this machine itself or where `tls=none` gives it up; a password is never sent without it.
 *
 * @throws Error that repeats nothing of the text: it holds a password
 */
export function parseSmtpUrl(text: string): SmtpTarget {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    throw new Error('The way out for mail must look like smtp://user:password@host:port.')
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const login =
    url.username === ''
      ? null
      : { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
  const tls = protection(url, host)
  if (login && tls === 'none' && !isThisMachine(host)) {
    throw new Error('The way out for mail has a password: it cannot give up TLS.')
  }
  const port = url.port === '' ? (tls === 'implicit' ? 465 : 587) : Number(url.port)
  return { host, port, tls, login }
}

function protection(url: URL, host: string): SmtpTarget['tls'] {
  if (url.protocol === 'smtps:') return 'implicit'
  const wish = url.searchParams.get('tls')
  if (wish === 'required') return 'required'
  return wish === 'none' || isThisMachine(host) ? 'none' : 'required'
}

const isThisMachine = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  host === '::1' ||
  (isIP(host) === 4 && host.startsWith('127.'))

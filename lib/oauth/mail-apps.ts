import type { Env } from '@/lib/env'
import { redirectUri } from './rules'
import type { MailProvider, MailServers, OAuthApp } from './types'

interface MailApp {
  clientId: string
  clientSecret: string
  issuer: string
  authorizeUrl: string
  tokenUrl: string
}

/** The operator's app at a provider, if there is one. */
export function mailAppOf(env: Env, provider: MailProvider): MailApp | null {
  const prefix = provider === 'google' ? 'MAIL_GOOGLE' : 'MAIL_MICROSOFT'
  const [clientId, clientSecret] = [env[`${prefix}_CLIENT_ID`], env[`${prefix}_CLIENT_SECRET`]]
  if (!clientId || !clientSecret) return null
  return {
    clientId,
    clientSecret,
    issuer: env[`${prefix}_ISSUER`],
    authorizeUrl: env[`${prefix}_AUTHORIZE_URL`],
    tokenUrl: env[`${prefix}_TOKEN_URL`],
  }
}

/** What the web may know of them: enough to send a browser there. */
export function oauthAppsOf(env: Env): Partial<Record<MailProvider, OAuthApp>> {
  const app = (provider: MailProvider): Partial<Record<MailProvider, OAuthApp>> => {
    const known = mailAppOf(env, provider)
    if (!known) return {}
    const { clientId, authorizeUrl } = known
    return { [provider]: { clientId, authorizeUrl, redirectUri: redirectUri(env.BASE_URL, provider) } }
  }
  return { ...app('google'), ...app('microsoft') }
}

/** Where mail is read and handed in at the providers: their own servers, or those of a national cloud. */
export function mailServersOf(env: Env): Record<MailProvider, MailServers> {
  return {
    google: { imap: place(env.MAIL_GOOGLE_IMAP), smtp: place(env.MAIL_GOOGLE_SMTP) },
    microsoft: { imap: place(env.MAIL_MICROSOFT_IMAP), smtp: place(env.MAIL_MICROSOFT_SMTP) },
  }
}

function place(text: string): { host: string; port: number } {
  const [host = '', port = ''] = text.split(':')
  return { host, port: Number(port) }
}

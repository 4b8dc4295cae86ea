import { addressKey } from '@/lib/mail/address'
import type { MailProvider, OAuthApp } from './types'

/** What is asked for: mail in, mail out, to stay, and to be told whose consent it is. */
const requestParameters: Record<MailProvider, Record<string, string>> = {
  google: { scope: 'openid email https://mail.google.com/', access_type: 'offline', prompt: 'consent' },
  microsoft: {
    scope:
      'openid profile https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access',
    prompt: 'select_account',
  },
}

/** Where the browser is sent (RFC 6749, 4.1.1, with RFC 7636). */
export function authorizationUrl(
  provider: MailProvider,
  app: OAuthApp,
  request: { state: string; challenge: string; address: string },
): string {
  const url = new URL(app.authorizeUrl)
  const parameters = {
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    state: request.state,
    code_challenge: request.challenge,
    code_challenge_method: 'S256',
    login_hint: request.address,
    ...requestParameters[provider],
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.toString()
}

/** Who consented, when that is somebody else than the address it is for; null when it is not, or nobody said. */
export function otherAccount(address: string, accounts: readonly string[]): string | null {
  const isSame = accounts.some((account) => addressKey(account) === addressKey(address))
  return isSame ? null : (accounts[0] ?? null)
}

/** One address a provider, the same for all tenants: providers compare it letter by letter. */
export const redirectUri = (baseUrl: string, provider: MailProvider): string =>
  new URL(`/api/oauth/${provider}/callback`, baseUrl).toString()

/** A state names its tenant, so that the answer finds it; the rest of it nobody can guess. */
export const writeState = (tenantSlug: string, random: string): string => `${tenantSlug}.${random}`

/** The tenant that an answer says it is for: where it leads, and no more than that. */
export const tenantOfState = (state: string): string | null =>
  /^([a-z0-9][a-z0-9-]{0,62})\.[A-Za-z0-9_-]{43}$/.exec(state)?.[1] ?? null

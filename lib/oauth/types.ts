export const mailProviders = ['google', 'microsoft'] as const
export type MailProvider = (typeof mailProviders)[number]

/** What became of a request for consent, as a word. */
export type OAuthOutcome = 'connected' | 'denied' | 'expired' | 'provider_refused'

/** The operator's app at a provider: what a browser is sent to it with. The client's secret is not part of it. */
export interface OAuthApp {
  clientId: string
  authorizeUrl: string
  redirectUri: string
}

/** Of one provider. How they encrypt is the provider's habit and does not change with the host. */
export interface MailServers {
  imap: { host: string; port: number }
  smtp: { host: string; port: number }
}

export interface Tokens {
  accessToken: string
  refreshToken: string
  expiresAt: Date
}

/** `accounts`: what the provider calls whoever consented; empty when it does not say. */
export interface Consent extends Tokens {
  accounts: string[]
}

/**
 * The provider's token endpoint, for the worker. `refused`: the provider said no, and will again. What may pass is
 * thrown: AppError `server_unavailable`, `timed_out` or `egress_refused`.
 */
export interface OAuthClient {
  exchange(
    provider: MailProvider,
    answer: { parameters: Record<string, string>; verifier: string },
  ): Promise<Consent | 'refused'>
  refresh(provider: MailProvider, refreshToken: string): Promise<Tokens | 'refused'>
}

export interface OAuthRequestDto {
  id: string
  provider: MailProvider
  address: string
  /** Who consented, when that is another than the address: the servers decide whether he may. */
  account: string | null
  /** Null while a worker is at it. */
  outcome: OAuthOutcome | null
}

import {
  allowInsecureRequests,
  authorizationCodeGrant,
  ClientError,
  ClientSecretPost,
  Configuration,
  customFetch,
  ResponseBodyError,
  refreshTokenGrant,
  type TokenEndpointResponse,
} from 'openid-client'
import type { GuardedFetch } from '@/lib/adapters/connect-out/guarded-fetch'
import { now } from '@/lib/clock'
import type { Env } from '@/lib/env'
import { AppError, isAppError } from '@/lib/errors'
import { mailAppOf } from '@/lib/oauth/mail-apps'
import { redirectUri } from '@/lib/oauth/rules'
import { type MailProvider, mailProviders, type OAuthClient, type Tokens } from '@/lib/oauth/types'

/** How long a token is taken for good when its provider does not say. */
const DEFAULT_LIFE_SECONDS = 3_600

/** The operator's apps at the mail providers, as the worker uses them. A provider without an app answers `refused`. */
export function createOAuthClient(env: Env, fetchOut: GuardedFetch): OAuthClient {
  const configurations = new Map(
    mailProviders.flatMap((provider) => {
      const configuration = configurationOf(env, provider, fetchOut)
      return configuration ? [[provider, configuration] as const] : []
    }),
  )
  return {
    exchange: async (provider, { parameters, verifier }) => {
      const configuration = configurations.get(provider)
      const { state } = parameters
      if (!configuration || state === undefined) return 'refused'
      const url = new URL(redirectUri(env.BASE_URL, provider))
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
      return toTokens('', () =>
        authorizationCodeGrant(configuration, url, { pkceCodeVerifier: verifier, expectedState: state }),
      )
    },
    refresh: async (provider, refreshToken) => {
      const configuration = configurations.get(provider)
      if (!configuration) return 'refused'
      return toTokens(refreshToken, () => refreshTokenGrant(configuration, refreshToken))
    },
  }
}

function configurationOf(env: Env, provider: MailProvider, fetchOut: GuardedFetch): Configuration | null {
  const app = mailAppOf(env, provider)
  if (!app) return null
  const { issuer, authorizeUrl, tokenUrl, clientId, clientSecret } = app
  const configuration = new Configuration(
    { issuer, authorization_endpoint: authorizeUrl, token_endpoint: tokenUrl },
    clientId,
    {},
    ClientSecretPost(clientSecret),
  )
  // Plain http goes out only where the operator opened address and port: the guarded fetch sees to that.
  if (tokenUrl.startsWith('http:')) allowInsecureRequests(configuration)
  configuration[customFetch] = (url, { method, headers, body }) =>
    fetchOut(url, { method, headers, ...(body && { body: String(body) }) })
  return configuration
}

/** A provider may leave the refresh token out of its answer: then the old one stays good (RFC 6749, section 6). */
async function toTokens(
  oldRefreshToken: string,
  ask: () => Promise<TokenEndpointResponse>,
): Promise<Tokens | 'refused'> {
  let answer: TokenEndpointResponse
  try {
    answer = await ask()
  } catch (error) {
    if (isRefusal(error)) return 'refused'
    throw translated(error)
  }
  const refreshToken = answer.refresh_token ?? oldRefreshToken
  if (refreshToken === '') return 'refused'
  const lifeMs = (answer.expires_in ?? DEFAULT_LIFE_SECONDS) * 1_000
  return { accessToken: answer.access_token, refreshToken, expiresAt: new Date(now().getTime() + lifeMs) }
}

/** RFC 6749, 5.2: these say that asking again is in vain. Anything else may pass. */
const finalErrors = [
  'invalid_grant',
  'invalid_request',
  'unauthorized_client',
  'invalid_scope',
  'access_denied',
]

const isRefusal = (error: unknown): boolean =>
  (error instanceof ResponseBodyError && finalErrors.includes(error.error)) ||
  (error instanceof ClientError && error.code === 'OAUTH_INVALID_RESPONSE')

function translated(error: unknown): unknown {
  if (isAppError(error)) return error
  const cause = error instanceof Error ? error.cause : undefined
  if (isAppError(cause)) return cause
  return new AppError('server_unavailable', 'the provider did not answer as expected', { cause: error })
}

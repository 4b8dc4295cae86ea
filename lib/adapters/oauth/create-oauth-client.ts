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
import { z } from 'zod'
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
      const checks = { pkceCodeVerifier: verifier, expectedState: state }
      const answer = await answerOf(() => authorizationCodeGrant(configuration, url, checks))
      const tokens = answer === 'refused' ? answer : toTokens('', answer)
      if (answer === 'refused' || tokens === 'refused') return 'refused'
      return { ...tokens, accounts: Accounts.parse(answer[accountsField]) }
    },
    refresh: async (provider, refreshToken) => {
      const configuration = configurations.get(provider)
      if (!configuration) return 'refused'
      const answer = await answerOf(() => refreshTokenGrant(configuration, refreshToken))
      return answer === 'refused' ? answer : toTokens(refreshToken, answer)
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
  configuration[customFetch] = async (url, { method, headers, body }) =>
    withAccounts(await fetchOut(url, { method, headers, ...(body && { body: String(body) }) }))
  return configuration
}

/** The name under which the library hands on what was read of the ID token. */
const accountsField = 'consenting_accounts'
const Accounts = z.array(z.string().max(320)).catch([])
const WithIdToken = z.looseObject({ id_token: z.string() })
const Claims = z.object({
  email: z.string().optional().catch(undefined),
  preferred_username: z.string().optional().catch(undefined),
})

/**
 * Takes the ID token out of an answer and leaves the names in it. It serves for telling whose consent this is and for
 * nothing else, and came by TLS from the token endpoint itself (OpenID Connect Core 1.0, 3.1.3.7). Left in, the library
 * would check it against an issuer, which at Microsoft is another one for each of its tenants.
 */
async function withAccounts(response: Response): Promise<Response> {
  const text = await response.text()
  const { status, headers } = response
  const answer = WithIdToken.safeParse(parsed(text))
  if (!answer.success) return new Response(text, { status, headers })
  const { id_token: token, ...rest } = answer.data
  const claims = Claims.safeParse(parsed(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()))
  const { preferred_username: name, email } = claims.data ?? {}
  const accounts = [name, email].filter((one) => one !== undefined && one !== '')
  return new Response(JSON.stringify({ ...rest, [accountsField]: accounts }), { status, headers })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function answerOf(
  ask: () => Promise<TokenEndpointResponse>,
): Promise<TokenEndpointResponse | 'refused'> {
  try {
    return await ask()
  } catch (error) {
    if (isRefusal(error)) return 'refused'
    throw translated(error)
  }
}

/** A provider may leave the refresh token out of its answer: then the old one stays good (RFC 6749, section 6). */
function toTokens(oldRefreshToken: string, answer: TokenEndpointResponse): Tokens | 'refused' {
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

import type { AuthOptions, LoggerInstance } from 'next-auth'
import AzureAd from 'next-auth/providers/azure-ad'
import Credentials from 'next-auth/providers/credentials'
import Google from 'next-auth/providers/google'
import { safeReturnPath } from '@/lib/access/return-path'
import { signInWithIdentity } from '@/lib/access/sign-in-with-identity'
import { signInWithPassword } from '@/lib/access/sign-in-with-password'
import { sessionLifetimeMs, startSession } from '@/lib/access/start-session'
import type { SignInOrigin } from '@/lib/access/types'
import { getEnv } from '@/lib/env'
import { isAppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { cookieName, cookieOptions, nextAuthSecret, sessionCookieName } from './session-cookie'
import type { SignInError } from './sign-in-errors'

/**
 * How next-auth signs people in here. It proves who somebody is; from then on our `session` row says whether that
 * still counts, and the token in the cookie names that row and nothing else.
 */
export function nextAuthOptions(from: SignInOrigin): AuthOptions {
  return {
    secret: nextAuthSecret(),
    session: { strategy: 'jwt', maxAge: sessionLifetimeMs / 1_000 },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    cookies: authCookies(),
    logger: authLogger,
    providers: [passwordProvider(from), ...identityProviders()],
    callbacks: {
      redirect: async ({ url, baseUrl }) => baseUrl + (safeReturnPath(url, baseUrl) ?? '/'),
      signIn: async ({ account, profile }) =>
        account?.type === 'credentials' ||
        (await signInWithIdentity(claimOf(profile, 'iss'), claimOf(profile, 'sub'))) !== null ||
        `/sign-in?error=${'unknown_identity' satisfies SignInError}`,
      jwt: async ({ token, user, account, profile }) => {
        if (!account) return token
        const userId =
          account.type === 'credentials'
            ? user.id
            : await signInWithIdentity(claimOf(profile, 'iss'), claimOf(profile, 'sub'))
        if (userId === null) throw new Error('a token for nobody')
        return { sid: await startSession(userId, from.userAgent) }
      },
    },
  }
}

function passwordProvider(from: SignInOrigin) {
  return Credentials({
    credentials: { email: { type: 'email' }, password: { type: 'password' } },
    authorize: async (credentials) => {
      try {
        const id = await signInWithPassword(credentials, from.clientAddress)
        return id === null ? null : { id }
      } catch (error) {
        // next-auth shows the message of what is thrown here: it must be one of our own words.
        if (isAppError(error, 'rate_limited')) throw new Error('rate_limited' satisfies SignInError)
        log().error({ err: error }, 'sign-in failed')
        throw new Error('unavailable' satisfies SignInError)
      }
    },
  })
}

/**
 * Google and Microsoft, when the operator has registered with them. Never linked by address: an unknown (issuer,
 * subject) is refused. `profile` asks the provider for nothing more than the ID token says.
 */
function identityProviders(): AuthOptions['providers'] {
  const env = getEnv()
  const providers: AuthOptions['providers'] = []
  if (env.GOOGLE_CLIENT_ID && env.GOOGLE_CLIENT_SECRET) {
    providers.push(
      Google({
        clientId: env.GOOGLE_CLIENT_ID,
        clientSecret: env.GOOGLE_CLIENT_SECRET,
        checks: ['pkce', 'state', 'nonce'],
        profile: ({ sub }) => ({ id: sub }),
      }),
    )
  }
  if (env.MICROSOFT_CLIENT_ID && env.MICROSOFT_CLIENT_SECRET) {
    providers.push(
      AzureAd({
        clientId: env.MICROSOFT_CLIENT_ID,
        clientSecret: env.MICROSOFT_CLIENT_SECRET,
        idToken: true,
        checks: ['pkce', 'state', 'nonce'],
        profile: ({ sub }) => ({ id: sub }),
      }),
    )
  }
  return providers
}

/** Which providers stand on the sign-in page, by next-auth's ids. */
export const identityProviderIds = (): string[] => identityProviders().map((provider) => provider.id)

const claimOf = (profile: object | undefined, claim: 'iss' | 'sub'): unknown =>
  profile === undefined ? undefined : Object.getOwnPropertyDescriptor(profile, claim)?.value

function authCookies(): NonNullable<AuthOptions['cookies']> {
  const options = cookieOptions()
  const brief = { ...options, maxAge: 15 * 60 }
  return {
    sessionToken: { name: sessionCookieName(), options },
    callbackUrl: { name: cookieName('callback-url'), options },
    csrfToken: { name: cookieName('csrf'), options },
    pkceCodeVerifier: { name: cookieName('pkce'), options: brief },
    state: { name: cookieName('state'), options: brief },
    nonce: { name: cookieName('nonce'), options: brief },
  }
}

/** Its metadata may carry tokens of a provider: only the code and the error's name are written down. */
const authLogger: LoggerInstance = {
  error: (code, metadata) => log().error({ code, reason: nameOf(metadata) }, 'next-auth'),
  warn: (code) => log().warn({ code }, 'next-auth'),
  debug: () => {},
}

function nameOf(metadata: unknown): string {
  if (metadata instanceof Error) return metadata.name
  if (typeof metadata === 'object' && metadata !== null && 'error' in metadata) return nameOf(metadata.error)
  return 'unknown'
}

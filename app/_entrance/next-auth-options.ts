import type { AuthOptions, LoggerInstance } from 'next-auth'
import AzureAd from 'next-auth/providers/azure-ad'
import Credentials from 'next-auth/providers/credentials'
import Google from 'next-auth/providers/google'
import { type IdentityProvider, listIdentityProviders } from '@/lib/access/identity-providers'
import { safeReturnPath } from '@/lib/access/return-path'
import { signInWithIdentity } from '@/lib/access/sign-in-with-identity'
import { signInWithPassword } from '@/lib/access/sign-in-with-password'
import { sessionLifetimeMs, startSession } from '@/lib/access/start-session'
import type { SignInOrigin } from '@/lib/access/types'
import type { IdentityLinkRecord } from '@/lib/db/system-identities'
import { getEnv } from '@/lib/env'
import { isAppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { linkIdentityHere } from './identity-linking'
import { cookieName, cookieOptions, nextAuthSecret, sessionCookieName } from './session-cookie'
import type { SignInError } from './sign-in-errors'

/**
 * How next-auth signs people in here. It proves who somebody is; from then on our `session` row says whether that
 * still counts, and the token in the cookie names that row and nothing else. With `link`, what a provider proves is
 * linked to the person of that attempt, and no session is made.
 */
export function nextAuthOptions(from: SignInOrigin, link: IdentityLinkRecord | null = null): AuthOptions {
  return {
    secret: nextAuthSecret(),
    session: { strategy: 'jwt', maxAge: sessionLifetimeMs / 1_000 },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    cookies: authCookies(),
    logger: authLogger,
    providers: [passwordProvider(from), ...identityProviders()],
    callbacks: {
      redirect: async ({ url, baseUrl }) => baseUrl + (safeReturnPath(url, baseUrl) ?? '/'),
      signIn: async ({ account, profile }) => {
        if (link) return linkIdentityHere(link, account?.provider, profile)
        if (account?.type === 'credentials') return true
        const userId = await signInWithIdentity(claimOf(profile, 'iss'), claimOf(profile, 'sub'))
        return userId !== null || `/sign-in?error=${'unknown_identity' satisfies SignInError}`
      },
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
  const shared = {
    idToken: true,
    checks: ['pkce', 'state', 'nonce'] satisfies ('pkce' | 'state' | 'nonce')[],
    profile: ({ sub }: { sub: string }) => ({ id: sub }),
  }
  const make: Record<IdentityProvider, () => AuthOptions['providers'][number]> = {
    google: () =>
      Google({
        ...shared,
        clientId: env.GOOGLE_CLIENT_ID ?? '',
        clientSecret: env.GOOGLE_CLIENT_SECRET ?? '',
        wellKnown: wellKnownOf(env.GOOGLE_ISSUER),
      }),
    'azure-ad': () =>
      AzureAd({
        ...shared,
        clientId: env.MICROSOFT_CLIENT_ID ?? '',
        clientSecret: env.MICROSOFT_CLIENT_SECRET ?? '',
        wellKnown: wellKnownOf(env.MICROSOFT_ISSUER),
      }),
  }
  return listIdentityProviders().map((provider) => make[provider]())
}

/** OpenID Connect Discovery 1.0, section 4. */
const wellKnownOf = (issuer: string): string => `${issuer}/.well-known/openid-configuration`

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

import { getEnv } from '@/lib/env'

/** By next-auth's names for them. */
export const identityProviders = ['google', 'azure-ad'] as const
export type IdentityProvider = (typeof identityProviders)[number]

/** The providers at which the operator has registered this installation. */
export function listIdentityProviders(): IdentityProvider[] {
  const env = getEnv()
  const isThere: Record<IdentityProvider, boolean> = {
    google: Boolean(env.GOOGLE_CLIENT_ID && env.GOOGLE_CLIENT_SECRET),
    'azure-ad': Boolean(env.MICROSOFT_CLIENT_ID && env.MICROSOFT_CLIENT_SECRET),
  }
  return identityProviders.filter((provider) => isThere[provider])
}

export interface Identity {
  issuer: string
  subject: string
  label: string
}

/**
 * Who an ID token speaks of, or why it is not enough. Google's says whether it has seen that the address is the
 * person's own; an account of which it has not is not linked. Microsoft's issuer is that of the person's own
 * organization, and its address may be anything that organization wrote: it is shown to the person and believed by
 * nobody. OpenID Connect Core 1.0, sections 2 and 5.7.
 */
export function identityOf(
  provider: IdentityProvider,
  claims: Record<string, unknown>,
): Identity | 'unverified' | 'incomplete' {
  const { iss, sub, tid, email, email_verified: isVerified, preferred_username: username } = claims
  if (typeof iss !== 'string' || typeof sub !== 'string' || iss === '' || sub === '') return 'incomplete'
  if (sub.length > 255 || iss.length > 300) return 'incomplete'
  if (provider === 'google' && isVerified !== true) return 'unverified'
  if (provider === 'azure-ad' && typeof tid === 'string' && !iss.split('/').includes(tid)) return 'incomplete'
  const label = [email, username].find((one) => typeof one === 'string') ?? ''
  return { issuer: iss, subject: sub, label: String(label).slice(0, 254) }
}

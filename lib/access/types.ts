import type { IdentityProvider } from './identity-providers'

/** Who is signed in, as every request finds out anew. Plain data: pages may show it. */
export interface SignedInSession {
  sessionId: string
  user: { id: string; email: string; name: string; locale: string | null }
}

/** A tenant that the signed-in person may enter. */
export interface TenantPlace {
  slug: string
  name: string
  locale: string
}

/** One of the person's own sign-ins, for the list in the settings. */
export interface SessionDto {
  id: string
  isCurrent: boolean
  createdAt: string
  lastSeenAt: string
  expiresAt: string
  userAgent: string
}

/** How a person signs in by himself. */
export interface OwnSignInDto {
  email: string
  hasPassword: boolean
}

/** An account at an identity provider that lets the person in. */
export interface IdentityDto {
  id: string
  provider: IdentityProvider
  /** What the person knows it by; empty when the provider did not say. */
  label: string
  createdAt: string
}

/** Where a sign-in attempt comes from, as far as it may be believed. */
export interface SignInOrigin {
  clientAddress: string
  userAgent: string
}

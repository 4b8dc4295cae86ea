import { findMembership, type MembershipIdentity } from '@/lib/db/system'
import type { AgentScope } from '@/lib/tenancy/scope'
import type { SignedInSession } from './types'

const slug = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** Whether a tenant could be called this. */
export const isSlug = (text: string): boolean => slug.test(text)

/**
 * The scope of this person in the tenant of the URL, read anew at every request. Null for a tenant that does not
 * exist, is suspended, or is not theirs: the caller cannot tell which.
 */
export async function enterTenant(session: SignedInSession, tenantSlug: string): Promise<AgentScope | null> {
  if (!isSlug(tenantSlug)) return null
  const place = await findMembership(session.user.id, tenantSlug)
  return place && scopeOf(session, place)
}

/** Null for a suspended tenant. */
export function scopeOf(session: SignedInSession, place: MembershipIdentity): AgentScope | null {
  const { membershipId, userId, role, displayName, tenant } = place
  if (tenant.isSuspended) return null
  return {
    tenantId: tenant.id,
    actor: { kind: 'agent', membershipId, userId, role, displayName },
    tenant: { slug: tenant.slug, name: tenant.name, locale: tenant.locale },
    sessionId: session.sessionId,
  }
}

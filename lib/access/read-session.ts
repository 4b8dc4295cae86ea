import { z } from 'zod'
import { now } from '@/lib/clock'
import { findSessionIn, touchSession } from '@/lib/db/system-users'
import type { AgentScope } from '@/lib/tenancy/scope'
import { isSlug, scopeOf } from './enter-tenant'
import type { SignedInSession } from './types'

const touchAfterMs = 5 * 60_000

/** Who is behind a session id: null when it is unknown, revoked or over, or the person was disabled. */
export async function readSession(sessionId: string): Promise<SignedInSession | null> {
  return (await readSessionIn(sessionId, null))?.session ?? null
}

/** The same, with the person's scope in the tenant of this slug (see `enterTenant`), all read at once. */
export async function readSessionIn(
  sessionId: string,
  tenantSlug: string | null,
): Promise<{ session: SignedInSession; scope: AgentScope | null } | null> {
  if (!z.uuid().safeParse(sessionId).success) return null
  const found = await findSessionIn(sessionId, tenantSlug !== null && isSlug(tenantSlug) ? tenantSlug : null)
  if (!found) return null
  const { id, lastSeenAt, user } = found.session
  if (now().getTime() - lastSeenAt.getTime() > touchAfterMs) await touchSession(id)
  const session = { sessionId: id, user }
  return { session, scope: found.place && scopeOf(session, found.place) }
}

import { listSessions } from '@/lib/db/system-users'
import type { AgentScope } from '@/lib/tenancy/scope'
import type { SessionDto } from './types'

/** The acting person's sign-ins that are still good, last used first, at most 100. */
export async function listOwnSessions(scope: AgentScope): Promise<SessionDto[]> {
  const sessions = await listSessions(scope.actor.userId)
  return sessions.map((session) => ({
    id: session.id,
    isCurrent: session.id === scope.sessionId,
    createdAt: session.createdAt.toISOString(),
    lastSeenAt: session.lastSeenAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    userAgent: session.userAgent,
  }))
}

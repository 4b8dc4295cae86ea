import { revokeSession } from '@/lib/db/system-users'
import type { AgentScope } from '@/lib/tenancy/scope'

/** Ends the sign-in that is in use. Doing it twice is no error. */
export async function signOut(scope: AgentScope): Promise<null> {
  await revokeSession(scope.actor.userId, scope.sessionId)
  return null
}

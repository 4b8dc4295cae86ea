import { revokeSession } from '@/lib/db/system-users'
import { notFound } from '@/lib/errors'
import type { AgentScope } from '@/lib/tenancy/scope'
import type { RevokeSessionInput } from './inputs'

/** Ends one of the acting person's sign-ins; its next request is anonymous. @throws AppError `not_found` */
export async function revokeOwnSession(scope: AgentScope, input: RevokeSessionInput): Promise<null> {
  if (!(await revokeSession(scope.actor.userId, input.sessionId))) throw notFound('session')
  return null
}

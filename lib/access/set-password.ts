import { markReauthenticated } from '@/lib/db/system-identities'
import { findUserById, revokeOtherSessions, setPasswordHash } from '@/lib/db/system-users'
import { AppError, notFound } from '@/lib/errors'
import type { AgentScope } from '@/lib/tenancy/scope'
import { auditIdentity } from './audit-identity'
import type { SetPasswordInput } from './inputs'
import { hashPassword } from './passwords'
import { requireReauthentication } from './reauthentication'

/**
 * Gives the acting person a password, or another one. A password that takes the place of another ends his other
 * sign-ins: somebody who knew the old one may be in there.
 *
 * @throws AppError `reauthentication_needed`, `invalid_input` naming `password` when it is his own address
 */
export async function setPassword(
  scope: AgentScope,
  { password }: SetPasswordInput,
): Promise<{ endedSessions: number }> {
  await requireReauthentication(scope)
  const { userId } = scope.actor
  const user = await findUserById(userId)
  if (!user) throw notFound('user')
  if (password.toLowerCase().includes(user.email.toLowerCase()))
    throw new AppError('invalid_input', 'the address in the password', { details: { fields: ['password'] } })
  await setPasswordHash(userId, await hashPassword(password))
  const isFirst = user.passwordHash === null
  const endedSessions = isFirst ? 0 : await revokeOtherSessions(userId, scope.sessionId)
  // He has just given it.
  await markReauthenticated(scope.sessionId)
  await auditIdentity(scope, isFirst ? 'password_set' : 'password_changed', {})
  return { endedSessions }
}

import { findUserById } from '@/lib/db/system-users'
import { notFound } from '@/lib/errors'
import type { AgentScope } from '@/lib/tenancy/scope'
import type { OwnSignInDto } from './types'

/** How the acting person signs in by himself. @throws AppError `not_found` */
export async function getOwnSignIn(scope: AgentScope): Promise<OwnSignInDto> {
  const user = await findUserById(scope.actor.userId)
  if (!user) throw notFound('user')
  return { email: user.email, hasPassword: user.passwordHash !== null }
}

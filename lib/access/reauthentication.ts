import { now } from '@/lib/clock'
import { type RateLimit, returnPoint, takePoint } from '@/lib/db/rate-limits'
import { findReauthentication, markReauthenticated } from '@/lib/db/system-identities'
import { findUserById } from '@/lib/db/system-users'
import { AppError } from '@/lib/errors'
import type { AgentScope } from '@/lib/tenancy/scope'
import type { ConfirmPasswordInput } from './inputs'
import { isPasswordOf } from './passwords'

/** A guesser with somebody's open browser. */
const guesses: RateLimit = { name: 'reauthentication', points: 10, windowSeconds: 900 }
const freshMs = 5 * 60_000

/**
 * Asks for the password again before the ways in change: whoever finds a browser open must not be able to stay.
 *
 * @throws AppError `rate_limited`, `invalid_input` naming `password`
 */
export async function confirmPassword(scope: AgentScope, input: ConfirmPasswordInput): Promise<null> {
  const { userId } = scope.actor
  const answer = await takePoint(guesses, userId)
  if (!answer.isAllowed) throw new AppError('rate_limited', 'too many passwords', { details: { ...answer } })
  const user = await findUserById(userId)
  if (!(await isPasswordOf(user?.passwordHash ?? null, input.password))) {
    throw new AppError('invalid_input', 'not the password', { details: { fields: ['password'] } })
  }
  await returnPoint(guesses, userId)
  await markReauthenticated(scope.sessionId)
  return null
}

/**
 * The proof that the person was asked within the last five minutes. Who has no password is asked by signing in anew.
 *
 * @throws AppError `reauthentication_needed`
 */
export async function requireReauthentication(scope: AgentScope): Promise<void> {
  const session = await findReauthentication(scope.sessionId)
  const user = await findUserById(scope.actor.userId)
  const proof = user?.passwordHash ? session?.reauthenticatedAt : session?.createdAt
  if (!proof || now().getTime() - proof.getTime() > freshMs) {
    throw new AppError('reauthentication_needed', 'the password was not given lately')
  }
}

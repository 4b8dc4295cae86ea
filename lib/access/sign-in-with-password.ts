import { type RateLimit, returnPoint, takePoint } from '@/lib/db/rate-limits'
import { findUserByEmail } from '@/lib/db/system-users'
import { AppError } from '@/lib/errors'
import { clientPrefix } from './client-address'
import { PasswordSignIn } from './inputs'
import { isPasswordOf } from './passwords'

/**
 * Wrong guesses. The first stops one guesser at one address; the second many guessers at one address (wide, so
 * that nobody is locked out by somebody else's few guesses); the third one guesser at many addresses.
 */
const limits = {
  pair: { name: 'sign-in-pair', points: 10, windowSeconds: 900 },
  address: { name: 'sign-in-address', points: 100, windowSeconds: 3_600 },
  client: { name: 'sign-in-client', points: 200, windowSeconds: 900 },
} as const satisfies Record<string, RateLimit>

/**
 * The person behind an address and a password; null when they do not fit, whatever the reason. The work done, and
 * with it the time, is the same for an address nobody has.
 *
 * @throws AppError `rate_limited`, `database_unavailable`
 */
export async function signInWithPassword(given: unknown, clientAddress: string): Promise<string | null> {
  const input = PasswordSignIn.safeParse(given)
  if (!input.success) return null
  const email = input.data.email.toLowerCase()
  const attempt = attemptKeys(email, clientPrefix(clientAddress))

  for (const { limit, key } of attempt) {
    const answer = await takePoint(limit, key)
    if (!answer.isAllowed)
      throw new AppError('rate_limited', 'too many sign-ins', { details: { limit: limit.name, ...answer } })
  }

  const user = await findUserByEmail(email)
  const isRight = await isPasswordOf(user?.passwordHash ?? null, input.data.password)
  if (!user || !isRight || user.disabledAt !== null) return null

  for (const { limit, key } of attempt) await returnPoint(limit, key)
  return user.id
}

function attemptKeys(email: string, prefix: string): { limit: RateLimit; key: string }[] {
  // The table's keys are short: a long address is cut, and two that share 150 characters share a limit.
  const address = email.slice(0, 150)
  return [
    { limit: limits.pair, key: `${prefix} ${address}` },
    { limit: limits.client, key: prefix },
    { limit: limits.address, key: address },
  ]
}

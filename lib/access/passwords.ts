import { hash, verify } from '@node-rs/argon2'

/** Argon2id, 19 MiB, two passes, one lane: the first choice of OWASP's password storage cheat sheet. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** @returns a PHC string to keep in `app_user.password_hash` */
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), cost)

let unmatchable: Promise<string> | undefined

/**
 * True when the password is the one behind the hash. Without a hash (unknown address, nobody's password) it works
 * as long against one that nothing matches, so that the time of the answer tells nothing.
 */
export async function isPasswordOf(passwordHash: string | null, password: string): Promise<boolean> {
  unmatchable ??= hashPassword(crypto.randomUUID())
  const nobodys = await unmatchable
  const isMatch = await verify(passwordHash ?? nobodys, password.normalize('NFKC'))
  return isMatch && passwordHash !== null
}

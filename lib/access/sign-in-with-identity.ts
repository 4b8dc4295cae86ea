import { findUserByIdentity } from '@/lib/db/system-users'

/**
 * The person whom an identity provider vouches for, by (issuer, subject) alone. The provider's e-mail address is
 * never looked at: whoever can choose an address there would become its owner here.
 */
export async function signInWithIdentity(issuer: unknown, subject: unknown): Promise<string | null> {
  if (typeof issuer !== 'string' || typeof subject !== 'string' || issuer === '' || subject === '')
    return null
  const user = await findUserByIdentity(issuer, subject)
  return user && user.disabledAt === null ? user.id : null
}

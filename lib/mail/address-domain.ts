import type { MailAddress } from './types'

/** Behind the at sign, lower-case. */
export function addressDomain(address: string | MailAddress): string {
  const text = typeof address === 'string' ? address : address.address
  return text.slice(text.lastIndexOf('@') + 1).toLowerCase()
}

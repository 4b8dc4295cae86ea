import { addressKey } from './address'
import { parseAddressHeader } from './address-header'
import type { MailAddress, ParsedMail } from './types'

/**
 * The provider of certified mail that wrote the envelope, where its author is shown in its stead; null for every other
 * mail. What is signed outside is signed by the carrier: it proves who carried, and not who wrote.
 */
export function pecCarrier(mail: ParsedMail): MailAddress | null {
  if (!mail.flags.includes('pec-envelope')) return null
  const field = mail.headers.find(({ name }) => name.toLowerCase() === 'from')?.value ?? ''
  const outside = parseAddressHeader(field).addresses[0] ?? null
  const isShown = outside !== null && mail.from !== null && addressKey(outside) === addressKey(mail.from)
  return isShown ? null : outside
}

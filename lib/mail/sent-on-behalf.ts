import { addressKey } from './address'
import type { MailAddress, ParsedMail } from './types'

/**
 * Who sent a mail that another one wrote: an assistant, a colleague with the right to, or an account of somebody who only
 * says whose mail it is (Sender, RFC 5322 section 3.6.2). null where nobody else is named. It says nothing of trust, and
 * nobody is answered by it. Envelopes of certified mail and lists name themselves there: told elsewhere. So do relays:
 * what forwards rewrites a sender (SRS), and what sends for many has an address for bounces.
 */
export function sentOnBehalf({ from, sender, flags, headers }: ParsedMail): MailAddress | null {
  if (from === null || sender === null || addressKey(sender) === addressKey(from)) return null
  const isOfMachine = flags.includes('pec-envelope') || headers.some(({ name }) => /^list-/i.test(name))
  return isOfMachine || isRelay.test(sender.address) ? null : sender
}

const isRelay = /^(?:srs[01][-+=]|prvs=|bounces?[-+=@])/i

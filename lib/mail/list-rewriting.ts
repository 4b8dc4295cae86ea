import { addressKey } from './address'
import { parseAddressHeader } from './address-header'
import { fieldNamed } from './header-scan'
import type { MailAddress, ParsedMail } from './types'

/**
 * Groups and mailing lists write their own address over the author's, where his domain forbids others to send in its
 * name (DMARC; RFC 7960 section 4.1): From becomes "Eva Neri via Help" <help@…>, and the author stands in
 * X-Original-From (Google Groups) or is whom answers go to (Mailman). The author, as the list tells; null where From is
 * not the list's own address or nobody else is named. What a list tells proves nothing.
 */
export function authorBehindList(mail: ParsedMail): MailAddress | null {
  if (mail.from === null) return null
  const list = addressKey(mail.from)
  if (!listAddresses(mail).includes(list)) return null
  const original = addressesIn(mail, 'x-original-from')[0] ?? answered(mail, list)
  if (original === null || addressKey(original) === list) return null
  return original.name === '' ? { ...original, name: mail.from.name.replace(VIA, '').trim() } : original
}

/** "'Eva Neri' via Help desk" */
const VIA = / via .{1,100}$/i

/** One person that is not the list: the list's own choice of whom to answer, under a name that says so. */
function answered(mail: ParsedMail, list: string): MailAddress | null {
  const others = mail.replyTo.filter((one) => addressKey(one) !== list)
  return others.length === 1 && VIA.test(mail.from?.name ?? '') ? (others[0] ?? null) : null
}

/** The addresses under which a list says that one writes to it (RFC 2369 section 3.4). */
function listAddresses(mail: ParsedMail): string[] {
  const posts = mail.headers
    .filter(({ name }) => name.toLowerCase() === 'list-post')
    .map(({ value }) => value)
  const groups = mail.headers
    .filter(({ name }) => name.toLowerCase() === 'mailing-list')
    .map(({ value }) => value)
  return [
    ...posts.flatMap((value) =>
      value.split(',').flatMap((one) => /<mailto:([^<>?\s]{3,254})/i.exec(one)?.[1] ?? []),
    ),
    ...groups.flatMap((value) => /^list ([^\s;]{3,254})/i.exec(value)?.[1] ?? []),
  ].map((address) => address.toLowerCase())
}

const addressesIn = (mail: ParsedMail, field: string): readonly MailAddress[] =>
  parseAddressHeader(fieldNamed(mail.headers, field)).addresses

import { parseAddress } from './address'
import type { PecEnvelope, PecReceipt } from './classification'
import { fieldNamed } from './header-scan'
import { readMessageIds } from './message-ids'
import { pecCarrier } from './pec-carrier'
import { type PecCertificate, readCertificate } from './pec-certificate'
import type { MailAttachment, MailFlag, ParsedMail } from './types'

/**
 * Italian certified mail (DM 2 November 2005, technical rules). The provider writes either a receipt about a mail of
 * ours or an envelope around somebody's mail: outside "Per conto di: who" and the provider's signature, inside
 * postacert.eml, the mail itself. What it is stands in a header and again in daticert.xml.
 */
export function readPecReceipt(mail: ParsedMail): PecReceipt | null {
  const certificate = readCertificate(mail)
  const type = headerOf(mail, 'x-ricevuta').toLowerCase() || typeOf(mail, certificate)
  if (type === null || type === '' || type === 'posta-certificata') return null
  const original = headerOf(mail, 'x-riferimento-message-id') || certificate.messageId
  return {
    type: type.slice(0, 100),
    originalMessageId: readMessageIds(original, { maxIds: 1 })[0] ?? null,
    recipient: parseAddress(certificate.recipient)?.address ?? null,
    provider: certificate.provider,
    detail: certificate.detail,
  }
}

/**
 * The mail in an envelope of certified mail, or null when this is none. "errore" is the envelope around an ordinary
 * mail that came to a certified mailbox: the customer stands inside as well.
 */
export function pecInnerMail(mail: ParsedMail): MailAttachment | null {
  const isEnvelope =
    ['posta-certificata', 'errore'].includes(headerOf(mail, 'x-trasporto').toLowerCase()) ||
    typeOf(mail, readCertificate(mail)) === 'posta-certificata'
  if (!isEnvelope) return null
  return findInner(mail)
}

/** What an opened envelope says of itself, for the reader of its mail; null for every other mail. */
export function readPecEnvelope(mail: ParsedMail): PecEnvelope | null {
  if (!mail.flags.includes('pec-envelope')) return null
  const carrier = pecCarrier(mail)
  return {
    isCertified: headerOf(mail, 'x-trasporto').toLowerCase() !== 'errore',
    provider: readCertificate(mail).provider,
    carrier: carrier ?? mail.from,
    author: carrier === null ? (findInner(mail)?.message?.from ?? null) : mail.from,
    isAuthorVouched: carrier !== null,
  }
}

const findInner = (mail: ParsedMail): MailAttachment | null =>
  mail.attachments.find(
    (one) =>
      one.kind === 'message' &&
      !one.path.includes('/') &&
      (one.declaredName?.toLowerCase() === 'postacert.eml' || !hasCertifiedName(mail)),
  ) ?? null

/**
 * The mail that counts, with the envelope as evidence: headers, files and hash stay those of what arrived. The writer
 * is taken from inside only where the envelope names the same address, for that is all the provider vouches for.
 */
export function withPecContent(outer: ParsedMail, inner: ParsedMail): ParsedMail {
  const vouched = new Set(
    [...outer.replyTo.map((one) => one.address), onBehalfOf(outer) ?? ''].map((one) => one.toLowerCase()),
  )
  const isVouched = inner.from !== null && vouched.has(inner.from.address.toLowerCase())
  return {
    ...outer,
    ...(isVouched && {
      from: inner.from,
      fromAll: inner.fromAll,
      fromText: inner.fromText,
      replyTo: inner.replyTo,
    }),
    messageIds: [...new Set([...outer.messageIds, ...inner.messageIds])],
    inReplyTo: inner.inReplyTo,
    references: inner.references,
    to: inner.to,
    cc: inner.cc,
    subject: inner.subject,
    text: inner.text,
    html: inner.html,
    flags: [
      ...new Set<MailFlag>([
        ...outer.flags,
        ...inner.flags.filter((one) => aboutText.includes(one)),
        'pec-envelope',
      ]),
    ],
  }
}

const aboutText: readonly MailFlag[] = [
  'charset-guessed',
  'charset-unknown',
  'truncated-body',
  'truncated-html',
]

/** "Per conto di: eva@pec.example" in the name of the sender. */
function onBehalfOf(mail: ParsedMail): string | null {
  const name = mail.from?.name ?? mail.fromText
  const at = name.toLowerCase().indexOf('per conto di:')
  const word =
    at < 0
      ? ''
      : (name
          .slice(at + 13)
          .trim()
          .split(/[\s<>"]/, 1)[0] ?? '')
  return parseAddress(word)?.address ?? null
}

const hasCertifiedName = (mail: ParsedMail): boolean =>
  mail.attachments.some((one) => one.declaredName?.toLowerCase() === 'postacert.eml')

const headerOf = (mail: ParsedMail, name: string): string => fieldNamed(mail.headers, name).trim()

/** Its certificate is only believed from the address that every provider uses. */
const typeOf = (mail: ParsedMail, { type }: PecCertificate): string | null =>
  mail.from?.address.toLowerCase().startsWith('posta-certificata@') ? type : null

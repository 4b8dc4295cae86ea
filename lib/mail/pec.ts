import { parseAddress } from './address'
import { readMessageIds } from './message-ids'
import type { MailAttachment, MailFlag, ParsedMail, PecReceipt } from './types'

/**
 * Italian certified mail (DM 2 November 2005, technical rules). The provider writes either a receipt about a mail of
 * ours or an envelope around somebody's mail: outside "Per conto di: who" and the provider's signature, inside
 * postacert.eml, the mail itself. What it is stands in a header and again in daticert.xml.
 */
export function readPecReceipt(mail: ParsedMail): PecReceipt | null {
  const type = headerOf(mail, 'x-ricevuta').toLowerCase() || certifiedType(mail)
  if (type === null || type === '' || type === 'posta-certificata') return null
  const original = headerOf(mail, 'x-riferimento-message-id') || certifiedField(mail, 'msgid')
  return { type: type.slice(0, 100), originalMessageId: readMessageIds(original, { maxIds: 1 })[0] ?? null }
}

/**
 * The mail in an envelope of certified mail, or null when this is none. "errore" is the envelope around an ordinary
 * mail that came to a certified mailbox: the customer stands inside as well.
 */
export function pecInnerMail(mail: ParsedMail): MailAttachment | null {
  const isEnvelope =
    ['posta-certificata', 'errore'].includes(headerOf(mail, 'x-trasporto').toLowerCase()) ||
    certifiedType(mail) === 'posta-certificata'
  if (!isEnvelope) return null
  return (
    mail.attachments.find(
      (one) =>
        one.kind === 'message' &&
        !one.path.includes('/') &&
        (one.declaredName?.toLowerCase() === 'postacert.eml' || !hasCertifiedName(mail)),
    ) ?? null
  )
}

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

const headerOf = (mail: ParsedMail, name: string): string =>
  mail.headers.find((one) => one.name.toLowerCase() === name)?.value.trim() ?? ''

/** `<postacert tipo="avvenuta-consegna" …>`: only believed from the address every provider uses. */
function certifiedType(mail: ParsedMail): string | null {
  if (!mail.from?.address.toLowerCase().startsWith('posta-certificata@')) return null
  return (
    /<postacert\b[^>]{0,300}\btipo\s{0,3}=\s{0,3}["']([a-z-]{1,60})["']/i
      .exec(certificate(mail))?.[1]
      ?.toLowerCase() ?? null
  )
}

function certifiedField(mail: ParsedMail, name: string): string {
  const text = certificate(mail)
  const from = text.indexOf(`<${name}>`)
  const to = from < 0 ? -1 : text.indexOf(`</${name}>`, from)
  return to < 0
    ? ''
    : text
        .slice(from + name.length + 2, to)
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
}

function certificate(mail: ParsedMail): string {
  const part = mail.attachments.find((one) => one.declaredName?.toLowerCase() === 'daticert.xml')
  return part === undefined ? '' : Buffer.from(part.bytes.subarray(0, 64 * 1024)).toString('latin1')
}

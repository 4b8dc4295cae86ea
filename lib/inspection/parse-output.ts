import { domainToUnicode } from 'node:url'
import { parseAddress } from '@/lib/mail/address'
import { bodyText } from '@/lib/mail/body-text'
import { bounceReason, isLasting, replyCode } from '@/lib/mail/bounce-reason/bounce-reason'
import type { BounceReport, Classification } from '@/lib/mail/classification'
import { classify } from '@/lib/mail/classify'
import { cleanHtml } from '@/lib/mail/clean-html'
import { describeMail } from '@/lib/mail/describe'
import { isWholeForward, readForwarded } from '@/lib/mail/forwarded'
import type { ForwardedMail } from '@/lib/mail/forwarded-mail'
import { htmlToText } from '@/lib/mail/html-to-text'
import { readReply } from '@/lib/mail/reply'
import type { MailAddress, MailAttachment, ParsedMail, Unreadable } from '@/lib/mail/types'

/**
 * What the product reads in a mail, as one JSON object for `postino parse`. Ids are without brackets, dates ISO 8601,
 * sizes those of the decoded bytes, domains as people write them. A mail that could not be read still says what its
 * head shows, and why.
 */
export function toParseOutput(mail: ParsedMail | Unreadable): ParseOutput {
  if (mail.kind === 'unreadable') return unreadableOutput(mail)
  const facts = describeMail(mail)
  const classification = classify(mail)
  const forwarded = readForwarded(mail)
  const { text: reply } = readReply(mail, { isForward: isWholeForward(facts, forwarded) })
  const attachments = mail.attachments.map(toAttachment)
  return {
    unreadable: null,
    messageId: mail.messageId,
    inReplyTo: mail.inReplyTo,
    references: mail.references,
    date: mail.date?.toISOString() ?? null,
    // What is no usable address is still shown as it was written.
    from: mail.from === null ? asWritten(mail.fromText) : toMailbox(mail.from),
    fromText: mail.fromText,
    replyTo: mail.replyTo.map(toMailbox),
    to: mail.to.map(toMailbox),
    cc: mail.cc.map(toMailbox),
    deliveredTo: facts.deliveredTo,
    subject: mail.subject,
    baseSubject: facts.baseSubject,
    text: mail.text,
    html: mail.html === null ? null : withPlainLetters(mail.html),
    bodyText: bodyText(mail),
    sanitisedHtml: mail.html === null ? null : cleanHtml(mail.html, { cidUrl: () => null }).html,
    attachments,
    userAttachments: mail.attachments.filter(isForReaders).map(toAttachment),
    flags: mail.flags,
    ...kindOutput(classification),
    replyText: reply.visible,
    signatureText: reply.signature,
    quotedText: reply.quoted,
    replyRule: reply.rule,
    forwarded: forwardedOutput(forwarded),
  }
}

export type ParseOutput = Readonly<Record<string, unknown>>

type ForwardedOutput = { readonly is: boolean } & Partial<Record<string, unknown>>

function forwardedOutput(mail: ForwardedMail | null): ForwardedOutput {
  if (mail === null) return { is: false }
  const { from, fromText, date, note, inner, ...rest } = mail
  return {
    is: true,
    ...rest,
    from: from?.address ?? null,
    fromName: from === null ? fromText : from.name,
    date: date?.toISOString() ?? null,
    message: note,
    inner: inner === null ? null : forwardedOutput(inner),
  }
}

/** "müller.example" and not "xn--mller-kva.example", unless that would read as another name. */
function toMailbox({ name, address }: MailAddress): MailAddress {
  const at = address.lastIndexOf('@') + 1
  const domain = address.slice(at)
  const shown = domain.includes('xn--') ? domainToUnicode(domain) : domain
  return {
    name,
    address:
      parseAddress(address.slice(0, at) + shown)?.address === address
        ? address.slice(0, at) + shown
        : address,
  }
}

const toAttachment = (attachment: MailAttachment) => ({
  filename: attachment.declaredName,
  contentType: attachment.contentType,
  size: attachment.sizeBytes,
  inline: attachment.disposition === 'inline',
  contentId: attachment.contentId,
})

/** Pictures of the text, machine parts of reports, signatures and empty files are nothing to open. */
const isForReaders = (attachment: MailAttachment): boolean =>
  attachment.sizeBytes > 0 && ['file', 'message', 'calendar'].includes(attachment.kind)

function kindOutput(classification: Classification) {
  const { kind, evidence, mayAutoAnswer, bounce } = classification
  return {
    kind,
    evidence,
    mayAutoAnswer,
    isAutoReply: kind === 'auto-reply' || kind === 'vacation',
    isBounce: kind === 'bounce' && bounce?.severity !== 'none',
    isFeedbackReport: kind === 'complaint',
    bounce: bounce === null ? [] : toBounces(bounce),
  }
}

const toBounces = ({ recipients }: BounceReport) =>
  recipients
    .filter(({ action }) => action === 'failed' || action === 'delayed' || action === 'unknown')
    .flatMap((one) => {
      const reason = bounceReason(one)
      const recipient = one.address ?? (one.reported === '' ? null : one.reported)
      const told = {
        status: one.status,
        replyCode: replyCode(one.diagnostic),
        reason,
        hard: isLasting(reason),
        diagnostic: one.diagnostic,
      }
      // Whoever looks for an address finds it under either name.
      return one.alias === undefined
        ? [{ recipient, aliasOf: null, ...told }]
        : [
            { recipient, aliasOf: null, ...told },
            { recipient: one.alias, aliasOf: recipient, ...told },
          ]
    })

function unreadableOutput({ reason, detail, minimal }: Unreadable): ParseOutput {
  const from: MailAddress | null = minimal.from
  return {
    unreadable: { reason, detail },
    messageId: minimal.messageId,
    date: minimal.date?.toISOString() ?? null,
    from,
    fromText: minimal.fromText,
    subject: minimal.subject,
    isAutoReply: false,
    isBounce: false,
    isFeedbackReport: false,
  }
}

/** The output is UTF-8: letters that old editors wrote as `&ouml;` stand in it as letters, the rest as sent. */
function withPlainLetters(html: string): string {
  return html.replace(/&[a-z]{2,20};/gi, (reference) => {
    const known = letters.get(reference)
    if (known !== undefined) return known
    const text = htmlToText(reference).trim()
    const plain = /^\p{L}$/u.test(text) ? text : reference
    if (letters.size < 3_000) letters.set(reference, plain)
    return plain
  })
}

const letters = new Map<string, string>()

/** "Moderator <moderator>": who only has a name on the own machine, or no address at all. */
function asWritten(fromText: string): MailAddress | null {
  if (fromText === '') return null
  const local = /^([^<>]{0,500})<([^<>@]{1,64})>$/.exec(fromText)
  const [, name = '', address = ''] = local ?? []
  return local === null ? { name: fromText, address: '' } : { name: name.trim(), address }
}

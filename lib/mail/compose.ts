import MailComposer from 'nodemailer/lib/mail-composer'
import { AppError } from '@/lib/errors'
import { unreachable } from '@/lib/unreachable'
import { parseAddress } from './address'
import { stripHidden } from './display-name'
import { safeFileName } from './file-name'
import { cleanId } from './message-ids'
import { cutToBytes } from './to-db-text'
import type { MailAddress } from './types'

/** Headers of ours that a mail may carry; callers cannot name others. */
export type OutgoingMark =
  /** An automatic answer to a mail (RFC 3834 section 5.2). */
  | { readonly kind: 'auto-replied' }
  /** A notification nobody asked for just now. */
  | { readonly kind: 'auto-generated' }
  /** Subscription-like mail (RFC 2369, RFC 8058). */
  | { readonly kind: 'one-click-unsubscribe'; readonly url: string }

export type OutgoingAttachment = {
  readonly fileName: string
  readonly contentType: string
  readonly bytes: Uint8Array
  /** Shown in the HTML as `cid:`. */
  readonly contentId?: string
}

export type OutgoingMail = {
  readonly from: MailAddress
  readonly to: readonly MailAddress[]
  readonly cc: readonly MailAddress[]
  /** Only in the envelope. */
  readonly bcc?: readonly MailAddress[]
  readonly replyTo: readonly MailAddress[]
  readonly subject: string
  readonly text: string
  readonly html: string | null
  /** Ids without angle brackets. */
  readonly messageId: string
  readonly inReplyTo: string | null
  readonly references: readonly string[]
  readonly date: Date
  readonly marks: readonly OutgoingMark[]
  /** Asks for a read receipt (RFC 8098 section 2.1). */
  readonly dispositionNotificationTo?: MailAddress
  /** Bounces go here; default is `from`. '' is the null sender. */
  readonly envelopeFrom?: string
  readonly attachments: readonly OutgoingAttachment[]
}

export type ComposedMail = {
  /** The whole message, CRLF throughout; stored and sent as it is. */
  readonly bytes: Uint8Array
  readonly envelope: { readonly from: string; readonly to: readonly string[] }
}

const MAX_REFERENCES = 20
const MAX_SUBJECT_BYTES = 900
const MAX_NAME_BYTES = 200

/**
 * Builds the MIME of an outgoing mail, once. Every address must have passed `parseAddress`, names, subject
 * and file names lose whatever could end a header line; files come as bytes only. Throws `invalid_input` for
 * an address or id that cannot stand in a mail.
 */
export async function composeMail(mail: OutgoingMail): Promise<ComposedMail> {
  const recipients = [...mail.to, ...mail.cc, ...(mail.bcc ?? [])].map(checked)
  if (recipients.length === 0) throw new AppError('invalid_input', 'a mail without recipients')
  const composer = new MailComposer({
    from: checked(mail.from),
    to: mail.to.map(checked),
    cc: mail.cc.map(checked),
    replyTo: mail.replyTo.map(checked),
    subject: headerText(mail.subject, MAX_SUBJECT_BYTES),
    text: crlf(mail.text),
    ...(mail.html === null ? {} : { html: crlf(mail.html) }),
    messageId: bracketed(mail.messageId),
    ...(mail.inReplyTo === null ? {} : { inReplyTo: bracketed(mail.inReplyTo) }),
    references: shortReferences(mail.references).map(bracketed),
    date: mail.date,
    headers: markHeaders(mail),
    attachments: mail.attachments.map(attachmentOf),
    textEncoding: 'quoted-printable',
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const bytes = await composer.compile().build()
  const envelopeFrom =
    mail.envelopeFrom === ''
      ? ''
      : checked({ name: '', address: mail.envelopeFrom ?? mail.from.address }).address
  return { bytes, envelope: { from: envelopeFrom, to: [...new Set(recipients.map((one) => one.address))] } }
}

function checked(mailbox: MailAddress): { name: string; address: string } {
  const parsed = parseAddress(mailbox.address)
  if (parsed === null)
    throw new AppError('invalid_input', 'not an address that can be sent to', {
      details: { address: mailbox.address },
    })
  return { name: headerText(mailbox.name, MAX_NAME_BYTES), address: parsed.address }
}

/** One line: controls, line and paragraph separators and invisible characters are gone. */
function headerText(text: string, maxBytes: number): string {
  const flat = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
  return cutToBytes(stripHidden(flat), maxBytes).trim()
}

function bracketed(id: string): string {
  const clean = cleanId(id)
  if (clean === null || clean !== id)
    throw new AppError('invalid_input', 'not a Message-ID', { details: { id } })
  return `<${clean}>`
}

/** The first reference names the conversation, the last ones the parents; the middle is what may go. */
function shortReferences(references: readonly string[]): readonly string[] {
  const valid = references.filter((id) => cleanId(id) === id)
  const [first] = valid
  if (first === undefined || valid.length <= MAX_REFERENCES) return valid
  return [first, ...valid.slice(-(MAX_REFERENCES - 1))]
}

function markHeaders(mail: OutgoingMail): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const mark of mail.marks) {
    switch (mark.kind) {
      case 'auto-replied':
        headers['Auto-Submitted'] = 'auto-replied'
        headers['X-Auto-Response-Suppress'] = 'All'
        headers.Precedence = 'bulk'
        break
      case 'auto-generated':
        headers['Auto-Submitted'] = 'auto-generated'
        headers['X-Auto-Response-Suppress'] = 'All'
        break
      case 'one-click-unsubscribe':
        headers['List-Unsubscribe'] = `<${unsubscribeUrl(mark.url)}>`
        headers['List-Unsubscribe-Post'] = 'List-Unsubscribe=One-Click'
        break
      default:
        unreachable(mark)
    }
  }
  if (mail.dispositionNotificationTo !== undefined) {
    headers['Disposition-Notification-To'] = `<${checked(mail.dispositionNotificationTo).address}>`
  }
  return headers
}

function unsubscribeUrl(url: string): string {
  if (!URL.canParse(url) || !url.startsWith('https://'))
    throw new AppError('invalid_input', 'not an https address')
  return new URL(url).href
}

function attachmentOf(file: OutgoingAttachment): Record<string, unknown> {
  const isType = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,100}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,100}$/i.test(
    file.contentType,
  )
  // A message/* part may not be base64 (RFC 2046 section 5.2.1) and would be opened on the way: send it as a file.
  const isPlainFile = isType && !/^(?:message|multipart)\//i.test(file.contentType)
  const contentId = file.contentId === undefined ? null : cleanId(file.contentId)
  return {
    filename: safeFileName(file.fileName),
    contentType: isPlainFile ? file.contentType.toLowerCase() : 'application/octet-stream',
    content: Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength),
    contentTransferEncoding: 'base64',
    ...(contentId === null
      ? { contentDisposition: 'attachment' }
      : { cid: contentId, contentDisposition: 'inline' }),
  }
}

const crlf = (text: string): string => text.replace(/\r\n?|\n/g, '\r\n')

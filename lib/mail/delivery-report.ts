import { parseAddressHeader } from './address-header'
import type { BounceRecipient, BounceReport, ComplaintReport, ReceiptReport } from './classification'
import { scanHeaders } from './header-scan'
import { decodeWords } from './header-words'
import { readMessageIds } from './message-ids'
import type { ProviderNotice } from './provider-notice'
import { addressOf, type Fields, maxReportBytes, mergeBlocks, readFieldBlocks, typed } from './report-fields'
import { readRecipient, readUnnamed } from './report-recipient'
import { toDbLine } from './to-db-text'
import type { MailAttachment, ParsedMail } from './types'

const MAX_RECIPIENTS = 200

/** The machine-readable parts of a report; only at the top, not in a mail somebody attached. */
export const reportPart = (mail: ParsedMail, ...types: readonly string[]): MailAttachment | null =>
  mail.attachments.find((one) => types.includes(one.contentType) && !one.path.includes('/')) ?? null

/**
 * Delivery status notification (RFC 3464), or null when the mail holds no such fields. They have a part of their
 * own; gateways that flatten mails leave them in the text.
 */
export function readDeliveryReport(
  mail: ParsedMail,
  wrapped: MailAttachment | null = null,
): BounceReport | null {
  const part = reportPart(mail, ...STATUS_TYPES) ?? wrapped ?? mail.attachments.find(holdsFields) ?? null
  if (part === null && !/^final-recipient:/im.test(mail.text)) return null
  const blocks = readFieldBlocks(part?.bytes ?? Buffer.from(mail.text))
  const named = eachOnce(blocks.map(readRecipient).filter((one) => one !== null))
  const told =
    named.length > 0
      ? named
      : blocks
          .slice(0, 2)
          .map(readUnnamed)
          .filter((one) => one !== null)
  const recipients = withAddress(mail, told)
  if (recipients.length === 0) return null
  const original = readOriginal(mail)
  const fromFields = blocks
    .map((block) => firstId(block.get('x-original-message-id') ?? ''))
    .find((id) => id !== null)
  return {
    recipients: recipients.slice(0, MAX_RECIPIENTS),
    reportingMta: typed(blocks[0]?.get('reporting-mta')) || null,
    originalMessageId:
      original.messageId ?? fromFields ?? mail.inReplyTo[0] ?? mail.references.at(-1) ?? null,
    originalSubject: original.subject,
    ...envelopeIdIn(blocks),
    severity: severityOf(recipients),
  }
}

/** RFC 3464 section 2.2.1. */
function envelopeIdIn([ofMail]: readonly Fields[]): { originalEnvelopeId?: string } {
  const id = ofMail?.get('original-envelope-id')?.trim() ?? ''
  return id === '' || id.length > MAX_ENVELOPE_ID ? {} : { originalEnvelopeId: id }
}

/** RFC 3461 section 4.4. */
const MAX_ENVELOPE_ID = 100

/** Servers that hand a mail on more than once tell of each time. */
function eachOnce(recipients: readonly BounceRecipient[]): BounceRecipient[] {
  const known = new Set<string>()
  return recipients.filter(({ address, action }) => {
    const key = `${action} ${address?.toLowerCase()}`
    if (address !== null && known.has(key)) return false
    known.add(key)
    return true
  })
}

/**
 * "Final-Recipient: LOCAL;<>" names nobody, and "IMCEAEX-_O=..." only Exchange's own directory: then it is about the only
 * one whom the returned mail was for.
 */
function withAddress(mail: ParsedMail, recipients: readonly BounceRecipient[]): BounceRecipient[] {
  const [only, ...others] = recipients
  const name = only?.address == null ? '' : /^imceaex-.{0,200}_cn=([^@]{1,100})@/i.exec(only.address)?.[1]
  if (only === undefined || others.length > 0 || name === undefined) return [...recipients]
  const addresses = returnedTo(mail)
  const called = addresses.filter((one) => isCalled(one, name.toLowerCase()))
  const [address, ...more] = addresses.length > 1 ? called : addresses
  return address === undefined || more.length > 0 ? [only] : [{ ...only, address }]
}

/** Exchange names an entry of its directory by the part before the @, with figures behind where that was taken. */
const isCalled = (address: string, name: string): boolean =>
  name.startsWith(address.slice(0, address.lastIndexOf('@')).toLowerCase())

/** Gateways give the fields of a report a type of their own: they begin as only such fields do. */
function holdsFields({ contentType, path, bytes }: MailAttachment): boolean {
  if (path.includes('/') || !FIELD_TYPES.includes(contentType)) return false
  const head = Buffer.from(bytes.subarray(0, 4000)).toString('latin1')
  return /^(?:reporting-mta|(?:final|original)-recipient)[ \t]{0,5}:/im.test(head.trimStart().slice(0, 30))
    ? /^final-recipient[ \t]{0,5}:/im.test(head)
    : false
}

const FIELD_TYPES = ['text/plain', 'application/octet-stream', 'text/delivery-status', 'text/rfc822-headers']

const STATUS_TYPES = ['message/delivery-status', 'message/global-delivery-status']

/** The fields of a report that a gateway passed on whole, inside a report of its own that names nobody. */
export const wrappedReportPart = (mail: ParsedMail): MailAttachment | null =>
  mail.attachments.find((one) => STATUS_TYPES.includes(one.contentType)) ?? null

/** Message disposition notification (RFC 8098 section 3). Missing or broken fields read as unknown. */
export function readReceipt(mail: ParsedMail): ReceiptReport {
  const part = reportPart(mail, 'message/disposition-notification', 'message/global-disposition-notification')
  const fields = part === null ? new Map<string, string>() : mergeBlocks(readFieldBlocks(part.bytes))
  const disposition = fields.get('disposition')?.toLowerCase() ?? ''
  const type = disposition.split(';')[1]?.split('/')[0]?.trim() ?? ''
  return {
    originalMessageId:
      firstId(fields.get('original-message-id') ?? '') ??
      readOriginal(mail).messageId ??
      mail.inReplyTo[0] ??
      mail.references.at(-1) ??
      null,
    finalRecipient: addressOf(typed(fields.get('final-recipient') ?? fields.get('original-recipient'))),
    disposition: isDisposition(type) ? type : 'unknown',
    isAutomatic: disposition.includes('automatic-action') || disposition.includes('mdn-sent-automatically'),
  }
}

/** Abuse report (RFC 5965 section 3). */
export function readComplaint(mail: ParsedMail, notice: ProviderNotice | null = null): ComplaintReport {
  if (notice?.kind === 'complaint') {
    return { feedbackType: notice.feedbackType, originalMessageId: null, originalRecipient: notice.recipient }
  }
  const part = reportPart(mail, 'message/feedback-report')
  const fields = mergeBlocks(readFieldBlocks(part?.bytes ?? Buffer.from(mail.text)))
  const original = readOriginal(mail)
  return {
    feedbackType: toDbLine(fields.get('feedback-type') ?? 'abuse', { maxBytes: 100 }).toLowerCase(),
    originalMessageId: original.messageId,
    originalRecipient:
      addressOf(typed(fields.get('original-rcpt-to'))) ??
      addressOf(typed(fields.get('removal-recipient'))) ??
      original.to,
  }
}

export function severityOf(recipients: readonly BounceRecipient[]): BounceReport['severity'] {
  const isHard = (one: BounceRecipient): boolean =>
    (one.action === 'failed' || one.action === 'unknown') && !(one.status ?? '5').startsWith('4')
  if (recipients.length === 0 || recipients.some(isHard)) return 'hard'
  const isWaiting = (one: BounceRecipient): boolean => one.action === 'delayed' || one.action === 'failed'
  return recipients.some(isWaiting) ? 'soft' : 'none'
}

/** What the returned mail or its header says about itself. */
export function readOriginal(mail: ParsedMail): {
  messageId: string | null
  subject: string | null
  to: string | null
} {
  const find = returnedField(mail)
  const subject = toDbLine(decodeWords(find('subject')), { maxBytes: 2000 })
  return {
    messageId: firstId(find('message-id')),
    subject: subject === '' ? null : subject,
    to: addressOf(find('to')),
  }
}

/** Whom the returned mail was for: as it says itself, else as the servers on its way noted. */
export function returnedTo(mail: ParsedMail): string[] {
  const find = returnedField(mail)
  const naming = RECIPIENT_FIELDS.find((name) => find(name).includes('@')) ?? 'to'
  return parseAddressHeader(find(naming)).addresses.map((one) => one.address)
}

const RECIPIENT_FIELDS = ['to', 'x-original-to', 'delivered-to', 'envelope-to', 'x-envelope-to', 'cc', 'bcc']

function returnedField(mail: ParsedMail): (name: string) => string {
  const types = ['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers']
  const part = reportPart(mail, ...types) ?? mail.attachments.find(isCopiedMail) ?? null
  if (part === null) return () => ''
  const { headers } = scanHeaders(part.bytes, { maxHeaderBytes: maxReportBytes, maxHeaderLines: 1000 })
  return (name) => headers.find((one) => one.name.toLowerCase() === name)?.value ?? ''
}

/** Gateways return a mail as a file of no type of its own: it begins as a mail does, and has an id. */
function isCopiedMail({ contentType, path, bytes }: MailAttachment): boolean {
  if (path.includes('/') || !COPIED_TYPES.includes(contentType)) return false
  const head = Buffer.from(bytes.subarray(0, 20_000)).toString('latin1')
  return HEAD.test(head) && /^message-id:/im.test(head)
}

const COPIED_TYPES = [
  'text/plain',
  'text/rfc822',
  'application/octet-stream',
  'message/delivery-notification',
]
const HEAD =
  /^\s{0,10}(?:received|return-path|from|to|date|subject|message-id|mime-version|dkim-signature|x-[\w-]{1,60}):/i

const firstId = (value: string): string | null => readMessageIds(value, { maxIds: 5 })[0] ?? null

const dispositions = ['displayed', 'deleted', 'processed', 'denied'] as const
const isDisposition = (value: string): value is (typeof dispositions)[number] =>
  dispositions.some((one) => one === value)

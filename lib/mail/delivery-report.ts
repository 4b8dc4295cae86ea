import { parseAddress } from './address'
import { parseAddressHeader } from './address-header'
import { decodeCharset } from './charset'
import { scanHeaders } from './header-scan'
import { decodeWords } from './header-words'
import { readMessageIds } from './message-ids'
import type { ProviderNotice } from './provider-notice'
import { chooseStatus, commandIn, statusIn } from './smtp-answer'
import { toDbLine } from './to-db-text'
import type {
  BounceRecipient,
  BounceReport,
  ComplaintReport,
  MailAttachment,
  ParsedMail,
  ReceiptReport,
} from './types'

const MAX_RECIPIENTS = 200
const MAX_REPORT_BYTES = 512 * 1024

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
  const part = reportPart(mail, ...STATUS_TYPES) ?? wrapped
  if (part === null && !/^final-recipient:/im.test(mail.text)) return null
  const blocks = readFieldBlocks(part?.bytes ?? Buffer.from(mail.text))
  const recipients = withAddress(
    mail,
    blocks.map(readRecipient).filter((one) => one !== null),
  )
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
    severity: severityOf(recipients),
  }
}

/** "Final-Recipient: LOCAL;<>" names nobody: then it is about the only one whom the returned mail was for. */
function withAddress(mail: ParsedMail, recipients: readonly BounceRecipient[]): BounceRecipient[] {
  const [only, ...others] = recipients
  if (only === undefined || others.length > 0 || only.address !== null) return [...recipients]
  const [address, ...more] = returnedTo(mail)
  return address === undefined || more.length > 0 ? [only] : [{ ...only, address }]
}

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

type Fields = ReadonlyMap<string, string>

/** Blocks of fields divided by blank lines (RFC 3464 section 2.1). */
function readFieldBlocks(bytes: Uint8Array): Fields[] {
  const text = decodeCharset(bytes.subarray(0, MAX_REPORT_BYTES), null).text
  const blocks: Map<string, string>[] = []
  let block = new Map<string, string>()
  let last = ''
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line.trim() === '') {
      if (block.size > 0) blocks.push(block)
      block = new Map()
      last = ''
      continue
    }
    const colon = line.indexOf(':')
    const isField = colon > 0 && FIELD_NAME.test(line.slice(0, colon))
    // Gateways break long answers without the blank that RFC 5322 asks for: what is no field goes on.
    if ((line.startsWith(' ') || line.startsWith('\t') || !isField) && last !== '') {
      block.set(last, `${block.get(last) ?? ''} ${line.trim()}`)
    } else if (isField) {
      last = line.slice(0, colon).trim().toLowerCase()
      // Some relays leave out the blank line between recipients: a second one of the same name begins the next.
      if (RECIPIENT.test(last) && block.has(last)) {
        blocks.push(block)
        block = new Map()
      }
      if (!block.has(last)) block.set(last, line.slice(colon + 1).trim())
    }
  }
  if (block.size > 0) blocks.push(block)
  return blocks
}

/** RFC 5322 section 3.6.8; bounded. */
const FIELD_NAME = /^[!-9;-~]{1,80}[ \t]{0,5}$/

const RECIPIENT = /^(?:final|original)-recipient$/

function mergeBlocks(blocks: readonly Fields[]): Map<string, string> {
  const merged = new Map<string, string>()
  for (const block of blocks)
    for (const [name, value] of block) if (!merged.has(name)) merged.set(name, value)
  return merged
}

function readRecipient(fields: Fields): BounceRecipient | null {
  const reported = typed(fields.get('original-recipient') ?? fields.get('final-recipient'))
  const final = typed(fields.get('final-recipient'))
  if (reported === '' && final === '') return null
  const action = (fields.get('action') ?? '').toLowerCase().split(/[\s(;]/)[0] ?? ''
  const diagnostic = toDbLine(diagnosticOf(fields), { maxBytes: 2000 })
  return {
    address: addressOf(reported) ?? addressOf(final),
    reported: toDbLine(reported === '' ? final : reported, { maxBytes: 500 }),
    action: isAction(action) ? action : 'unknown',
    status: chooseStatus(statusIn(fields.get('status') ?? ''), diagnostic),
    diagnostic,
    command: commandIn(diagnostic),
  }
}

/** The answer of the refusing server; else what stands in brackets behind the status, or in a field of Exchange's. */
function diagnosticOf(fields: Fields): string {
  const code = fields.get('diagnostic-code')
  const answer = typed(code)
  // A program's words, not a server's (RFC 3464 section 2.3.6 leaves the types open): the type says which.
  if (answer !== '') return /^x-unix\s?;/i.test(code ?? '') ? `x-unix; ${answer}` : answer
  const comment = /\(([^()]{3,500})\)/.exec(fields.get('status') ?? '')?.[1] ?? ''
  // "Other or undefined network status" is the code's own name and no answer.
  return comment === '' || /\bundefined\b/i.test(comment)
    ? typed(fields.get('x-supplementary-info')).replace(/^<|>$/g, '').trim()
    : comment
}

/** "rfc822; user@host" to "user@host". */
function typed(value: string | undefined): string {
  if (value === undefined) return ''
  const semicolon = value.indexOf(';')
  return value.slice(semicolon + 1).trim()
}

function addressOf(value: string): string | null {
  // "<user@host>", "user@host (User Name)"
  const bare = (value.trim().split(/[\s(]/, 1)[0] ?? '').replace(/^<|>$/g, '')
  return parseAddress(bare)?.address ?? null
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

/** Whom the returned mail was for. */
export const returnedTo = (mail: ParsedMail): string[] =>
  parseAddressHeader(returnedField(mail)('to')).addresses.map((one) => one.address)

function returnedField(mail: ParsedMail): (name: string) => string {
  const types = ['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers']
  const part = reportPart(mail, ...types) ?? mail.attachments.find(isCopiedMail) ?? null
  if (part === null) return () => ''
  const { headers } = scanHeaders(part.bytes, { maxHeaderBytes: MAX_REPORT_BYTES, maxHeaderLines: 1000 })
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

const actions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const
const isAction = (value: string): value is (typeof actions)[number] => actions.some((one) => one === value)

const dispositions = ['displayed', 'deleted', 'processed', 'denied'] as const
const isDisposition = (value: string): value is (typeof dispositions)[number] =>
  dispositions.some((one) => one === value)

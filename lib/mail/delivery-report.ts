import { parseAddress } from './address'
import { parseAddressHeader } from './address-header'
import { decodeCharset } from './charset'
import { scanHeaders } from './header-scan'
import { decodeWords } from './header-words'
import { readMessageIds } from './message-ids'
import type { ProviderNotice } from './provider-notice'
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
  const recipients = blocks.map(readRecipient).filter((one) => one !== null)
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
  const answer = typed(fields.get('diagnostic-code'))
  if (answer !== '') return answer
  const comment = /\(([^()]{3,500})\)/.exec(fields.get('status') ?? '')?.[1] ?? ''
  // "Other or undefined network status" is the code's own name and no answer.
  return comment === '' || /\bundefined\b/i.test(comment)
    ? typed(fields.get('x-supplementary-info')).replace(/^<|>$/g, '').trim()
    : comment
}

/**
 * Which command the refusing server answered: Postfix writes "in reply to", Exim "after", sendmail and its kin the
 * dialogue with its arrows. The last one counts: the ones before were accepted.
 */
export function commandIn(text: string): BounceRecipient['command'] {
  const found = [...text.slice(0, 20_000).matchAll(COMMAND)].at(-1)?.[1]?.toLowerCase()
  if (found === undefined) return null
  // Servers that get all commands at once answer DATA with the refusal of every RCPT before it.
  if ((found === 'data' || found === 'bdat') && /\b503\b|need rcpt|no valid rec|valid rcpt/i.test(text))
    return 'rcpt'
  if (found === 'data' || found === 'bdat') return 'data'
  if (found === 'mail') return 'mail'
  return found === 'rcpt' ? 'rcpt' : 'connect'
}

const COMMAND =
  /(?:in (?:reply|response) to|after|following|>>>|smtp command[: -]{0,3}|during|talk to me|at)\s{0,20}(?:the |end of |final |sending |pipelined |smtp )?(data|bdat|mail|rcpt|ehlo|helo|initial connection|connection)\b/gi

/** Enhanced status code (RFC 3463 section 2) anywhere in a text. */
function statusIn(text: string): string | null {
  return /(?:^|[\s#(<])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(text.slice(0, 4000))?.[1] ?? null
}

/**
 * The code that says most. The Status field is the reporting server's own summary ("4.4.7, gave up"); what the
 * refusing server answered stands in the words. x.0.0 says nothing, and of several answers the last is the origin.
 */
export function chooseStatus(field: string | null, words: string): string | null {
  const said = [...words.slice(0, 4000).matchAll(STATUS)].map((found) => found[1] ?? '')
  const telling = said.filter((code) => !code.endsWith('.0.0'))
  // A server that gave up quotes the last answer beside its own code.
  const answered = telling.filter((code) => !code.endsWith('.4.7'))
  const chosen = answered.at(-1) ?? telling.at(-1)
  if (chosen !== undefined) return chosen
  return field !== null && !field.endsWith('.0.0') ? field : (field ?? said.at(-1) ?? null)
}

const STATUS = /(?:^|[\s#(<:['"-])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/g

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
  const part = reportPart(
    mail,
    'message/rfc822',
    'text/rfc822-headers',
    'message/global',
    'message/global-headers',
  )
  if (part === null) return () => ''
  const { headers } = scanHeaders(part.bytes, { maxHeaderBytes: MAX_REPORT_BYTES, maxHeaderLines: 1000 })
  return (name) => headers.find((one) => one.name.toLowerCase() === name)?.value ?? ''
}

const firstId = (value: string): string | null => readMessageIds(value, { maxIds: 5 })[0] ?? null

const actions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const
const isAction = (value: string): value is (typeof actions)[number] => actions.some((one) => one === value)

const dispositions = ['displayed', 'deleted', 'processed', 'denied'] as const
const isDisposition = (value: string): value is (typeof dispositions)[number] =>
  dispositions.some((one) => one === value)

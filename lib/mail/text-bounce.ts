import { parseAddress } from './address'
import { severityOf, statusIn } from './delivery-report'
import { readMessageIds } from './message-ids'
import { toDbLine } from './to-db-text'
import type { BounceRecipient, BounceReport, ParsedMail } from './types'

const MAX_LINES = 2000

/**
 * A bounce that carries no RFC 3464 part (qmail, Exim, old gateways): recipients and reasons out of its
 * text. Only for mails already known to come from a mail system; a person may quote such text.
 */
export function readTextBounce(mail: ParsedMail, text: string): BounceReport {
  const lines = text.split('\n').slice(0, MAX_LINES)
  const reportLines = lines.slice(0, returnedFrom(lines))
  const addresses = failedAddresses(mail, reportLines)
  const diagnostic = toDbLine(reportLines.find((line) => REASON.test(line)) ?? '', { maxBytes: 2000 })
  const status = statusIn(reportLines.join('\n')) ?? statusFromCode(diagnostic)
  const isDelay = DELAYED.test(mail.subject) || DELAYED.test(reportLines.slice(0, 30).join(' '))
  const recipients = addresses.map(
    (address): BounceRecipient => ({
      address,
      reported: address,
      action: isDelay ? 'delayed' : 'failed',
      status,
      diagnostic,
    }),
  )
  return {
    recipients,
    reportingMta: null,
    originalMessageId: originalId(mail, lines),
    originalSubject: null,
    severity: recipients.length === 0 && isDelay ? 'soft' : severityOf(recipients),
  }
}

const REASON =
  /\b[45]\d\d[ -]|\b[45]\.\d{1,3}\.\d{1,3}\b|user unknown|no such user|mailbox|does not exist|quota/i
const DELAYED =
  /\bdelay(?:ed)?\b|not (?:yet )?been delivered|still (?:being )?retr|in ritardo|verzögert|retardé/i

function statusFromCode(diagnostic: string): string | null {
  const code = /\b([45])\d\d[ -]/.exec(diagnostic)?.[1]
  return code === undefined ? null : `${code}.0.0`
}

/** Index of the first line of the returned mail. */
function returnedFrom(lines: readonly string[]): number {
  const found = lines.findIndex((line) => RETURNED.test(line))
  return found < 0 ? lines.length : found
}

const RETURNED =
  /^(?:-{2,}|={2,}|\*{2,})?\s?(?:this is a copy of (?:the|your) message|below this line is a copy|original message follows|unsent message below|returned message|message header follows)/i

function failedAddresses(mail: ParsedMail, lines: readonly string[]): string[] {
  const found = new Set<string>()
  for (const header of mail.headers) {
    if (header.name.toLowerCase() !== 'x-failed-recipients') continue
    for (const word of header.value.split(/[,\s]/)) addIfAddress(found, word)
  }
  if (found.size > 0) return [...found]
  const own = new Set([...mail.to, ...mail.fromAll].map((one) => one.address.toLowerCase()))
  for (const line of lines) {
    if (line.length > 1000 || !line.includes('@')) continue
    // A line that begins with the address, as every mail system writes it: "<a@b>:", "a@b", "  a@b ...".
    const word = line.trim().split(/[\s:(]/)[0] ?? ''
    const bare = word.replace(/^</, '').replace(/[>,;:.]+$/, '')
    if (!own.has(bare.toLowerCase())) addIfAddress(found, bare)
    if (found.size >= 50) break
  }
  return [...found]
}

function addIfAddress(found: Set<string>, word: string): void {
  const address = parseAddress(word)
  if (address !== null) found.add(address.address)
}

function originalId(mail: ParsedMail, lines: readonly string[]): string | null {
  const line = lines.find((one) => /^\s{0,8}message-id:/i.test(one))
  const id =
    line === undefined ? undefined : readMessageIds(line.slice(line.indexOf(':') + 1), { maxIds: 5 })[0]
  return id ?? mail.inReplyTo[0] ?? mail.references.at(-1) ?? null
}

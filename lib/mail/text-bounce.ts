import { parseAddress } from './address'
import { namedRecipients, reportLines } from './bounce-recipients'
import type { BounceRecipient, BounceReport } from './classification'
import { readOriginal, severityOf } from './delivery-report'
import { readMessageIds } from './message-ids'
import { leadingAddress } from './recipient-line'
import { chooseStatus, commandIn, hasCode, isVague, statusFromCode } from './smtp-answer'
import { toDbLine } from './to-db-text'
import type { ParsedMail } from './types'

const MAX_LINES = 2000
const MAX_LINE_LENGTH = 1000
const MAX_DIAGNOSTIC_BYTES = 2000

/**
 * A bounce that carries no RFC 3464 part (qmail, Exim, old gateways), and what a report says in words beside its
 * fields: recipients and reasons out of its text. Only for mails already known to come from a mail system; a
 * person may quote such text. A report that names nobody still says why: of one recipient without an address.
 */
export function readTextBounce(mail: ParsedMail, text: string): BounceReport {
  const all = text
    .split('\n', MAX_LINES)
    .map((line) => line.slice(0, MAX_LINE_LENGTH).trim().replace(SPACED_AT, '$1@$2'))
  const divided = reportLines(all)
  const lines = divided.own
  const isDelay = DELAYED.test(mail.subject) || DELAYED.test(lines.slice(0, 30).join(' '))
  const original = readOriginal(mail)
  const ours = new Set([...mail.to, ...mail.fromAll].map((one) => one.address.toLowerCase()))
  const start = lines.findIndex((line) => {
    const address = leadingAddress(line)
    return address !== null && !ours.has(address.toLowerCase())
  })
  const report = { lines, preface: start < 0 ? [] : lines.slice(0, start), subject: mail.subject }
  const named = namedRecipients(mail, divided, ours)
  const recipients = (named.length > 0 ? named : [{ address: null, said: [] }]).map(
    ({ address, said, ...alias }): BounceRecipient => {
      const diagnostic = toDbLine(tellingWords(address, said, report), { maxBytes: MAX_DIAGNOSTIC_BYTES })
      return {
        address: address === null ? null : (parseAddress(address)?.address ?? null),
        reported: address ?? '',
        ...alias,
        action: actionIn(diagnostic, isDelay),
        status: chooseStatus(null, diagnostic) ?? statusFromCode(diagnostic),
        diagnostic,
        command: commandIn(diagnostic) ?? commandIn(lines.join('\n')),
      }
    },
  )
  return {
    recipients,
    reportingMta: null,
    originalMessageId: original.messageId ?? originalId(mail, all),
    originalSubject: original.subject,
    severity: severityOf(recipients),
  }
}

/** A list may tell of those too who got the mail: "a@b; Delivered; 2.0.0". */
function actionIn(diagnostic: string, isDelay: boolean): BounceRecipient['action'] {
  if (/^[^\n]{0,330}\b(?:delivered|relayed)\b.{0,10}\b2\.\d\.\d\b/i.test(diagnostic)) return 'delivered'
  return isDelay && !PERMANENT.test(diagnostic) ? 'delayed' : 'failed'
}

/** "mario @ cliente.example", against collectors of addresses. */
const SPACED_AT = /([\w.+-]{1,64}) @ ([a-z\d-]{1,63}\.[a-z\d.-]{1,190})/gi

const DELAYED =
  /\bdelay(?:ed)?\b|not (?:yet )?been delivered|still (?:being )?retr|delivery attempts will continue|will (?:be retried|continue trying|keep trying)|temporarily unable|do not need to resend|in ritardo|non ancora (?:stat[oa] )?(?:consegnat|recapitat)|verzögert|noch nicht zugestellt|retardé|pas encore (?:été )?(?:remis|distribu)|se ha retrasado/i
const PERMANENT = /\b5\d\d[ -]|\b5\.\d{1,3}\.\d{1,3}\b|permanent/i

type ReportText = {
  readonly lines: readonly string[]
  /** What stands above the first recipient. */
  readonly preface: readonly string[]
  readonly subject: string
}

/**
 * What the report says of one recipient: the lines with an answer's code under their name, else those that name
 * them; else the answer above the list of all ("... because of 550 ...: the following were affected"); else all that
 * stands under the name; else everything, the title too ("Returned mail: user unknown").
 */
function tellingWords(
  address: string | null,
  said: readonly string[],
  { lines, preface, subject }: ReportText,
): string {
  const key = address?.toLowerCase() ?? null
  const about = lines.flatMap((line, at) =>
    key !== null && line.toLowerCase().includes(key) && hasCode(line) ? [line, lines[at + 1] ?? ''] : [],
  )
  const under = wordsUnder(address, said)
  const words = [
    withCode(said),
    about.join(' '),
    withCode(preface),
    under,
    withCode(lines),
    `${lines.join(' ')} ${subject}`,
  ].find((one) => one.trim().length > 3)
  // "550 Requested action not taken": the sentence about the recipient says what was not taken, and why.
  const told = words !== undefined && words !== under && isVague(words) ? `${under} ${words}` : words
  return (told ?? '').replace(/\s{2,}/g, ' ')
}

/** What stands beside and under the name, without the fields of the mail and the advice at the end. */
function wordsUnder(address: string | null, said: readonly string[]): string {
  const beside = (said[0] ?? '').replace(address ?? '', '').replace(/^[^\p{L}\p{N}]+/u, '')
  const end = said.findIndex((line, at) => at > 0 && ADVICE.test(line))
  const below = said.slice(1, end < 0 ? said.length : end).filter((line) => !FIELD.test(line))
  return [beside, ...below].join(' ').trim()
}

const ADVICE =
  /^(?:please (?:reply|contact|do not|direct|send|check)|if you (?:feel|think|believe|have|need|wish)|for (?:further|more|additional) (?:information|assistance|help|details)|your original message|the original message|note:|-- ?$|[-=_*]{10,}$)/i
const FIELD =
  /^(?:subject|date|sent|from|to|cc|message-?id|received|the (?:message )?subject(?: of the message)?)\b[^:]{0,20}:/i

/** The lines with a code and, of each, the line that goes on; with the command that was answered. */
function withCode(lines: readonly string[]): string {
  const kept = new Set<number>()
  for (const [at, line] of lines.entries()) {
    if (!hasCode(line) && !/^>>> |\b(?:after|in reply to|in response to) /i.test(line)) continue
    kept.add(at)
    if (!hasCode(line)) continue
    kept.add(at + 1)
    kept.add(at + 2)
    // qmail says before the answer what it was about: "Connected to 192.0.2.1 but sender was rejected."
    if (/^connected to /i.test(lines[at - 1] ?? '')) kept.add(at - 1)
  }
  const chosen = lines.filter((_, at) => kept.has(at))
  return chosen.some(hasCode) ? chosen.join(' ') : ''
}

function originalId(mail: ParsedMail, lines: readonly string[]): string | null {
  const line = lines.find((one) => /^message-id:/i.test(one))
  const id =
    line === undefined ? undefined : readMessageIds(line.slice(line.indexOf(':') + 1), { maxIds: 5 })[0]
  return id ?? mail.inReplyTo[0] ?? mail.references.at(-1) ?? null
}

import { parseAddress } from './address'
import { chooseStatus, commandIn, readOriginal, returnedTo, severityOf } from './delivery-report'
import { readMessageIds } from './message-ids'
import { toDbLine } from './to-db-text'
import type { BounceRecipient, BounceReport, ParsedMail } from './types'

const MAX_LINES = 2000
const MAX_LINE_LENGTH = 1000
const MAX_RECIPIENTS = 50
const MAX_DIAGNOSTIC_BYTES = 2000

/**
 * A bounce that carries no RFC 3464 part (qmail, Exim, old gateways), and what a report says in words beside its
 * fields: recipients and reasons out of its text. Only for mails already known to come from a mail system; a
 * person may quote such text.
 */
export function readTextBounce(mail: ParsedMail, text: string): BounceReport {
  const all = text.split('\n', MAX_LINES).map((line) => line.slice(0, MAX_LINE_LENGTH).trim())
  const lines = all.slice(0, returnedFrom(all))
  const isDelay = DELAYED.test(mail.subject) || DELAYED.test(lines.slice(0, 30).join(' '))
  const original = readOriginal(mail)
  const own = new Set([...mail.to, ...mail.fromAll].map((one) => one.address.toLowerCase()))
  const named = namedRecipients(mail, lines, all, own)
  const start = lines.findIndex((line) => {
    const address = leadingAddress(line)
    return address !== null && !own.has(address.toLowerCase())
  })
  const preface = start < 0 ? [] : lines.slice(0, start)
  const recipients = named.map(({ address, said }): BounceRecipient => {
    const words = tellingWords(address, said, preface, lines)
    const diagnostic = toDbLine(words, { maxBytes: MAX_DIAGNOSTIC_BYTES })
    return {
      address,
      reported: address,
      action: isDelay && !PERMANENT.test(diagnostic) ? 'delayed' : 'failed',
      status: chooseStatus(null, diagnostic) ?? statusFromCode(diagnostic),
      diagnostic,
      command: commandIn(diagnostic) ?? commandIn(lines.join('\n')),
    }
  })
  return {
    recipients,
    reportingMta: null,
    originalMessageId: original.messageId ?? originalId(mail, all),
    originalSubject: original.subject,
    severity: recipients.length === 0 && isDelay ? 'soft' : severityOf(recipients),
  }
}

const DELAYED =
  /\bdelay(?:ed)?\b|not (?:yet )?been delivered|still (?:being )?retr|delivery attempts will continue|temporarily unable|do not need to resend|in ritardo|verzögert|retardé/i
const PERMANENT = /\b5\d\d[ -]|\b5\.\d{1,3}\.\d{1,3}\b|permanent/i

function statusFromCode(diagnostic: string): string | null {
  const code = /(?:^|[^\d.])([45])\d\d[ -]/.exec(diagnostic)?.[1]
  return code === undefined ? null : `${code}.0.0`
}

/** Index of the first line of the returned mail. */
function returnedFrom(lines: readonly string[]): number {
  const found = lines.findIndex((line) => RETURNED.test(line) || RETURNED_FIELD.test(line))
  return found < 0 ? lines.length : found
}

/** The sentences by which mail systems announce what they return, with or without rules around them. */
const RETURNED =
  /^[-=*# ]{0,60}(?:(?:this|here|below|below this line)? ?is a copy of|(?:start of )?returned (?:message|mail)|original message(?: headers?)?(?: follows?| details)?\s?[-=:.*]{0,60}$|unsent message|(?:the )?(?:message )?headers? (?:of the original message )?(?:follows?|is following)|the header of the original|undelivered message|original text|message text follows|content-type: message\/rfc822)/i
const RETURNED_FIELD = /^(?:received:|return-path:|dkim-signature:|x-apparently-to:)/i

type Named = { address: string; said: string[] }

/** Who did not get it: those whose line begins with their address, else those whom a sentence names. */
function namedRecipients(
  mail: ParsedMail,
  lines: readonly string[],
  all: readonly string[],
  own: ReadonlySet<string>,
): Named[] {
  const listed = listedRecipients(mail)
  const leading = leadingRecipients(lines, own)
  if (listed.length === 0 && leading.length === 0 && mentionedRecipients(lines, own).length === 0) {
    // Forwarded on its way, a report may be addressed to the very one who did not get the mail.
    const anyone = leadingRecipients(lines, new Set())
    if (anyone.length > 0) return anyone
  }
  if (listed.length > 0) {
    return listed.map((address) => ({
      address,
      said: leading.find((one) => one.address.toLowerCase() === address.toLowerCase())?.said ?? [],
    }))
  }
  if (leading.length > 0) return leading
  const mentioned = mentionedRecipients(lines, own)
  if (mentioned.length > 0) return mentioned.map((address) => ({ address, said: [] }))
  // A report that names nobody is about whom the returned mail was for.
  const addressees = originalRecipients(mail, all, own)
  if (addressees.length === 0) return ownRecipients(mail, lines, all)
  // Old mail systems name who is unknown by the part before the @ only.
  const local = addressees.filter((one) => lines.some((line) => beginsWithLocalPart(line, one)))
  return (local.length > 0 ? local : addressees).map((address) => ({ address, said: [] }))
}

/** We wrote to ourselves, and that did not arrive either. */
function ownRecipients(mail: ParsedMail, lines: readonly string[], all: readonly string[]): Named[] {
  const named = mentionedRecipients(lines, new Set())
  const addresses = named.length > 0 ? named : originalRecipients(mail, all, new Set())
  return addresses.map((address) => ({ address, said: [] }))
}

/** Exim and Gmail note the recipients in the head. */
function listedRecipients(mail: ParsedMail): string[] {
  const found = new Set<string>()
  for (const header of mail.headers) {
    if (header.name.toLowerCase() !== 'x-failed-recipients') continue
    for (const word of header.value.split(/[,\s]/)) addIfAddress(found, word)
  }
  return [...found].slice(0, MAX_RECIPIENTS)
}

/** Lines that begin with an address, as every mail system writes them: "<a@b>:", "* a@b", "To: a@b ...". */
function leadingRecipients(lines: readonly string[], own: ReadonlySet<string>): Named[] {
  const found: Named[] = []
  for (const line of lines) {
    const address = leadingAddress(line)
    if (address === null || own.has(address.toLowerCase())) {
      found.at(-1)?.said.push(line)
      continue
    }
    const known = found.find((one) => one.address.toLowerCase() === address.toLowerCase())
    if (known !== undefined) known.said.push(line)
    else if (found.length < MAX_RECIPIENTS) found.push({ address, said: [line] })
  }
  return found
}

function leadingAddress(line: string): string | null {
  if (!line.includes('@')) return null
  const bare = line
    .replace(/^(?:(?:[-*•>+]|\d{1,3}[.)])\s{0,3}){0,3}/, '')
    // sendmail's answers: "550 5.1.1 <a@b>... User unknown".
    .replace(/^[45]\d\d (?:[45]\.\d{1,3}\.\d{1,3} )?(?=<?[^\s<>]{1,200}>?\.\.\.)/, '')
    .replace(
      /^(?:(?:final-|original-)?recipient(?: address)?|failed address|address|rcpt to|delivery to)\s?:\s{0,8}/i,
      '',
    )
    .replace(/^(?:rfc822;\s?)?["'<[(]{0,3}/i, '')
  const word = (bare.split(/[\s<>"'[\](),;]/, 1)[0] ?? '')
    .replace(/[:.]+$/, '')
    .replace(/^(?:mailto:|smtp[:=])/i, '')
  // "a@b: 550 ..." and "a@b..." are one word with what follows.
  const address = word.includes('...') ? (word.split('...', 1)[0] ?? '') : word
  return parseAddress(address)?.address ?? null
}

const NAMING =
  /(?:\b(?:to|for|from|recipients?|addressee|address|user|mailbox|account|attempts|destinataire|destinatario|empfänger)|:)\s{0,3}[:(]?\s{0,3}["'<[(]{0,2}$/i

/** Addresses that a sentence names as the one it is about. */
function mentionedRecipients(lines: readonly string[], own: ReadonlySet<string>): string[] {
  const found = new Set<string>()
  const others = new Set<string>()
  for (const [number, line] of lines.entries()) {
    if (!line.includes('@') || /^(?:from|reply-to|sender|mail from|message-id|subject)\s?:/i.test(line))
      continue
    for (const { at, word } of addressWords(line)) {
      const address = parseAddress(word)?.address
      if (address === undefined || own.has(address.toLowerCase()) || isMachineAddress(address)) continue
      const before = at === 0 ? `${lines[number - 1] ?? ''} ` : line.slice(Math.max(0, at - 40), at)
      ;(NAMING.test(before) ? found : others).add(address)
    }
  }
  // One address in the whole report is the one that it is about, whatever the sentence around it.
  const chosen = found.size > 0 ? found : others.size === 1 ? others : new Set<string>()
  return [...chosen].slice(0, MAX_RECIPIENTS)
}

const isMachineAddress = (address: string): boolean =>
  /^(?:postmaster|mailer-daemon|abuse|support|help|helpdesk|admin|no-?reply)@/i.test(address)

function addressWords(line: string): { at: number; word: string }[] {
  const found: { at: number; word: string }[] = []
  let at = line.indexOf('@')
  while (at >= 0 && found.length < 20) {
    let from = at
    while (from > 0 && at - from < 70 && isAddressChar(line[from - 1] ?? '')) from--
    let to = at + 1
    while (to < line.length && to - at < 260 && isAddressChar(line[to] ?? '')) to++
    found.push({
      at: from,
      word: line
        .slice(from, to)
        .replace(/[.'`-]+$/, '')
        .replace(/^(?:smtp=|[`'])+/i, ''),
    })
    at = line.indexOf('@', to)
  }
  return found
}

const isAddressChar = (char: string): boolean => /[^\s<>"[\](),;:@\\]/.test(char)

function beginsWithLocalPart(line: string, address: string): boolean {
  const local = address.slice(0, address.lastIndexOf('@')).toLowerCase()
  const start = line.replace(/^[<"' ]{0,5}/, '').toLowerCase()
  return start.startsWith(local) && !/^[\w.@-]/.test(start.slice(local.length).replace(/^\.\.\./, ' '))
}

/** Out of the returned mail, be it a part of its own or copied into the text. */
function originalRecipients(mail: ParsedMail, lines: readonly string[], own: ReadonlySet<string>): string[] {
  const found = new Set(returnedTo(mail).filter((one) => !own.has(one.toLowerCase())))
  for (const line of lines.slice(returnedFrom(lines))) {
    if (!/^to:/i.test(line)) continue
    for (const { word } of addressWords(line)) if (!own.has(word.toLowerCase())) addIfAddress(found, word)
  }
  return [...found].slice(0, MAX_RECIPIENTS)
}

function addIfAddress(found: Set<string>, word: string): void {
  const address = parseAddress(word.replace(/^</, '').replace(/[>,;:.]+$/, ''))
  if (address !== null) found.add(address.address)
}

const CODE = /(?:^|[^\d.])[45]\d\d[ :-]|(?:^|[^\d.])[45]\.\d{1,3}\.\d{1,3}(?!\.?\d)/

/**
 * What the report says of one recipient: the lines with an answer's code under their name, else those that name
 * them; else the answer above the list of all ("... because of 550 ...: the following were affected"); else all that
 * stands under the name; else everything.
 */
function tellingWords(
  address: string,
  said: readonly string[],
  preface: readonly string[],
  lines: readonly string[],
): string {
  const key = address.toLowerCase()
  const about = lines.flatMap((line, at) =>
    line.toLowerCase().includes(key) && CODE.test(line) ? [line, lines[at + 1] ?? ''] : [],
  )
  const beside = (said[0] ?? '').replace(address, '').replace(/^[^\p{L}\p{N}]+/u, '')
  const under = [beside, ...said.slice(1)].join(' ').trim()
  const words = [
    withCode(said),
    about.join(' '),
    withCode(preface),
    under,
    withCode(lines),
    lines.join(' '),
  ].find((one) => one.trim().length > 3)
  return (words ?? '').replace(/\s{2,}/g, ' ')
}

/** The lines with a code and, of each, the line that goes on; with the command that was answered. */
function withCode(lines: readonly string[]): string {
  const kept = new Set<number>()
  for (const [at, line] of lines.entries()) {
    if (!CODE.test(line) && !/^>>> |\b(?:after|in reply to|in response to) /i.test(line)) continue
    kept.add(at)
    if (CODE.test(line)) {
      kept.add(at + 1)
      kept.add(at + 2)
    }
  }
  const chosen = lines.filter((_, at) => kept.has(at))
  return chosen.some((line) => CODE.test(line)) ? chosen.join(' ') : ''
}

function originalId(mail: ParsedMail, lines: readonly string[]): string | null {
  const line = lines.find((one) => /^message-id:/i.test(one))
  const id =
    line === undefined ? undefined : readMessageIds(line.slice(line.indexOf(':') + 1), { maxIds: 5 })[0]
  return id ?? mail.inReplyTo[0] ?? mail.references.at(-1) ?? null
}

import {
  attributionStarts,
  attributionVerbs,
  openVerbs,
  quotingStarts,
  verbFillers,
} from './attribution-phrases'
import { cleanName, readQuotedMailbox } from './quoted-address'
import type { MailAddress } from './types'

/** "On ..., Name wrote:", from `start` up to the line before `end`. */
export type Attribution = {
  readonly end: number
  /** Sure: it names a date, a time or an address. Else a person may say so: "The program writes:". */
  readonly isSure: boolean
}

const MAX_ATTRIBUTION_LINES = 6
const MAX_LENGTH = 1000

/** Marks, bold stars and odd blanks removed; lower-case; bounded. */
export function bareLine(line: string): string {
  return line
    .slice(0, MAX_LENGTH)
    .replace(/[*_\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[\u00a0\u202f\u2009]/g, ' ')
    .trim()
    .toLowerCase()
}

/**
 * The line, or up to six, by which a client introduces what it quotes; null when none begins at `start`. Known
 * words of many languages first, then the shape alone: a date, an address, a colon and quoted lines below.
 */
export function attributionAt(lines: readonly string[], start: number): Attribution | null {
  const block: string[] = []
  for (let i = start; i < lines.length && i < start + MAX_ATTRIBUTION_LINES; i++) {
    const line = bareLine(lines[i] ?? '')
    if (line === '') break
    // "<eva@uno.example\n>:" is an address broken before its bracket, not a quote.
    if (line.startsWith('>') && !isOpenBracket(block.at(-1))) break
    block.push(line)
    const joined = withoutRules(block.join(' '))
    if (joined.length > MAX_LENGTH) return null
    if (!isEnd(joined)) continue
    const found = judge(block, joined, lines, i + 1)
    if (found !== null) return found
  }
  return null
}

const isOpenBracket = (line: string | undefined): boolean =>
  line !== undefined && line.lastIndexOf('<') > line.lastIndexOf('>')

const isEnd = (text: string): boolean =>
  /[:：]$/.test(text) || openVerbs.some((verb) => text.endsWith(verb)) || isDateLine(text)

function judge(
  block: readonly string[],
  joined: string,
  lines: readonly string[],
  end: number,
): Attribution | null {
  const isFollowedByQuote = nextLine(lines, end).startsWith('>')
  const hasAddress = /[^\s<(["]@[^\s]/.test(joined)
  const hasDate = isDated(joined)
  const hasShape = hasDate || hasAddress || isFollowedByQuote || block[0]?.startsWith('-') === true
  if (!hasShape) return null
  // Android: "---- Eva Rossi wrote ----".
  if (block.length === 1 && isBetweenRules(block[0] ?? '') && closesWithVerb(joined))
    return { end, isSure: true }
  const isLed = (hasDate || hasAddress || isFollowedByQuote) && startsAsAttribution(joined)
  const isKnown = isLed || isKnownShape(joined, hasDate, hasAddress, block.length === 1)
  const isShape = isFollowedByQuote && hasDate && hasAddress && joined.length < 300
  if (!isKnown && !isShape) return null
  // The sentence above may run into the line that really begins it: let that line be found.
  if (!isLed && beginsLater(block)) return null
  return { end, isSure: hasDate || hasAddress }
}

/**
 * A shorter run of the same lines is one too: what stands above it is the writer's. A date on a line of its own
 * above the name belongs to it.
 */
function beginsLater(block: readonly string[]): boolean {
  return block.some((line, k) => {
    if (k === 0 || line.startsWith('<') || /[<(]$/.test(block[k - 1] ?? '')) return false
    const rest = withoutRules(block.slice(k).join(' '))
    if (startsAsAttribution(rest) && (isDated(rest) || rest.includes('@'))) return true
    const hasWholeAddress = /<[^<>]*@[^<>]*>/.test(rest) && !isDated(block.slice(0, k).join(' '))
    const hasDate = isDated(rest)
    if (!hasWholeAddress && !(hasDate && rest.includes('@'))) return false
    return isKnownShape(rest, hasDate, true, k === block.length - 1)
  })
}

function nextLine(lines: readonly string[], from: number): string {
  for (let i = from; i < lines.length && i < from + 4; i++) {
    const line = (lines[i] ?? '').trim()
    if (line !== '') return line
  }
  return ''
}

/** A time of day, a year, or a date in numbers; a page number is none. */
const isDated = (text: string): boolean =>
  /\b\d{1,2}[:.h]\d{2}\b/.test(text) ||
  /\b(?:19|20)\d\d\b/.test(text) ||
  /\b\d{1,2}[-./]\s?\d{1,2}[-./]/.test(text) ||
  /\d{1,2}\s?[月월]/.test(text)

const startsAsAttribution = (text: string): boolean =>
  attributionStarts.some((start) => text.startsWith(start)) && hasVerb(text)

/** The verb as a word of its own; some mailers write it right behind the address. */
function hasVerb(text: string): boolean {
  return attributionVerbs.some((verb) => {
    const at = text.indexOf(verb)
    return at > 0 && (/[\s>"')\]]/.test(text[at - 1] ?? '') || /^[\u3000-\u9fff\uac00-\ud7af]/.test(verb))
  })
}

/** "2026-03-02 10:00 Name <a@b.it>:", "Name <a@b.it> wrote:", "tir. 18. apr. kl. 9:00 skrev Name <a@b>:". */
function isKnownShape(text: string, hasDate: boolean, hasAddress: boolean, isOneLine: boolean): boolean {
  if (text.length > 300) return false
  if (isGmailDateLine(text)) return true
  if (/^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}[ ,]/.test(text) && hasAddress && /[:：]$/.test(text)) return true
  if (hasAddress && /[:：]$/.test(text) && quotingStarts.some((start) => text.startsWith(start))) return true
  // "пн, 2 мар. 2026 г. в 09:12, Eva <eva@uno.example>:", also in languages that are in no table.
  if (/\d[:.]\d\d/.test(text) && isDated(text) && /@[^\s@]+[>)\]\u2069]*\s?[:：]$/.test(text)) return true
  if (!hasVerb(text)) return false
  if (hasDate && hasAddress) return true
  const isShort = text.length < 200 && (isOneLine || hasAddress)
  return (hasDate || hasAddress) && isShort && closesWithVerb(text)
}

/** Old Gmail in many languages: "2016-03-03 17:21 GMT+01:00 Name <a@b>:", with or without its end. */
/** "2026/3/2 Ada <ada@uno.example>" without a colon: only quoted lines below make it an introduction. */
const isDateLine = (text: string): boolean =>
  isGmailDateLine(text) ||
  (text.length < 200 &&
    /^\d{1,4}[-./]\d{1,2}[-./]\d{1,4} /.test(text) &&
    text.endsWith('>') &&
    text.includes('@'))

const isGmailDateLine = (text: string): boolean =>
  text.length < 200 && /^\d{4}-\d\d-\d\d \d{1,2}:\d\d (?:gmt|utc)[+-]\d/.test(text)

const closesWithVerb = (text: string): boolean => {
  const tail = text.replace(/\s?[:：]$/, '')
  return attributionVerbs.some((verb) => {
    const at = tail.lastIndexOf(verb)
    return at > 0 && at + verb.length > tail.length - 45
  })
}

const isBetweenRules = (line: string): boolean => /^-{2,}\s?\S/.test(line) && /\s?-{2,}$/.test(line)

function withoutRules(line: string): string {
  let from = 0
  let to = line.length
  while (from < to && '-= '.includes(line[from] ?? '')) from++
  while (to > from && '-= '.includes(line[to - 1] ?? '')) to--
  return line.slice(from, to)
}

const LAST_TIME = /\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?\s?m\.?)?(?![\d:])/gi

/** Whom an attribution names: the address, the name before it, and the date before that. */
export function readAttributedAuthor(line: string): {
  readonly address: MailAddress | null
  readonly text: string
  readonly dateText: string
} {
  const text = line
    .slice(0, MAX_LENGTH)
    .replace(/^\ufeff/, '')
    .trim()
  const times = [...text.matchAll(LAST_TIME)]
  const last = times.at(-1)
  const cut = last === undefined ? 0 : last.index + last[0].length
  const dateText = text.slice(0, cut).replace(/^\p{L}+\.?\s(?=\d)/u, '')
  const rest = withoutFillers(text.slice(cut))
  const mailbox = readQuotedMailbox(rest)
  return { address: mailbox.address, text: cleanName(mailbox.address?.name ?? mailbox.text), dateText }
}

/** Verb, comma and words like "user" between the date and the name. */
function withoutFillers(text: string): string {
  let rest = text.replace(/[:：]\s*$/, '').trim()
  for (let i = 0; i < 6; i++) {
    const before = rest
    rest = rest.replace(/^[\s,;]+/, '')
    const lower = rest.toLowerCase()
    const filler = verbFillers.find((one) => lower.startsWith(`${one} `))
    if (filler !== undefined) rest = rest.slice(filler.length).trim()
    if (rest === before) break
  }
  return rest
}

import {
  attributionStarts,
  attributionVerbs,
  noNames,
  openVerbs,
  pastVerbs,
  quotingStarts,
} from './attribution-phrases'
import { lowerCase } from './lower-case'
import { withUsualDigits } from './usual-digits'

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
  const text = line.slice(0, MAX_LENGTH).trim()
  if (text === '') return ''
  const plain = text.includes('*') || text.includes('_') ? text.replace(/[*_]/g, '') : text
  return /[^\t -~]/.test(plain) ? withUsualLetters(plain) : plain.trim().toLowerCase()
}

/**
 * Lower-case, marks of direction dropped, every blank and hyphen the usual one, and figures as in English.
 */
const withUsualLetters = (text: string): string =>
  lowerCase(
    withUsualDigits(text)
      .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
      .replace(/[\u00a0\u202f\u2009]/g, ' ')
      .replace(/[\u2010\u2011]/g, '-')
      .trim(),
  )

/**
 * The line, or up to six, by which a client introduces what it quotes; null when none begins at `start`. Known
 * words of many languages first, then the shape alone: a date, an address, a colon and quoted lines below.
 */
export function attributionAt(lines: readonly string[], start: number): Attribution | null {
  const block: string[] = []
  /** It may end here, without a colon; the next line may still bring the colon. */
  let open: Attribution | null = null
  for (let i = start; i < lines.length && i < start + MAX_ATTRIBUTION_LINES; i++) {
    const line = bareLine(lines[i] ?? '')
    if (line === '') break
    // "<eva@uno.example\n>:" is an address broken before its bracket, not a quote.
    if (line.startsWith('>') && !isOpenBracket(block.at(-1))) break
    block.push(line)
    const joined = withoutRules(block.join(' '))
    if (joined.length > MAX_LENGTH) return open
    if (!isEnd(joined)) continue
    const found = judge(block, joined, lines, i + 1)
    if (found === null) continue
    if (/[:：]$/.test(joined)) return found
    open ??= found
  }
  return open
}

const isOpenBracket = (line: string | undefined): boolean =>
  line !== undefined && line.lastIndexOf('<') > line.lastIndexOf('>')

const isEnd = (text: string): boolean =>
  (/[:：]$/.test(text) && !isInParenthesis(text)) ||
  openVerbs.some((verb) => text.endsWith(verb)) ||
  isDateLine(text) ||
  (text.endsWith(')') && isDated(text) && isQuotingLine(text))

/** "… ezt írta (időpont:" goes on in the next line. */
const isInParenthesis = (text: string): boolean => text.lastIndexOf('(') > text.lastIndexOf(')')

const isQuotingLine = (text: string): boolean => quotingStarts.some((start) => text.startsWith(start))

function judge(
  block: readonly string[],
  joined: string,
  lines: readonly string[],
  end: number,
): Attribution | null {
  const isFollowedByQuote = /^(?:>|\|\s|\p{L}{1,4}>(?:\s|$))/u.test(nextLine(lines, end).slice(0, 20))
  const found = accept(block, joined, isFollowedByQuote, lines[end - 1] ?? '')
  if (found === null) return null
  if (!isFollowedByQuote && isTold(lines.slice(end - block.length, end).join(' '))) return null
  // The sentence above may run into the line that really begins it: let that line be found.
  if (!found.isLed && beginsLater(block, isFollowedByQuote)) return null
  return { end, isSure: found.isSure }
}

function accept(
  block: readonly string[],
  joined: string,
  isFollowedByQuote: boolean,
  lastLine: string,
): { isSure: boolean; isLed: boolean } | null {
  const hasAddress = /[^\s<(["]@[^\s]/.test(joined)
  const hasDate = isDated(joined)
  const hasShape = hasDate || hasAddress || isFollowedByQuote || block[0]?.startsWith('-') === true
  if (!hasShape) return null
  // Android: "---- Eva Rossi wrote ----".
  if (block.length === 1 && isBetweenRules(block[0] ?? '') && closesWithVerb(joined))
    return { isSure: true, isLed: true }
  const isLed = (hasDate || hasAddress || isFollowedByQuote) && startsAsAttribution(joined)
  const isOneRun = block.length === 1 || (isFollowedByQuote && opensWithDateOrVerb(block))
  const isKnown = isLed || isKnownShape(joined, hasDate, hasAddress, isOneRun)
  const isNamed = isFollowedByQuote && block.length <= 2 && isQuotingLine(joined)
  const isShape = isFollowedByQuote && joined.length < 300 && hasDate && (hasAddress || isMoment(joined))
  const isPerson = isFollowedByQuote && block.length === 1 && isNamedPerson(lastLine)
  return isKnown || isShape || isPerson || isNamed
    ? { isSure: hasDate || hasAddress || isPerson, isLed }
    : null
}

/**
 * Without quote marks below, people tell with the same words what somebody said: "On Monday your technician wrote:".
 * Clients print an address, or a name beside the verb.
 */
function isTold(text: string): boolean {
  const line = text.slice(0, MAX_LENGTH).replace(/[*_]/g, '')
  if (line.includes('@')) return isLogged(line) || TOLD_TO_ME.test(line.toLowerCase())
  const lower = line.toLowerCase()
  const places = attributionVerbs
    .map((verb) => ({ at: lower.lastIndexOf(verb), length: verb.length }))
    .filter(({ at, length }) => at > 0 && isWordAt(lower, at, length))
  const verb = places.toSorted((a, b) => b.at + b.length - a.at - a.length || a.at - b.at)[0]
  if (verb === undefined) return false
  const before = line.slice(0, verb.at).trimEnd().split(/\s+/)
  const last = before.at(-1) ?? ''
  if (!/^["'„“«]?\p{L}/u.test(last)) return /^\p{Ll}/u.test(line.slice(verb.at + verb.length).trimStart())
  if (!/^\p{Ll}/u.test(last) || last === 'volgende') return false
  return noNames.has(last) || !/(?:[,\d]|[ap]\.?m\.?)$/i.test(before.at(-2) ?? '')
}

/** "Il 3 marzo Mario Rossi (mario@uno.example) mi ha scritto:". */
const TOLD_TO_ME =
  /(?:^|[\s'’])(?:mi|ci|vi|gli|m|nous|vous|me|nos|te|le|lhe|you|i|we|they|he|she) (?:ha scritto|avete scritto|ho scritto|a écrit|avez écrit|escribió|escreveu|wrote|said)\s?[:：]?|(?:wrote|schrieb|schreef|skrev)(?: to)? (?:me|us|mir|uns|mij|ons|mig|oss)\b/

const isWordAt = (text: string, at: number, length: number): boolean =>
  !/\p{L}/u.test(text[at - 1] ?? '') && !/\p{L}/u.test(text[at + length] ?? '')

/** "2026-03-02 10:00:01 mailer@uno.example:" in a protocol: the address stands bare, right behind the time. */
const isLogged = (line: string): boolean =>
  /\d[:.]\d\d(?:[:.,]\d+)*Z? [^\s<>@(]+@[^\s<>@]+[:：]$/.test(line.trim())

/** The first of two or three lines already holds the date or the verb: it is no sentence of the writer above it. */
const opensWithDateOrVerb = (block: readonly string[]): boolean =>
  block.length <= 3 && (isDated(block[0] ?? '') || hasVerb(block[0] ?? ''))

/** "2.3.2026, 9:12, Ada Help:": nothing but date, time and name. */
const isMoment = (text: string): boolean =>
  text.length < 120 &&
  isDate(text) &&
  isTime(text) &&
  /[:：]$/.test(text) &&
  /^.{0,40}\d[:.h時시]\s?\d\d/.test(text)

/** "Ada Help wrote:", the shortest form: names begin with capitals, and who only says what he is, is no name. */
function isNamedPerson(line: string): boolean {
  const text = line.slice(0, MAX_LENGTH).replace(/[*_]/g, '').trim()
  const verb = pastVerbs.find((one) => text.replace(/\s?[:：]$/, '').endsWith(` ${one}`))
  if (verb === undefined) return false
  const names = text
    .slice(0, text.lastIndexOf(verb))
    .trim()
    .replace(/^["'„“«]+|["'”“»]+$/g, '')
    .split(/[\s,]+/)
  if (names.length < 1 || names.length > 5 || noNames.has((names[0] ?? '').toLowerCase())) return false
  return names.every(
    (name) =>
      /^\p{Lu}[\p{L}.'’-]*$/u.test(name) || /^(?:van|von|de|der|den|di|da|del|la|le|dos|af|el)$/.test(name),
  )
}

/**
 * A shorter run of the same lines is one too: what stands above it is the writer's. Unless what stands above already
 * holds date, address or verb, and the shorter run would not be whole without it.
 */
function beginsLater(block: readonly string[], isFollowedByQuote: boolean): boolean {
  return block.some((line, k) => {
    if (k === 0 || line.startsWith('<') || /[<(]$/.test(block[k - 1] ?? '')) return false
    const before = block.slice(0, k).join(' ')
    const rest = withoutRules(block.slice(k).join(' '))
    const isWhole = isDate(rest) && (hasVerb(rest) || rest.includes('@'))
    if (!isWhole && (isDated(before) || hasVerb(before) || before.includes('@'))) return false
    if (isBareDate(before) || (/<[^<>]*@[^<>]*>/.test(before) && !isLedAnew(rest))) return false
    return accept(block.slice(k), rest, isFollowedByQuote, '') !== null
  })
}

const isLedAnew = (rest: string): boolean => rest.includes('@') || startsAsAttribution(rest)

/** "Monday, 2 March 2026," or "On 2 March 2026 at" alone in a line: the introduction was broken behind it. */
const isBareDate = (text: string): boolean =>
  isDated(text) && text.split(' ').length <= 8 && !/[?!]$/.test(text) && /^\D{0,25}\d/.test(text)

function nextLine(lines: readonly string[], from: number): string {
  for (let i = from; i < lines.length && i < from + 4; i++) {
    const line = (lines[i] ?? '').trim()
    if (line !== '') return line
  }
  return ''
}

/** A time of day, a year, or a date in numbers; a page number is none. */
export const isDated = (text: string): boolean => isTime(text) || isDate(text)

const isTime = (text: string): boolean =>
  /\b\d{1,2}[:.h]\d{2}\b/.test(text) || /\d\s?[時时点點시]\s?\d/.test(text)

const isDate = (text: string): boolean =>
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
  if (hasDate && isQuotingLine(text)) return true
  if (/^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}[ ,]/.test(text) && hasAddress && /[:：]$/.test(text)) return true
  if (hasAddress && /[:：]$/.test(text) && quotingStarts.some((start) => text.startsWith(start))) return true
  // "пн, 2 мар. 2026 г. в 09:12, Eva <eva@uno.example>:", also in languages that are in no table.
  if (isTime(text) && /@[^\s@]+[>)\]\u2069]*\s?[:：]$/.test(text)) return true
  if (!hasVerb(text)) return false
  if (hasDate && hasAddress) return true
  const isShort = text.length < 200 && (isOneLine || hasAddress)
  return (hasDate || hasAddress) && isShort && closesWithVerb(text)
}

/** "2026/3/2 Ada <ada@uno.example>" without a colon: only quoted lines below make it an introduction. */
const isDateLine = (text: string): boolean =>
  isGmailDateLine(text) ||
  (text.length < 200 &&
    /^\d{1,4}[-./]\d{1,2}[-./]\d{1,4} /.test(text) &&
    text.endsWith('>') &&
    text.includes('@'))

/** Old Gmail in many languages: "2016-03-03 17:21 GMT+01:00 Name <a@b>:", with or without its end. */
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

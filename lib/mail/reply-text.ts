import { attributionAt } from './attribution'
import { splitGlued } from './glued-lines'
import { findKnownQuote } from './known-quote'
import { splitLinkList, withLinkList } from './link-list'
import { isShown, leavesAnswersOpen } from './open-answers'
import { beforeRule, findBorder } from './reply-border'
import { isDisclaimer, signatureStart, splitSignature } from './signature'
import { hasText } from './text-lines'
import type { ReplyText } from './types'

/** Longer texts are machine output or long quotes: the rest is kept verbatim beside what was analysed. */
export const MAX_ANALYSED_LENGTH = 200_000

/** The writer goes on between lines of ours: known for sure, so that no border of the HTML may hide it. */
export const ANSWERS_IN_KNOWN_TEXT = 'answers-in-known-text'

export type ReplyOptions = {
  /** A forwarded mail is wanted whole: only its signature may be set apart. */
  readonly isForward: boolean
  /** Texts of earlier mails of the conversation, ours first of all: what repeats them is a quote, whatever it looks like. */
  readonly earlier?: readonly string[]
}

/**
 * Divides a plain text into what the writer added, what he quoted and his signature. Nothing is lost: the
 * three together hold every line. Where the reading is unsure (answers between quoted lines, nothing above
 * the quote) everything stays visible. Linear in the input.
 */
export function splitReplyText(text: string, options: ReplyOptions = { isForward: false }): ReplyText {
  const links = options.isForward ? null : splitLinkList(text)
  return links === null ? splitWritten(text, options) : withLinkList(splitWritten(links.body, options), links)
}

function splitWritten(text: string, options: ReplyOptions): ReplyText {
  const sent = splitGlued(text.slice(0, MAX_ANALYSED_LENGTH).split('\n'))
  const rest = text.slice(MAX_ANALYSED_LENGTH)
  if (options.isForward) return whole(text, 'none', 'forward')
  const byWords = options.earlier === undefined ? null : splitByKnown(sent, rest, options.earlier)
  if (byWords !== null) return byWords
  const border = findBorder(sent)
  const lines = border?.rule === 'attribution' ? withUsualMarks(sent, border.end) : sent
  const marked = border === null ? lines.findIndex((line, i) => isQuoted(line) && !isEscaped(lines, i)) : -1
  const quoteStart = border === null ? (marked < 0 ? -1 : beforeRule(lines, marked)) : border.line
  if (quoteStart < 0) return withSignature({ above: lines, quoted: [], below: [], rest }, 'none', 'no-quote')
  const rule = border?.rule ?? 'quoted-lines'

  const body = border === null ? marked : firstText(lines, border.end)
  if (!isQuoted(lines[body] ?? '')) {
    // No ">" marks: from here on everything is the quoted mail, unless the writer answers in it.
    if (leavesAnswersOpen(lines.slice(0, quoteStart))) return whole(text, 'low', 'answers-inside')
    const pieces = { above: lines.slice(0, quoteStart), quoted: lines.slice(quoteStart), below: [], rest }
    return finish(pieces, rule, border?.isSure === true)
  }
  const quoteEnd = endOfQuote(lines, body)
  const below = lines.slice(quoteEnd)
  if (below.some(isQuoted)) return interleaved(lines, rest)
  const isLast = !hasText(below) || isDisclaimer(below)
  // Nothing says that a client quoted here, and the writer goes on below: he points at something, or cites it.
  const isIntroduced = border === null ? hasIntroductionInside(lines, marked) : border.isSure
  const mayBeCited = !isIntroduced && (border !== null || hasText(lines.slice(0, quoteStart)))
  if (mayBeCited && !isLast) return interleaved(lines, rest)
  const above = lines.slice(0, quoteStart)
  // Who writes inside of the quote gets its marks from some clients.
  if (isLast && leavesAnswersOpen(above)) return whole(text, 'low', 'answers-inside')
  if (!isIntroduced && border === null && isLast && isShown(above, lines.slice(quoteStart, quoteEnd)))
    return whole(text, 'low', 'cited')
  if (border !== null && rest === '' && !hasText(above) && !hasText(below)) return onlyQuote(lines, rule)
  return finish({ above, quoted: lines.slice(quoteStart, quoteEnd), below, rest }, rule, true)
}

/**
 * By what the mail repeats of earlier ones. The introduction above the repeated words is found by pattern, or, where
 * no pattern knows it, by its shape: now that a quote is sure, "label: value" and dashes say enough.
 */
function splitByKnown(lines: readonly string[], rest: string, earlier: readonly string[]): ReplyText | null {
  const known = findKnownQuote(lines, earlier)
  if (known === null) return null
  const start = startOfIntroduction(lines, known.start)
  const end = endOfQuoteBelow(lines, known.end)
  const above = lines.slice(0, start)
  const below = lines.slice(end)
  if (known.hasOwnLinesInside || (known.hasUnknownLinesInside && leavesAnswersOpen(above)))
    return whole(lines.join('\n') + rest, 'low', ANSWERS_IN_KNOWN_TEXT)
  if (![...above, ...below].some((line) => line.trim() !== '' && !isQuoted(line))) return null
  return withSignature({ above, quoted: lines.slice(start, end), below, rest }, 'high', 'known-text')
}

const MAX_INTRODUCTION_LINES = 14

function startOfIntroduction(lines: readonly string[], quoteStart: number): number {
  const from = Math.max(0, quoteStart - MAX_INTRODUCTION_LINES)
  const border = findBorder(lines.slice(from, quoteStart))
  if (border !== null && !hasText(lines.slice(from + border.end, quoteStart))) return from + border.line
  let i = quoteStart - 1
  while (i >= from && (lines[i] ?? '').trim() === '') i--
  let start = quoteStart
  for (; i >= from && isIntroducing((lines[i] ?? '').trim()); i--) start = i
  return start
}

/** Labels, rules, quote marks, the colon at the end of an attribution. */
const isIntroducing = (line: string): boolean =>
  line !== '' &&
  line.length < 300 &&
  (/^[^:：]{1,30}[:：](?!\/)/.test(line) ||
    /[:：]$/.test(line) ||
    /^[-_=*>\s]+$/.test(line) ||
    isQuoted(line)) &&
  !/[?!]$/.test(line)

/** Older quotes stand below: by their marks, or by the border that introduces them. */
function endOfQuoteBelow(lines: readonly string[], from: number): number {
  let end = from
  for (let i = from; i < lines.length; i++) {
    const line = lines[i] ?? ''
    if (isQuoted(line)) end = i + 1
    else if (line.trim() !== '') break
  }
  const border = findBorder(lines.slice(end))
  const isDirect = border !== null && !hasText(lines.slice(end, end + border.line))
  return isDirect ? lines.length : end
}

/** The lines of a mail around what it quotes; `rest` was not analysed. */
type Pieces = {
  readonly above: readonly string[]
  readonly quoted: readonly string[]
  readonly below: readonly string[]
  readonly rest: string
}

function finish(pieces: Pieces, rule: string, isSure: boolean): ReplyText {
  const { above, quoted, below, rest } = pieces
  const visible = [...above, ...below]
  if (visible.every((line) => line.trim() === '' || isQuoted(line)))
    return whole([...visible, ...quoted].join('\n') + rest, 'low', 'nothing-above')
  const inOrder = [...above, ...quoted, ...below]
  if (above.some(isQuoted)) return interleaved(inOrder, rest)
  if (!isSure) return whole(inOrder.join('\n') + rest, 'low', rule)
  return withSignature(pieces, 'high', hasText(below) ? `${rule}-above` : rule)
}

/** Joins what stands around a quote. Some sign above it and answer below, some the other way round. */
export function withSignature(
  { above, quoted, below, rest }: Pieces,
  confidence: ReplyText['confidence'],
  rule: string,
): ReplyText {
  const upper = splitSignature(above, hasText(below))
  const lower = splitSignature(below, hasText(upper.text))
  // The part that was not analysed belongs to what stood last.
  const isRestQuoted = quoted.length > 0
  return {
    visible: trimBlank([...upper.text, ...lower.text]) + (isRestQuoted ? '' : rest),
    quoted: trimBlank(quoted) + (isRestQuoted ? rest : ''),
    signature: trimBlank([...upper.signature, ...lower.signature]),
    confidence,
    rule,
  }
}

const whole = (text: string, confidence: ReplyText['confidence'], rule: string): ReplyText => ({
  visible: text.trim(),
  quoted: '',
  signature: '',
  confidence,
  rule,
})

/** The writer added nothing that can be told. It is no trusted split: a screen shows all of it. */
const onlyQuote = (lines: readonly string[], rule: string): ReplyText => ({
  visible: '',
  quoted: trimBlank(lines),
  signature: '',
  confidence: 'low',
  rule: `only-${rule}`,
})

/**
 * Answers stand between quoted lines: all of it is read together. Only what is quoted below the last answer, and the
 * signature, are set apart.
 */
function interleaved(lines: readonly string[], rest: string): ReplyText {
  if (rest !== '') return whole(lines.join('\n') + rest, 'low', 'interleaved')
  const at = signatureStart(lines)
  const lastOwn = lines.slice(0, at).findLastIndex((line) => line.trim() !== '' && !isQuoted(line))
  if (lastOwn < 0) return whole(lines.join('\n'), 'low', 'nothing-above')
  return {
    ...whole(lines.slice(0, lastOwn + 1).join('\n'), 'low', 'interleaved'),
    quoted: trimBlank(lines.slice(lastOwn + 1, at)),
    signature: trimBlank(lines.slice(at)),
  }
}

/** Phones mark the introduction too: "> On 2 Mar 2026, at 09:12, Ada wrote:". */
const hasIntroductionInside = (lines: readonly string[], at: number): boolean =>
  attributionAt(
    lines.slice(at, at + 6).map((line) => line.replace(/^\s{0,3}>\s?/, '')),
    0,
  )?.isSure === true

/** "| " and "AH> " instead of "> ", where an introduction says that a quote begins. */
function withUsualMarks(lines: readonly string[], end: number): readonly string[] {
  const start = firstText(lines, end)
  const mark = /^\s{0,3}(\||[\p{L}]{1,4}>)(?:\s|$)/u.exec((lines[start] ?? '').slice(0, 20))?.[1]
  if (mark === undefined) return lines
  return lines.map((line, i) => {
    if (i < start || !line.slice(0, 20).trimStart().startsWith(mark)) return line
    return `>${line.slice(line.indexOf(mark) + mark.length)}`
  })
}

/** Stores that keep many mails in one file mark a line that begins with "From " (RFC 4155): that one alone. */
const isEscaped = (lines: readonly string[], at: number): boolean =>
  lines[at]?.startsWith('>From ') === true && !isQuoted(lines[at - 1] ?? '') && !isQuoted(lines[at + 1] ?? '')

const isQuoted = (line: string): boolean => /^ {0,3}>/.test(line)

function firstText(lines: readonly string[], from: number): number {
  let at = from
  while (at < lines.length && at < from + MAX_GAP && (lines[at] ?? '').trim() === '') at++
  return at
}

const MAX_GAP = 6

/**
 * Index after the last quoted line of the run that begins here. Blank lines inside the run belong to it, and
 * so does a line without a mark that stands right between two long quoted ones: a mailer broke it there.
 */
function endOfQuote(lines: readonly string[], start: number): number {
  let end = start
  for (let i = start; i < lines.length; i++) {
    const line = lines[i] ?? ''
    if (isQuoted(line)) end = i + 1
    else if (line.trim() !== '' && !isBrokenOff(lines, i)) break
  }
  return end
}

function isBrokenOff(lines: readonly string[], at: number): boolean {
  const before = lines[at - 1] ?? ''
  if (!isQuoted(before) || !isQuoted(lines[at + 1] ?? '')) return false
  return (
    before.length >= WRAPPED_LENGTH ||
    /^\s*[<([]?https?:\/\/\S+[\s>)\]]*$/.test((lines[at] ?? '').slice(0, 2000))
  )
}

/** Mailers break lines at 76 to 80; shorter ones ended there on purpose. */
const WRAPPED_LENGTH = 55

function trimBlank(lines: readonly string[]): string {
  let from = 0
  let to = lines.length
  while (from < to && (lines[from] ?? '').trim() === '') from++
  while (to > from && (lines[to - 1] ?? '').trim() === '') to--
  return lines.slice(from, to).join('\n')
}

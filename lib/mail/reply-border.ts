import { attributionAt, bareLine, isDated } from './attribution'
import { isFormLabel, isNameLabel, readLabelled, saysSent } from './field-labels'
import { isForwardMark, isOriginalMark } from './forward-phrases'
import { type HeaderBlock, readHeaderBlock } from './header-block'
import { replyLines, replyWords, writeWords } from './reply-phrases'
import { lastWithText } from './text-lines'

/** Where the quoted conversation begins, by the words and shapes of its first line. */
export type Border = {
  readonly line: number
  readonly rule: string
  readonly isSure: boolean
  /** First line after the introduction: the quoted mail itself. */
  readonly end: number
}

/**
 * The first line that introduces a quote, or null. Looks at each line a bounded number of times, so the cost
 * grows with the length of the text and with nothing else. A forwarded mail ends the search: what follows
 * is meant to be read.
 */
export function findBorder(lines: readonly string[]): Border | null {
  for (let i = 0; i < lines.length; i++) {
    const line = bareLine(lines[i] ?? '')
    if (line.startsWith('>>> ') && isOnTop(lines, i)) {
      const end = endOfArrows(lines, i, line)
      if (end !== null) return { line: i, rule: 'arrows', isSure: true, end }
    }
    if (line === '' || line.startsWith('>')) continue
    if (isForwardMark(line) && isForward(lines, i, line)) return null
    if (isOriginalMark(line) && /^[-=—–_~]/.test(line))
      return { line: beforeRule(lines, i), rule: 'original-message', isSure: isMeant(lines, i), end: i + 1 }
    if (isReplyLine(line)) return { line: beforeRule(lines, i), rule: 'reply-line', isSure: true, end: i + 1 }
    const block = readHeaderBlock(lines, i)
    if (block !== null) {
      const start = beforeRule(lines, i)
      const banner = beforeBanner(lines, start)
      const isSure =
        start < i ||
        isNotesLine(lines[banner] ?? '') ||
        (isOfMail(block) && !isPresented(lines, i, block.end))
      return { line: banner, rule: 'header-block', isSure, end: block.end }
    }
    const attribution = attributionAt(lines, i)
    if (attribution !== null) {
      const start = beforeBanner(lines, beforeRule(lines, beforeFields(lines, i)))
      const isSure = attribution.isSure && !isTranscript(lines, i, attribution.end)
      return { line: start, rule: 'attribution', end: attribution.end, isSure }
    }
  }
  return null
}

/**
 * Consignments and journeys have those fields too. A mail says "sent", names an address or a Notes user, or prints its
 * moment as programs do: with the day of the week, seconds or a zone.
 */
function isOfMail({ from, fromText, to, words, dateText }: HeaderBlock): boolean {
  if (from !== null || to.length > 0 || words.some(saysSent) || /\p{L}\/\p{L}/u.test(fromText)) return true
  if (/\d/.test(fromText)) return false
  return (
    /\d:\d\d:\d\d|[A-Z]{3}|[+-]\d{4}|[\u3040-\u9fff]/.test(dateText) ||
    (dateText.match(/\p{L}{3,}/gu)?.length ?? 0) > 1
  )
}

/** A form of a web page, or a mail that the writer shows: "This is what I got:". It is to be read. */
function isPresented(lines: readonly string[], start: number, end: number): boolean {
  const before = lines.slice(Math.max(0, start - 4), start)
  const above = lastWithText(before)
  if (endsWithColon(before)) return true
  // A signature that stands above tells telephone and address too, but no "Name:".
  return isNameLabel(above ?? '') || lines.slice(start, end + 1).some(isFormLabel)
}

const endsWithColon = (lines: readonly string[]): boolean =>
  /[:：]\s*$/.test(lastWithText(lines)?.slice(-20) ?? '')

/** GroupWise: ">>> Ada <ada@uno.example> 3/2/2026 9:12 AM >>>", or ">>> On 3/2/2026 at 9:12 AM, ... wrote:". */
function endOfArrows(lines: readonly string[], at: number, line: string): number | null {
  if (line.endsWith('>>>')) return isDated(line) ? at + 1 : null
  const found = attributionAt([line.slice(4), ...lines.slice(at + 1, at + 6)], 0)
  return found?.isSure === true ? at + found.end : null
}

/** Deep in a quote the same arrows are its marks. */
function isOnTop(lines: readonly string[], at: number): boolean {
  const above = lastWithText(lines.slice(Math.max(0, at - 4), at))
  return above === undefined || !above.trimStart().startsWith('>')
}

/** "##- Please type your reply above this line -##", or plainly: what help desks print into their mails. */
function isReplyLine(line: string): boolean {
  if (line.length >= 160 || !replyLines.some((one) => line.includes(one))) return false
  const asks = (words: readonly string[]): boolean => words.some((one) => line.includes(one))
  if (/^[#\-=_*~—–]/.test(line)) return line.startsWith('##') || asks(replyWords) || asks(writeWords)
  return line.length < 70 && !line.endsWith('?') && asks(replyWords)
}

/** Dashes say it alone; "Begin forwarded message:" without them needs the header block below. */
function isForward(lines: readonly string[], at: number, line: string): boolean {
  if (/^[-=]/.test(line)) return true
  for (let i = at + 1; i < lines.length && i < at + 5; i++) {
    const below = (lines[i] ?? '').replace(/^[>\s]+/, '')
    if (below !== '') return readHeaderBlock([below, ...lines.slice(i + 1, i + 12).map(unquoted)], 0) !== null
  }
  return false
}

const unquoted = (line: string): string => line.replace(/^[>\s]+/, '')

/** Yandex prints recipient and subject under a rule, and the introduction below them. */
function beforeFields(lines: readonly string[], at: number): number {
  let first = at
  while (first > 0 && ['to', 'cc', 'subject'].includes(readLabelled(lines[first - 1] ?? '')?.field ?? ''))
    first--
  return first < at && isRule((lines[first - 1] ?? '').trim()) ? first : at
}

/** A protocol, or what was said in turn: the next moment begins a line right below what was said. */
function isTranscript(lines: readonly string[], start: number, end: number): boolean {
  if (!/^\[?\d/.test(bareLine(lines[start] ?? ''))) return false
  for (let i = end; i < lines.length && i < end + 4; i++) {
    if (/^\[?\d/.test(bareLine(lines[i] ?? '')) && attributionAt(lines, i) !== null) return true
  }
  return false
}

/** "This is what I get:" above the mark, and no field of a mail below it: the writer shows the mark itself. */
function isMeant(lines: readonly string[], at: number): boolean {
  if (!endsWithColon(lines.slice(Math.max(0, at - 4), at))) return true
  const below = lines.slice(at + 1, at + 5).filter((line) => line.trim() !== '')
  return below.some(
    (line) => readLabelled(line) !== null || line.trimStart().startsWith('>') || line.includes('@'),
  )
}

/** The rules that clients draw above what introduces a quote belong to the quote. */
export function beforeRule(lines: readonly string[], at: number): number {
  let first = at
  let line = at - 1
  while (line >= 0 && line > first - 4) {
    const text = (lines[line] ?? '').trim()
    if (isRule(text)) first = line
    else if (text !== '') break
    line--
  }
  return first
}

/** "----- Mensaxe orixinal -----" in a language that no table knows: few words between dashes, right above a block. */
function beforeBanner(lines: readonly string[], at: number): number {
  const line = at - 1 - Number((lines[at - 1] ?? '').trim() === '')
  const text = (lines[line] ?? '').slice(0, MAX_BANNER + 1).trim()
  if (isNotesLine(lines[line] ?? '')) return line
  if (text.length > MAX_BANNER || !text.startsWith('---') || !text.endsWith('---') || isRule(text)) return at
  return text.split(/\s+/).length <= MAX_BANNER_WORDS ? beforeRule(lines, line) : at
}

/** "Ada Help ---02.03.2026 09:12:00---Does it work?": Notes, above its block. */
const isNotesLine = (line: string): boolean =>
  /\S ?---\d{1,4}[-./]\d{1,2}[-./]\d{1,4} \d{1,2}:\d\d(?::\d\d)?(?: [AP]M)?---/.test(line.slice(0, 300))

const MAX_BANNER = 80
const MAX_BANNER_WORDS = 6

const isRule = (text: string): boolean => text.length <= 200 && /^[_\-=*—–‐~]{4,}$/.test(text)

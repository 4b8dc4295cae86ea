import { isFormLabel } from './field-labels'
import { readHeaderBlock } from './header-block'
import { isTooDeep } from './html-guard'
import { isShown, leavesAnswersOpen } from './open-answers'
import { beforeRule, findBorder } from './reply-border'
import { MAX_ANALYSED_LENGTH, type ReplyOptions } from './reply-text'
import { type HtmlLine, type HtmlQuote, type ScannedHtml, scanReplyHtml } from './scan-reply-html'
import { hasText } from './text-lines'
import type { ReplyHtml } from './types'

/**
 * Divides an HTML mail as sent (before cleaning: the cleaner removes the classes this reads) into what the
 * writer added and what his client quoted. Works by offsets: both halves are pieces of the source, and the
 * cleaner that has to follow closes what is open. Structure first, words second, in doubt everything.
 */
export function splitReplyHtml(html: string, options: ReplyOptions = { isForward: false }): ReplyHtml {
  if (options.isForward) return whole(html, 'none', 'forward')
  if (isTooDeep(html)) return whole(html, 'none', 'too-deep')
  const analysed = html.slice(0, MAX_ANALYSED_LENGTH * 4)
  const drawn = scanReplyHtml(analysed)
  const isOnlyDrawn =
    drawn.quote?.rule === 'outlook-desktop' && !isIntroducedBelow(drawn.lines)(drawn.quote.at)
  const scanned = isOnlyDrawn ? scanReplyHtml(analysed, isIntroducedBelow(drawn.lines)) : drawn
  return scanned.quote === null
    ? splitByWords(html, scanned.lines)
    : splitAtQuote(html, scanned, scanned.quote)
}

const whole = (html: string, confidence: 'none' | 'low', rule: string): ReplyHtml => ({
  visible: html,
  quoted: '',
  confidence,
  rule,
})

/** By the element that a client made for what it quotes. */
function splitAtQuote(html: string, scanned: ScannedHtml, quote: HtmlQuote): ReplyHtml {
  const { lines, hasTextBefore, hasTextAfter, hasSecondQuote } = scanned
  if (quote.isForward) return whole(html, 'none', 'forward')
  if (quote.hasAnswersInside || hasSecondQuote) return whole(html, 'low', 'interleaved')
  if (!hasTextBefore && !hasTextAfter) return whole(html, 'low', 'nothing-above')
  const end = quote.end ?? html.length
  const start = introductionStart(lines, quote.start)
  const above = lines.filter((line) => line.offset < start).map((line) => line.text)
  if (leavesAnswersOpen(above) && !hasTextAfter) return whole(html, 'low', 'answers-inside')
  const after = hasTextAfter ? html.slice(end) : ''
  return {
    visible: html.slice(0, start) + after,
    below: after,
    quoted: hasTextAfter ? html.slice(start, end) : html.slice(start),
    confidence: 'high',
    rule: quote.rule,
  }
}

/** The "On ... wrote:" that stands before the quote without a mark of its own belongs to the quote. */
function introductionStart(lines: readonly HtmlLine[], quoteStart: number): number {
  const before = lines.filter((line) => line.offset < quoteStart).slice(-5)
  const border = findBorder(before.map((line) => line.text))
  const at = border?.isSure === true ? before[border.line] : undefined
  return at?.offset ?? quoteStart
}

/**
 * Whether a header block follows at an offset, which for the next question has to be a later one. Shops and forms draw
 * the same thin line as Outlook.
 */
function isIntroducedBelow(lines: readonly HtmlLine[]): (offset: number) => boolean {
  const filled = lines.filter((line) => line.text.trim() !== '' && !/^-+$/.test(line.text))
  const texts = filled.map((line) => line.text)
  let next = -1
  let isIntroduced = false
  return (offset) => {
    const before = next
    while (next < filled.length && (filled[next]?.offset ?? -1) < offset) next++
    if (next !== before)
      isIntroduced = readHeaderBlock(texts, next) !== null || isLabelled(texts.slice(next, next + 4))
    return isIntroduced
  }
}

/** The labels of a language that is in no table: never those of a form, and an address among them. */
const isLabelled = (lines: readonly string[]): boolean =>
  lines.length === 4 &&
  lines.every((line) => /^[^:：]{1,30}[:：]/.test(line) && !isFormLabel(line)) &&
  lines.some((line) => line.includes('@'))

/** By what introduces a quote, or by the ">" of a text that was made into HTML. */
function splitByWords(html: string, lines: readonly HtmlLine[]): ReplyHtml {
  const texts = lines.map((line) => line.text)
  const border = findBorder(texts)
  const marked = texts.findIndex(isMarked)
  const start = border?.line ?? (marked < 0 ? -1 : beforeRule(texts, marked))
  const at = lines[start]
  if (at === undefined) return whole(html, 'none', 'no-quote')
  const rule = border?.rule ?? 'quoted-lines'
  const above = texts.slice(0, start)
  if (!hasText(above)) return whole(html, 'low', 'nothing-above')
  if (border?.isSure === false) return whole(html, 'low', rule)
  const below = texts.slice(border?.end ?? marked).filter((line) => line.trim() !== '')
  const firstMarked = below.findIndex(isMarked)
  if (firstMarked === 0 || border === null) {
    // Text below what is marked as quoted is the writer's.
    if (!below.every(isMarked)) return whole(html, 'low', 'interleaved')
    if (border === null && isShown(above, below)) return whole(html, 'low', 'cited')
  } else if (leavesAnswersOpen(above)) return whole(html, 'low', 'answers-inside')
  return { visible: html.slice(0, at.offset), quoted: html.slice(at.offset), confidence: 'high', rule }
}

const isMarked = (line: string): boolean => /^\s{0,3}>/.test(line)

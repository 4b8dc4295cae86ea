import { Parser } from 'htmlparser2'
import { isFormLabel } from './field-labels'
import { readHeaderBlock } from './header-block'
import { isTooDeep } from './html-guard'
import { announcesAnswers, isShown, leavesAnswersOpen } from './open-answers'
import { hasClass, quoteRule } from './quote-element'
import { beforeRule, findBorder } from './reply-border'
import { forwardedMarks } from './reply-phrases'
import { MAX_ANALYSED_LENGTH, type ReplyOptions } from './reply-text'
import type { ReplyHtml } from './types'

/**
 * Divides an HTML mail as sent (before cleaning: the cleaner removes the classes this reads) into what the
 * writer added and what his client quoted. Works by offsets: both halves are pieces of the source, and the
 * cleaner that has to follow closes what is open. Structure first, words second, in doubt everything.
 */
export function splitReplyHtml(html: string, options: ReplyOptions = { isForward: false }): ReplyHtml {
  if (options.isForward) return { visible: html, quoted: '', confidence: 'none', rule: 'forward' }
  if (isTooDeep(html)) return { visible: html, quoted: '', confidence: 'none', rule: 'too-deep' }
  const analysed = html.slice(0, MAX_ANALYSED_LENGTH * 4)
  const drawn = scan(analysed)
  const isOnlyDrawn =
    drawn.quote?.rule === 'outlook-desktop' && !isIntroducedBelow(drawn.lines)(drawn.quote.at)
  const seen = isOnlyDrawn ? scan(analysed, isIntroducedBelow(drawn.lines)) : drawn
  const quote = seen.quote
  if (quote !== null) {
    if (quote.isForward) return { visible: html, quoted: '', confidence: 'none', rule: 'forward' }
    if (quote.hasAnswersInside || seen.hasSecondQuote) {
      return { visible: html, quoted: '', confidence: 'low', rule: 'interleaved' }
    }
    const end = quote.end ?? html.length
    const start = introductionStart(seen.lines, quote.start)
    if (!seen.hasTextBefore && !seen.hasTextAfter) {
      return { visible: html, quoted: '', confidence: 'low', rule: 'nothing-above' }
    }
    const above = seen.lines.filter((line) => line.offset < start).map((line) => line.text)
    const isOpen = closes(quote.rule) ? announcesAnswers(above) : leavesAnswersOpen(above)
    if (isOpen && !seen.hasTextAfter) {
      return { visible: html, quoted: '', confidence: 'low', rule: 'answers-inside' }
    }
    const after = seen.hasTextAfter ? html.slice(end) : ''
    return {
      visible: html.slice(0, start) + after,
      below: after,
      quoted: seen.hasTextAfter ? html.slice(start, end) : html.slice(start),
      confidence: 'high',
      rule: quote.rule,
    }
  }
  return splitByWords(html, seen.lines)
}

/** The "On ... wrote:" that stands before the quote without a mark of its own belongs to the quote. */
function introductionStart(lines: readonly TextLine[], quoteStart: number): number {
  const before = lines.filter((line) => line.offset < quoteStart).slice(-5)
  const border = findBorder(before.map((line) => line.text))
  const at = border?.isSure === true ? before[border.line] : undefined
  return at?.offset ?? quoteStart
}

/**
 * Whether a header block follows at an offset, which for the next question has to be a later one. Shops and forms draw
 * the same thin line as Outlook.
 */
function isIntroducedBelow(lines: readonly TextLine[]): (offset: number) => boolean {
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

type Quote = {
  /** Where its first element stands, and the rule that was drawn above it. */
  at: number
  start: number
  end: number | null
  rule: string
  isForward: boolean
  hasAnswersInside: boolean
}

type TextLine = { text: string; offset: number }

type Seen = {
  quote: Quote | null
  hasTextBefore: boolean
  hasTextAfter: boolean
  hasSecondQuote: boolean
  lines: TextLine[]
}

/** By what introduces a quote, or by the ">" of a text that was made into HTML. */
function splitByWords(html: string, lines: readonly TextLine[]): ReplyHtml {
  const texts = lines.map((line) => line.text)
  const border = findBorder(texts)
  const marked = texts.findIndex(isMarked)
  const start = border?.line ?? (marked < 0 ? -1 : beforeRule(texts, marked))
  const at = lines[start]
  if (at === undefined) return { visible: html, quoted: '', confidence: 'none', rule: 'no-quote' }
  const rule = border?.rule ?? 'quoted-lines'
  const above = texts.slice(0, start)
  const asIs = (why: string): ReplyHtml => ({ visible: html, quoted: '', confidence: 'low', rule: why })
  if (!above.some((line) => line.trim() !== '')) return asIs('nothing-above')
  if (border?.isSure === false) return asIs(rule)
  const below = texts.slice(border?.end ?? marked).filter((line) => line.trim() !== '')
  const firstMarked = below.findIndex(isMarked)
  if (firstMarked === 0 || border === null) {
    // Text below what is marked as quoted is the writer's.
    if (!below.every(isMarked)) return asIs('interleaved')
    if (border === null && isShown(above, below)) return asIs('cited')
  } else if (leavesAnswersOpen(above)) return asIs('answers-inside')
  return { visible: html.slice(0, at.offset), quoted: html.slice(at.offset), confidence: 'high', rule }
}

const isMarked = (line: string): boolean => /^\s{0,3}>/.test(line)

const MAX_LINES = 20_000
const lineBreaking = new Set([
  'br',
  'p',
  'div',
  'tr',
  'li',
  'table',
  'blockquote',
  'hr',
  'h1',
  'h2',
  'h3',
  'pre',
  'ul',
  'ol',
])
const unread = new Set(['style', 'script', 'head', 'title'])
const voids = new Set([
  'br',
  'hr',
  'img',
  'meta',
  'input',
  'link',
  'col',
  'area',
  'base',
  'wbr',
  'embed',
  'source',
  'param',
])

/** One walk over the parser's events; depth is counted, not stored. */
function scan(html: string, isIntroduced: (offset: number) => boolean = () => true): Seen {
  const seen: Seen = {
    quote: null,
    hasTextBefore: false,
    hasTextAfter: false,
    hasSecondQuote: false,
    lines: [],
  }
  let depth = 0
  let quoteDepth = -1
  let innerQuotes = 0
  let skipped = 0
  let isInAttribution = false
  let attributionDepth = -1
  let line: TextLine | null = null
  let ruleOffset = -1
  const endLine = (): void => {
    if (line !== null && seen.lines.length < MAX_LINES) seen.lines.push(line)
    line = null
  }
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (!voids.has(name)) depth++
        if (unread.has(name)) skipped++
        if (lineBreaking.has(name)) endLine()
        if (name === 'hr') {
          ruleOffset = parser.startIndex
          seen.lines.push({ text: '----------', offset: ruleOffset })
        }
        const rule = isOwnCitation(name, attributes, seen) ? null : quoteRule(name, attributes)
        if (seen.quote === null) {
          if (rule === null || (rule === 'outlook-desktop' && !isIntroduced(parser.startIndex))) return
          const at = parser.startIndex
          const start = ruleOffset >= 0 ? ruleOffset : at
          seen.quote = { at, start, end: null, rule, isForward: false, hasAnswersInside: false }
          quoteDepth = depth
          if (name === 'blockquote') innerQuotes++
          if (isPrefix(rule)) {
            isInAttribution = true
            attributionDepth = depth
          }
          return
        }
        if (seen.quote.end === null) {
          if (name === 'blockquote') innerQuotes++
          if (hasClass(attributes, 'gmail_attr')) {
            isInAttribution = true
            attributionDepth = depth
          }
        } else if (rule !== null) {
          // Apple Mail puts the introduction into a block quote of its own, right before that of the mail.
          if (seen.hasTextAfter) seen.hasSecondQuote = true
          else reopen(seen.quote, name)
        }
      },
      ontext(text) {
        if (skipped > 0) return
        const isBlank = text.trim() === ''
        if (line === null && !isBlank) line = { text: '', offset: parser.startIndex }
        if (line !== null && line.text.length < 1000) line.text += text.replace(/\s/g, ' ')
        if (isBlank) return
        ruleOffset = -1
        const quote = seen.quote
        if (quote === null) seen.hasTextBefore = true
        else if (quote.end !== null) seen.hasTextAfter = true
        else if (isInAttribution) quote.isForward ||= isForwardText(text)
        else if (innerQuotes === 0 && quote.rule === 'gmail-quote' && !isAttributionLike(text))
          quote.hasAnswersInside = true
      },
      onclosetag(name) {
        if (voids.has(name)) return
        if (unread.has(name)) skipped = Math.max(0, skipped - 1)
        if (lineBreaking.has(name)) endLine()
        if (isInAttribution && depth === attributionDepth) isInAttribution = false
        if (seen.quote !== null && seen.quote.end === null) {
          if (name === 'blockquote') innerQuotes = Math.max(0, innerQuotes - 1)
          if (depth === quoteDepth && closes(seen.quote.rule))
            seen.quote.end = (parser.endIndex ?? parser.startIndex) + 1
        }
        depth--
      },
    },
    { decodeEntities: true },
  )
  const reopen = (quote: Quote, name: string): void => {
    quote.end = null
    if (isPrefix(quote.rule)) quote.rule = 'cite'
    quoteDepth = depth
    innerQuotes = name === 'blockquote' ? 1 : 0
  }
  parser.write(html)
  parser.end()
  endLine()
  return seen
}

/** Gmail's "quote" button: the element of its replies without their wrapper and without an introduction above. */
function isOwnCitation(name: string, attributes: Record<string, string>, seen: Seen): boolean {
  if (name !== 'blockquote' || seen.quote !== null || !hasClass(attributes, 'gmail_quote')) return false
  return findBorder(seen.lines.slice(-5).map((line) => line.text))?.isSure !== true
}

/** These elements hold only the introduction; the quote is what follows. */
const isPrefix = (rule: string): boolean => rule === 'moz-cite-prefix' || rule === 'roundcube-prefix'

/** For the others nothing after the element can be the writer's: the client puts the quote at the end. */
const closes = (rule: string): boolean =>
  rule === 'gmail-quote' ||
  rule === 'cite' ||
  isPrefix(rule) ||
  rule === 'yahoo-quote' ||
  rule === 'proton-quote'

function isForwardText(text: string): boolean {
  const lower = text.toLowerCase()
  return forwardedMarks.some((mark) => lower.includes(mark))
}

/** Older Gmail mails have the "On ... wrote:" line without a class of its own. */
const isAttributionLike = (text: string): boolean => {
  const trimmed = text.trim()
  return trimmed.length < 3 || trimmed.endsWith(':') || trimmed.includes('@') || /\d{4}|\d:\d\d/.test(trimmed)
}

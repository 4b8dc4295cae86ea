import { Parser } from 'htmlparser2'
import { hasClass, quoteRule } from './quote-element'
import { findBorder } from './reply-border'
import { forwardedMarks } from './reply-phrases'

/** What a client quoted, by the element that it made for it. */
export type HtmlQuote = {
  /** Where its first element stands, and the rule that was drawn above it. */
  at: number
  start: number
  end: number | null
  rule: string
  isForward: boolean
  hasAnswersInside: boolean
}

export type HtmlLine = { text: string; offset: number }

export type ScannedHtml = {
  quote: HtmlQuote | null
  hasTextBefore: boolean
  hasTextAfter: boolean
  hasSecondQuote: boolean
  lines: HtmlLine[]
}

/**
 * Finds the quote in an HTML mail as sent, and reads its lines, with the offsets where they stand in the source. One walk
 * over the parser's events; depth is counted, not stored.
 *
 * @param isIntroduced whether a header block stands below a line that is drawn at an offset
 */
export function scanReplyHtml(
  html: string,
  isIntroduced: (offset: number) => boolean = () => true,
): ScannedHtml {
  const scanner = new Scanner(isIntroduced)
  const parser = new Parser(
    {
      onopentag: (name, attributes) => scanner.open(name, attributes, parser.startIndex),
      ontext: (text) => scanner.text(text, parser.startIndex),
      onclosetag: (name) => scanner.close(name, (parser.endIndex ?? parser.startIndex) + 1),
    },
    { decodeEntities: true },
  )
  parser.write(html)
  parser.end()
  scanner.endLine()
  return scanner.seen
}

/** For the others nothing after the element can be the writer's: the client puts the quote at the end. */
const closesQuote = (rule: string): boolean =>
  rule === 'gmail-quote' ||
  rule === 'cite' ||
  isPrefix(rule) ||
  rule === 'yahoo-quote' ||
  rule === 'proton-quote'

/** These elements hold only the introduction; the quote is what follows. */
const isPrefix = (rule: string): boolean => rule === 'moz-cite-prefix' || rule === 'roundcube-prefix'

type Attributes = Record<string, string>

class Scanner {
  readonly seen: ScannedHtml = {
    quote: null,
    hasTextBefore: false,
    hasTextAfter: false,
    hasSecondQuote: false,
    lines: [],
  }
  private readonly isIntroduced: (offset: number) => boolean
  private depth = 0
  private quoteDepth = -1
  private innerQuotes = 0
  private unreadDepth = 0
  /** Of the element with the introduction, while it is open. */
  private attributionDepth: number | null = null
  private line: HtmlLine | null = null
  private ruleOffset = -1

  constructor(isIntroduced: (offset: number) => boolean) {
    this.isIntroduced = isIntroduced
  }

  open(name: string, attributes: Attributes, offset: number): void {
    if (!voids.has(name)) this.depth++
    if (unread.has(name)) this.unreadDepth++
    if (lineBreaking.has(name)) this.endLine()
    if (name === 'hr') {
      this.ruleOffset = offset
      this.seen.lines.push({ text: '----------', offset })
    }
    const { quote } = this.seen
    const rule = isOwnCitation(name, attributes, this.seen) ? null : quoteRule(name, attributes)
    if (quote === null) {
      if (rule !== null && (rule !== 'outlook-desktop' || this.isIntroduced(offset)))
        this.openQuote(name, rule, offset)
    } else if (quote.end === null) {
      if (name === 'blockquote') this.innerQuotes++
      if (hasClass(attributes, 'gmail_attr')) this.attributionDepth = this.depth
    } else if (rule !== null) {
      // Apple Mail puts the introduction into a block quote of its own, right before that of the mail.
      if (this.seen.hasTextAfter) this.seen.hasSecondQuote = true
      else this.reopen(quote, name)
    }
  }

  text(text: string, offset: number): void {
    if (this.unreadDepth > 0) return
    const isBlank = text.trim() === ''
    if (this.line === null && !isBlank) this.line = { text: '', offset }
    if (this.line !== null && this.line.text.length < MAX_LINE_LENGTH)
      this.line.text += text.replace(/\s/g, ' ')
    if (isBlank) return
    this.ruleOffset = -1
    const { quote } = this.seen
    if (quote === null) this.seen.hasTextBefore = true
    else if (quote.end !== null) this.seen.hasTextAfter = true
    else if (this.attributionDepth !== null) quote.isForward ||= isForwardText(text)
    else if (this.innerQuotes === 0 && quote.rule === 'gmail-quote' && !isAttributionLike(text))
      quote.hasAnswersInside = true
  }

  close(name: string, end: number): void {
    if (voids.has(name)) return
    if (unread.has(name)) this.unreadDepth = Math.max(0, this.unreadDepth - 1)
    if (lineBreaking.has(name)) this.endLine()
    if (this.depth === this.attributionDepth) this.attributionDepth = null
    const { quote } = this.seen
    if (quote !== null && quote.end === null) {
      if (name === 'blockquote') this.innerQuotes = Math.max(0, this.innerQuotes - 1)
      if (this.depth === this.quoteDepth && closesQuote(quote.rule)) quote.end = end
    }
    this.depth--
  }

  endLine(): void {
    if (this.line !== null && this.seen.lines.length < MAX_LINES) this.seen.lines.push(this.line)
    this.line = null
  }

  private openQuote(name: string, rule: string, at: number): void {
    const start = this.ruleOffset >= 0 ? this.ruleOffset : at
    this.seen.quote = { at, start, end: null, rule, isForward: false, hasAnswersInside: false }
    this.quoteDepth = this.depth
    if (name === 'blockquote') this.innerQuotes++
    if (isPrefix(rule)) this.attributionDepth = this.depth
  }

  private reopen(quote: HtmlQuote, name: string): void {
    quote.end = null
    if (isPrefix(quote.rule)) quote.rule = 'cite'
    this.quoteDepth = this.depth
    this.innerQuotes = name === 'blockquote' ? 1 : 0
  }
}

const MAX_LINES = 20_000
const MAX_LINE_LENGTH = 1000
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

/** Gmail's "quote" button: the element of its replies without their wrapper and without an introduction above. */
function isOwnCitation(name: string, attributes: Attributes, seen: ScannedHtml): boolean {
  if (name !== 'blockquote' || seen.quote !== null || !hasClass(attributes, 'gmail_quote')) return false
  return findBorder(seen.lines.slice(-5).map((line) => line.text))?.isSure !== true
}

function isForwardText(text: string): boolean {
  const lower = text.toLowerCase()
  return forwardedMarks.some((mark) => lower.includes(mark))
}

/** Older Gmail mails have the "On ... wrote:" line without a class of its own. */
const isAttributionLike = (text: string): boolean => {
  const trimmed = text.trim()
  return trimmed.length < 3 || trimmed.endsWith(':') || trimmed.includes('@') || /\d{4}|\d:\d\d/.test(trimmed)
}

import { addressKey } from './address'
import { readAttributedAuthor } from './attributed-author'
import { attributionAt } from './attribution'
import type { Evidence } from './classification'
import { isEnglishLabel } from './field-labels'
import { afterMark, isForwardMark, isOriginalMark, markText } from './forward-phrases'
import { type ForwardedLine, forwardedBody } from './forwarded-body'
import type { ForwardedMail } from './forwarded-mail'
import { guessHeaderBlock, unfoldHeaderLine, withColons } from './guess-header-block'
import { type HeaderBlock, readHeaderBlock } from './header-block'
import { lowerCase } from './lower-case'
import { readQuotedDate } from './quoted-date'
import { normaliseSubject } from './subject'
import type { MailAddress } from './types'

export type ForwardContext = {
  readonly subject: string
  /** The mail names earlier ones (In-Reply-To, References). */
  readonly hasAncestors: boolean
  /** Who sends the mail, and to whom. */
  readonly sender?: MailAddress | null
  readonly recipients?: readonly MailAddress[]
}

const MAX_LINES = 20_000
const MAX_TRIES = 40
const MAX_NESTED = 5

type Line = ForwardedLine

/**
 * Finds the forwarded mail in a text. The first border from the top decides: a mark that says "forwarded" is one by
 * itself; a bare header block is one when the subject says so, or when the mail answers nothing; "On ... wrote:"
 * only under a subject that says so. Bounded tries, each of bounded length.
 */
export function findForward(text: string, context: ForwardContext, depth = 0): ForwardedMail | null {
  const lines = readLines(text)
  const texts = lines.map((line) => line.text)
  const { kind } = normaliseSubject(context.subject)
  let tries = 0
  for (let i = 0; i < lines.length && tries < MAX_TRIES; i++) {
    const line = lines[i]
    if (line === undefined || line.text === '' || !startsHere(lines, i)) continue
    const isMark = isForwardMark(line.lower)
    const isOriginal = !isMark && isOriginalMark(line.lower)
    if (isMark || isOriginal) {
      tries++
      const found = blockAfterMark(texts, i, context)
      if (found !== null && (isMark || mayBeForward(context, found.block)))
        return build(lines, i, found, isMark ? 'forward-mark' : 'original-message', context, depth)
      if (isOriginal && kind !== 'forward') return null
      if (isMark && markText(line.lower) !== null && /^[-=_]/.test(line.lower))
        return build(lines, i, { block: emptyBlock(i + 1), bodyStart: i + 1 }, 'forward-mark', context, depth)
      continue
    }
    const block = readHeaderBlock(texts, i)
    if (block !== null) {
      if (!mayBeForward(context, block)) return null
      return build(lines, i, { block, bodyStart: block.end }, 'header-block', context, depth)
    }
    const attribution = line.depth === 0 ? attributionAt(texts, i) : null
    if (attribution !== null && (kind !== 'forward' || attribution.isSure)) {
      if (kind !== 'forward') return null
      return build(lines, i, attributed(texts, i, attribution.end), 'attribution', context, depth)
    }
  }
  return kind === 'forward' ? guessed(lines, texts, context, depth) : null
}

type Found = { readonly block: HeaderBlock; readonly bodyStart: number }

function readLines(text: string): Line[] {
  return text.split('\n', MAX_LINES).map((raw) => {
    const plain = raw
      .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\r]/g, '')
      .replace(/[\u00a0\u202f]/g, ' ')
    const marks = /^(?: {0,3}>)+ ?/.exec(plain)?.[0] ?? ''
    const inner = plain.slice(marks.length).trim()
    return {
      raw: plain,
      text: inner,
      lower: lowerCase(inner.slice(0, 1000)),
      depth: marks.split('>').length - 1,
    }
  })
}

/** Not within a quote: unquoted, or the first line of a quoted run (Apple Mail and IONOS mark all of it with ">"). */
function startsHere(lines: readonly Line[], at: number): boolean {
  const depth = lines[at]?.depth ?? 0
  if (depth === 0) return true
  if (depth > 1) return false
  for (let i = at - 1; i >= 0; i--) {
    const line = lines[i]
    if (line === undefined || line.depth === 0) return true
    if (line.text !== '') return false
  }
  return true
}

/**
 * Danish and Norwegian Outlook write "VS:" above forwards, which is the Finnish reply: the language of the block
 * tells them apart.
 */
function mayBeForward(context: ForwardContext, block: HeaderBlock): boolean {
  const { subject, hasAncestors } = context
  if (hasForwardPrefix(subject, block)) return true
  return normaliseSubject(subject).kind === 'new' && (!hasAncestors || isPassedOn(context, block))
}

/**
 * Who writes the subject of a forward anew leaves no prefix. A reply goes to who wrote what it quotes: here the quoted
 * mail came to the sender, and its writer is none of those who get this one.
 */
function isPassedOn({ subject, sender, recipients = [] }: ForwardContext, block: HeaderBlock): boolean {
  if (normaliseSubject(subject).kind !== 'new' || !sender || block.from === null) return false
  const writer = addressKey(block.from.address)
  const here = addressKey(sender.address)
  const isTo = (one: MailAddress): boolean => addressKey(one.address) === here
  return (
    writer !== here &&
    recipients.length > 0 &&
    [...block.to, ...block.cc].some(isTo) &&
    !recipients.some((one) => addressKey(one.address) === writer)
  )
}

const hasForwardPrefix = (subject: string, block: HeaderBlock): boolean =>
  normaliseSubject(subject).kind === 'forward' ||
  (/^vs\s?:/i.test(subject.trim()) && block.words.includes('fra'))

const marked = { isMarked: true }

function blockAfterMark(texts: readonly string[], at: number, context: ForwardContext): Found | null {
  const inLine = afterMark(texts[at] ?? '')
  if (inLine !== '') {
    const block = readHeaderBlock(unfoldHeaderLine(inLine), 0, marked)
    if (block !== null) return { block, bodyStart: at + 1 }
  }
  let start = at + 1
  while (start < texts.length && start < at + 6 && (texts[start] ?? '') === '') start++
  const block = readHeaderBlock(texts, start, marked)
  if (block !== null && !isCrowded(texts[start] ?? '')) return { block, bodyStart: block.end }
  const unfolded = readHeaderBlock(unfoldHeaderLine(texts[start] ?? ''), 0, marked)
  if (unfolded !== null) return { block: unfolded, bodyStart: start + 1 }
  if (block !== null) return { block, bodyStart: block.end }
  const bare = readHeaderBlock(withColons(texts, start), 0, marked)
  if (bare !== null) return { block: bare, bodyStart: start + bare.end }
  const attribution = attributionAt(texts, start)
  if (attribution?.isSure === true) return attributed(texts, start, attribution.end)
  const guess = guessHeaderBlock(texts, start, context.subject)
  return guess === null ? null : { block: guess, bodyStart: guess.end }
}

/** One line with several addresses and labels in it. */
const isCrowded = (line: string): boolean => line.split(/[:：]/).length > 4 && line.split('@').length > 2

function attributed(texts: readonly string[], start: number, end: number): Found {
  const joined = texts.slice(start, end).join(' ')
  const author = readAttributedAuthor(joined)
  return {
    block: { ...emptyBlock(end), from: author.address, fromText: author.text, dateText: author.dateText },
    bodyStart: end,
  }
}

/** A layout or a language that is in no table: lines of "label: value" whose values give the labels away. */
function guessed(
  lines: readonly Line[],
  texts: readonly string[],
  context: ForwardContext,
  depth: number,
): ForwardedMail | null {
  let tries = 0
  for (let i = 0; i < lines.length && tries < MAX_TRIES; i++) {
    if (!/[:：]/.test(texts[i]?.slice(0, 40) ?? '')) continue
    tries++
    const block = guessHeaderBlock(texts, i, context.subject)
    if (block !== null)
      return build(lines, i, { block, bodyStart: block.end }, 'guessed-block', context, depth)
  }
  return null
}

function emptyBlock(end: number): HeaderBlock {
  return {
    from: null,
    fromText: '',
    dateText: '',
    subject: '',
    to: [],
    cc: [],
    fields: new Set(),
    words: [],
    end,
  }
}

type Rule = 'forward-mark' | 'original-message' | 'header-block' | 'attribution' | 'guessed-block'

function build(
  lines: readonly Line[],
  at: number,
  { block, bodyStart }: Found,
  rule: Rule,
  context: ForwardContext,
  depth: number,
): ForwardedMail {
  const date = readQuotedDate(block.dateText, !block.words.every(isEnglishLabel))
  const body = forwardedBody(lines, bodyStart, lines[bodyStart - 1]?.depth ?? 0)
  const subject = block.subject === '' ? withoutForwardPrefix(context.subject) : block.subject
  return {
    how: 'inline',
    from: block.from,
    fromText: block.fromText,
    dateText: block.dateText,
    date: date?.at ?? null,
    isZoneKnown: date?.isZoneKnown ?? false,
    subject,
    to: block.to,
    cc: block.cc,
    body,
    note: noteOf(lines, at),
    confidence: confidenceOf(rule, block, context),
    evidence: evidenceOf(lines[at]?.text ?? '', rule, block, context),
    inner: depth < MAX_NESTED ? findForward(body, { subject, hasAncestors: false }, depth + 1) : null,
  }
}

function confidenceOf(rule: Rule, block: HeaderBlock, context: ForwardContext): ForwardedMail['confidence'] {
  const { subject } = context
  if (block.from === null) return 'low'
  if (rule === 'forward-mark') return 'high'
  if (isPassedOn(context, block)) return 'medium'
  if (!hasForwardPrefix(subject, block)) return 'low'
  const isSame =
    block.subject !== '' && normaliseSubject(block.subject).base === normaliseSubject(subject).base
  return isSame ? 'high' : 'medium'
}

function evidenceOf(line: string, rule: Rule, block: HeaderBlock, context: ForwardContext): Evidence[] {
  const { subject } = context
  const seen: Evidence[] = [{ where: 'text', value: line.slice(0, 200), rule }]
  if (block.fromText !== '')
    seen.push({ where: 'text', value: block.fromText.slice(0, 200), rule: 'printed-sender' })
  if (hasForwardPrefix(subject, block))
    seen.push({ where: 'subject', value: subject.slice(0, 200), rule: 'forward-prefix' })
  if (isPassedOn(context, block))
    seen.push({ where: 'to', value: context.sender?.address ?? '', rule: 'came-to-the-sender' })
  return seen
}

/** The rule that clients draw above their header block, with words in it or without, is not the writer's. */
function noteOf(lines: readonly Line[], at: number): string {
  let end = at
  while (end > 0 && /^[\s_\-=*]*$|^-{4,}.*-{4,}$/.test((lines[end - 1]?.text ?? '').slice(0, 300))) end--
  return lines
    .slice(0, end)
    .map((line) => line.raw)
    .join('\n')
    .trim()
}

function withoutForwardPrefix(subject: string): string {
  const { kind } = normaliseSubject(subject)
  if (kind === 'new') return subject.trim()
  const trimmed = subject.trim()
  const inner = trimmed.startsWith('[') && trimmed.endsWith(']') ? trimmed.slice(1, -1) : trimmed
  return inner.slice(inner.search(/[:：]/) + 1).trim()
}

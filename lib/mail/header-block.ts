import { isFormLabel, type LabelledLine, type QuotedField, readLabelled, saysSent } from './field-labels'
import { cleanName, readQuotedAddresses, readQuotedMailbox } from './quoted-address'
import type { MailAddress } from './types'

/** The fields a client printed above a quoted or forwarded mail. */
export type HeaderBlock = {
  readonly from: MailAddress | null
  readonly fromText: string
  readonly dateText: string
  readonly subject: string
  readonly to: readonly MailAddress[]
  readonly cc: readonly MailAddress[]
  readonly fields: ReadonlySet<QuotedField>
  /** The words used, for telling languages whose prefixes collide. */
  readonly words: readonly string[]
  /** Index of the first line after the block. */
  readonly end: number
}

const MAX_BLOCK_LINES = 60
const MAX_BLANKS = 3
const MAX_CONTINUATION = 12

type Values = Map<QuotedField, string>

/**
 * Reads a header block that begins at `start`; null when there is none. Any order of fields; values wrapped over
 * lines; blank lines between the fields as HTML paragraphs leave them. A block needs who wrote it and two more
 * fields, so that "From: Monday on we are closed" is no block. Looks at a bounded number of lines.
 */
export function readHeaderBlock(
  lines: readonly string[],
  start: number,
  options: { isMarked: boolean } = { isMarked: false },
): HeaderBlock | null {
  const first = readLabelled(lines[start] ?? '') ?? senderInOtherWord(lines, start)
  if (first === null) return null
  // "To:" and "Reply-To:" stand first in few clients and in many lists that people write.
  const isUsual = ['from', 'sent', 'subject'].includes(first.field)
  const values: Values = new Map()
  const words: string[] = []
  let end = start
  let last: QuotedField = first.field
  for (let i = start; i < lines.length && i < start + MAX_BLOCK_LINES; i++) {
    const line = lines[i] ?? ''
    if (line.trim() === '') {
      if (nextLabel(lines, i, MAX_BLANKS, values) === null) break
      continue
    }
    const labelled = i === start ? first : readLabelled(line)
    if (labelled !== null && !isSecond(labelled, values)) {
      last = labelled.field
      keep(values, labelled)
      words.push(labelled.word)
    } else if (isUnknownLabel(line) && (lines[i - 1] ?? '').trim() !== '') {
      // A field in a word that is in no table: whom it went to, when it holds the first address after the sender's.
      if (line.includes('@') && !values.has('to'))
        values.set('to', line.slice(line.search(/[:：]/) + 1).trim())
      else if (!nextIsLabel(lines, i, values)) break
    } else if (isValueBelow(values, last, lines, i) || isContinued(values, last, lines, i)) {
      values.set(last, `${values.get(last) ?? ''} ${line.trim()}`.trim())
    } else break
    end = i + 1
  }
  if (!isUsual && !(values.get('from') ?? '').includes('@')) return null
  return isBlock(values, words, options.isMarked) ? toBlock(values, words, end) : null
}

/** The sender by a word of no table ("No" is Latvian), if what only mail says follows, and another of its fields. */
function senderInOtherWord(lines: readonly string[], at: number): LabelledLine | null {
  const line = lines[at] ?? ''
  if (!line.includes('@') || !isUnknownLabel(line) || isFormLabel(line)) return null
  const below = lines.slice(at + 1, at + 5).filter((one) => one.trim() !== '')
  const [sent, next] = below.map(readLabelled)
  if (
    sent === undefined ||
    sent === null ||
    !saysSent(sent.word) ||
    (next?.field !== 'to' && next?.field !== 'subject')
  )
    return null
  const colon = line.search(/[:：]/)
  return { field: 'from', word: line.slice(0, colon).toLowerCase(), value: line.slice(colon + 1).trim() }
}

/**
 * "From: Rome, To: Milan, Date: 12 May" is a journey: without any address a block says "sent", which no journey is, or
 * has all four fields, the full time, and more than one word for a name.
 */
function isBlock(values: Values, words: readonly string[], isMarked: boolean): boolean {
  const from = values.get('from')
  if (from === undefined || isCode(from)) return false
  const others = (['sent', 'to', 'subject'] as const).filter((field) => values.has(field)).length
  if (isMarked) return others >= 1
  if (others < 2) return from.includes('@') && isMoment(values.get('sent') ?? '')
  const hasAddress = from.includes('@') || (values.get('to') ?? '').includes('@')
  if (hasAddress) return true
  const isFull = others === 3 && isMoment(values.get('sent') ?? '') && /\p{L}[\s,/]+\p{L}/u.test(from)
  return values.has('sent') && (words.some(saysSent) || isFull)
}

/** "from: 'eva@uno.example'," in a program that the writer shows. */
const isCode = (value: string): boolean => /^(?:(['"`]).*\1,|(['`]).*\2)$/.test(value.trim().slice(0, 300))

/** A full date with its time. */
const isMoment = (text: string): boolean => /\b(?:19|20)\d\d\b/.test(text) && /\d[:.]\d\d/.test(text)

/** The block's fields are printed once each; the same label again is the body's or the next block's. */
function isSecond({ field }: LabelledLine, values: Values): boolean {
  return field !== 'other' && field !== 'cc' && values.has(field)
}

function keep(values: Values, { field, value }: LabelledLine): void {
  const before = values.get(field)
  values.set(field, before === undefined || before === '' ? value : `${before}, ${value}`)
}

const isUnknownLabel = (line: string): boolean =>
  /^\p{Lu}[\p{L}.-]{1,20}(?: \p{L}{1,12})?\s?[:：]\s/u.test(line)

const nextIsLabel = (lines: readonly string[], at: number, values: Values): boolean =>
  nextLabel(lines, at, 1, values) !== null

/** Some clients print the label in one table cell and the value in the next, which becomes the next line. */
function isValueBelow(values: Values, last: QuotedField, lines: readonly string[], at: number): boolean {
  return values.get(last) === '' && (lines[at - 1] ?? '').trim() !== ''
}

/** A wrapped value: another label has to follow, or the list of addresses was left open. */
function isContinued(values: Values, last: QuotedField, lines: readonly string[], at: number): boolean {
  if ((lines[at - 1] ?? '').trim() === '') return false
  const isList = last === 'to' || last === 'cc'
  if (isList && /[,;]$/.test(values.get(last) ?? '') && (lines[at] ?? '').includes('@')) return true
  for (let i = at + 1; i < lines.length && i < at + MAX_CONTINUATION; i++) {
    const line = lines[i] ?? ''
    if (line.trim() === '') return false
    const labelled = readLabelled(line)
    if (labelled !== null) return !isSecond(labelled, values)
    if (!isList && i > at + 2) return false
  }
  return false
}

function nextLabel(
  lines: readonly string[],
  at: number,
  blanks: number,
  values: Values,
): LabelledLine | null {
  for (let i = at + 1; i < lines.length && i <= at + blanks; i++) {
    if ((lines[i] ?? '').trim() === '') continue
    const labelled = readLabelled(lines[i] ?? '')
    return labelled !== null && !isSecond(labelled, values) ? labelled : null
  }
  return null
}

function toBlock(values: Values, words: readonly string[], end: number): HeaderBlock {
  const from = readQuotedMailbox(values.get('from') ?? '')
  return {
    from: from.address,
    fromText: cleanName(from.text),
    dateText: (values.get('sent') ?? '').slice(0, 200),
    subject: (values.get('subject') ?? '').slice(0, 1000),
    to: readQuotedAddresses(values.get('to') ?? ''),
    cc: readQuotedAddresses(values.get('cc') ?? ''),
    fields: new Set(values.keys()),
    words,
    end,
  }
}

import { type QuotedField, writtenLabels } from './field-labels'
import type { HeaderBlock } from './header-block'
import { cleanName, readQuotedAddresses, readQuotedMailbox } from './quoted-address'
import { normaliseSubject } from './subject'

const MAX_COLLAPSED = 6000

/**
 * "Da: Eva <eva@uno.example>A: aiuto@desk.exampleOggetto: Ordine" to one line a field: some clients' plain text
 * loses the line breaks of their header block. A label has to stand behind something that ends a value.
 */
export function unfoldHeaderLine(line: string): string[] {
  const text = line.slice(0, MAX_COLLAPSED)
  const cuts = new Set<number>()
  for (const field of ['from', 'to', 'cc', 'sent', 'subject'] as const) {
    const at = labelPosition(text, field, true)
    if (at !== null) cuts.add(at.start)
  }
  if (labelPosition(text, 'subject', true) === null) {
    const bare = labelPosition(text, 'subject', false)
    if (bare !== null)
      return [...pieces(text.slice(0, bare.start), cuts), `Subject: ${text.slice(bare.end).trim()}`]
  }
  return pieces(text, cuts)
}

/**
 * "From Eva <eva@uno.example>", "Date 02/03/2026", "Subject Order" with the colons that some clients leave out: the
 * run of lines that begin with a label, for a place where nothing else can stand.
 */
export function withColons(lines: readonly string[], start: number): string[] {
  const found: string[] = []
  for (const line of lines.slice(start, start + 8)) {
    const label = allLabels.find((one) => line.startsWith(`${one} `))
    if (label === undefined) break
    found.push(`${label}: ${line.slice(label.length + 1)}`)
  }
  return found
}

const allLabels = (['from', 'to', 'cc', 'sent', 'subject'] as const)
  .flatMap(writtenLabels)
  .toSorted((a, b) => b.length - a.length)

function pieces(text: string, cuts: ReadonlySet<number>): string[] {
  const sorted = [...cuts].filter((cut) => cut > 0 && cut < text.length).toSorted((a, b) => a - b)
  return [0, ...sorted].map((from, i) => text.slice(from, sorted[i] ?? text.length).trim())
}

/** The first place where a label of that field can begin; longer labels win at the same place. */
function labelPosition(
  text: string,
  field: QuotedField,
  hasColon: boolean,
): { start: number; end: number } | null {
  let best: { start: number; end: number } | null = null
  for (const label of writtenLabels(field)) {
    for (let at = text.indexOf(label); at >= 0; at = text.indexOf(label, at + 1)) {
      if (best !== null && at >= best.start) break
      const end = at + label.length
      const after = /^\s?[:：]/.exec(text.slice(end, end + 3))
      const isFollowed = hasColon ? after !== null : text[end] === ' ' && label.length > 3
      if (!isFollowed || !mayBegin(text, at, field)) continue
      best = { start: at, end: end + (after?.[0].length ?? 0) }
      break
    }
  }
  return best
}

/** "…example>To:" and "… CETSubject:" end a value; in "…naTo:" the letters before belong to the word. */
function mayBegin(text: string, at: number, field: QuotedField): boolean {
  if (at === 0) return true
  const before = text[at - 1] ?? ''
  if (field === 'subject' || field === 'sent') return !/\p{Ll}/u.test(before) || /\.$/.test(before)
  return /[\s>;,\])"]/.test(before)
}

const LABELLED = /^[^\s:：@<][^:：@<]{0,29}[:：]\s?(\S.*)$/

/**
 * A header block in words that are in no table: at least three lines of "label: value", one with an address (who
 * wrote, as every client prints it first), and one whose value is this mail's subject without its prefix.
 */
export function guessHeaderBlock(
  lines: readonly string[],
  start: number,
  subject: string,
): HeaderBlock | null {
  const values: string[] = []
  for (let i = start; i < lines.length && values.length < 10; i++) {
    const found = LABELLED.exec((lines[i] ?? '').slice(0, 2000))
    if (found === null) break
    values.push(found[1] ?? '')
  }
  const { base } = normaliseSubject(subject)
  const subjectAt = values.findIndex((value) => base !== '' && normaliseSubject(value).base === base)
  const fromAt = values.findIndex((value) => value.includes('@'))
  if (values.length < 3 || subjectAt < 0 || fromAt < 0) return null
  const from = readQuotedMailbox(values[fromAt] ?? '')
  const others = values.filter((value, i) => i !== fromAt && i !== subjectAt && value.includes('@'))
  const date = values.find(
    (value, i) => i !== fromAt && i !== subjectAt && /\d[:.]\d\d/.test(value) && !value.includes('@'),
  )
  return {
    from: from.address,
    fromText: cleanName(from.text),
    dateText: (date ?? '').slice(0, 200),
    subject: values[subjectAt] ?? '',
    to: readQuotedAddresses(others[0] ?? ''),
    cc: readQuotedAddresses(others[1] ?? ''),
    fields: new Set(['from', 'subject']),
    words: [],
    end: start + values.length,
  }
}

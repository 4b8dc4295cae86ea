import {
  attributions,
  attributionVerbs,
  forwardedMarks,
  headerLabels,
  originalMessageMarks,
} from './reply-phrases'

/** Where the quoted conversation begins, by the words and shapes of its first line. */
export type Border = { readonly line: number; readonly rule: string; readonly isSure: boolean }

const MAX_LINE = 1000
const ATTRIBUTION_LINES = 5

/**
 * The first line that introduces a quote, or null. Looks at each line a bounded number of times, so the cost
 * grows with the length of the text and with nothing else. A forwarded mail ends the search: what follows
 * is meant to be read.
 */
export function findBorder(lines: readonly string[]): Border | null {
  for (let i = 0; i < lines.length; i++) {
    const line = bare(lines[i] ?? '')
    if (line === '' || line.startsWith('>')) continue
    if (isForwardMark(line)) return null
    if (isOriginalMark(line)) return { line: i, rule: 'original-message', isSure: true }
    const header = headerBlockAt(lines, i)
    if (header) return { line: beforeRule(lines, i), rule: 'header-block', isSure: true }
    const attribution = attributionAt(lines, i)
    if (attribution !== null) return { line: i, rule: 'attribution', isSure: attribution }
  }
  return null
}

/** Marks, bold stars and odd blanks removed; lower-case; bounded. */
function bare(line: string): string {
  return line
    .slice(0, MAX_LINE)
    .replace(/[*_\u200e\u200f\u202a\u202c\u2068\u2069]/g, '')
    .replace(/[\u00a0\u202f\u2009]/g, ' ')
    .trim()
    .toLowerCase()
}

function isForwardMark(line: string): boolean {
  const inner = withoutDashes(line).replace(/:$/, '')
  return (
    inner.length < 80 &&
    forwardedMarks.some((mark) => inner.startsWith(mark)) &&
    (line.startsWith('-') || line.endsWith(':'))
  )
}

function isOriginalMark(line: string): boolean {
  if (!line.startsWith('-') && !line.startsWith('=')) return false
  const inner = withoutDashes(line)
  return inner.length < 80 && originalMessageMarks.some((mark) => inner.startsWith(mark))
}

function withoutDashes(line: string): string {
  let from = 0
  let to = line.length
  while (from < to && '-= '.includes(line[from] ?? '')) from++
  while (to > from && '-= '.includes(line[to - 1] ?? '')) to--
  return line.slice(from, to)
}

/**
 * Labels that only stand together above a quoted mail. From first, then Sent or Date and To or Subject, with
 * room for blank lines; or another order (Hotmail, La Poste), then without any line between.
 */
function headerBlockAt(lines: readonly string[], start: number): boolean {
  const first = labelOf(bare(lines[start] ?? ''))
  if (first !== 'from' && first !== 'sent') return false
  const seen = new Set<string>()
  let blanks = 0
  for (let i = start; i < lines.length && i < start + 12; i++) {
    const line = bare(lines[i] ?? '')
    if (line === '') {
      if (first === 'sent' || ++blanks > 5) break
      continue
    }
    const label = labelOf(line)
    if (label !== null) seen.add(label)
    else if (first === 'sent') break
  }
  if (!seen.has('from')) return false
  return seen.has('sent') ? seen.has('to') || seen.has('subject') : seen.has('to') && seen.has('subject')
}

function labelOf(line: string): keyof typeof headerLabels | null {
  const colon = line.indexOf(':')
  if (colon < 1 || colon > 24) return null
  const word = line.slice(0, colon).trim()
  if (headerLabels.from.includes(word)) return 'from'
  if (headerLabels.sent.includes(word)) return 'sent'
  if (headerLabels.to.includes(word)) return 'to'
  return headerLabels.subject.includes(word) ? 'subject' : null
}

/** The line of underscores Outlook draws above its header block belongs to the quote. */
function beforeRule(lines: readonly string[], at: number): number {
  let line = at - 1
  while (line >= 0 && (lines[line] ?? '').trim() === '') line--
  const rule = (lines[line] ?? '').trim()
  const isRule = rule.length >= 5 && [...new Set(rule)].every((char) => '_-='.includes(char))
  return isRule ? line : at
}

/**
 * "On ..., Name wrote:", also broken over lines. null: it is none. true: sure, since it holds a date or an
 * address, or quoted lines follow.
 */
function attributionAt(lines: readonly string[], start: number): boolean | null {
  const block: string[] = []
  for (let i = start; i < lines.length && i < start + ATTRIBUTION_LINES; i++) {
    const line = bare(lines[i] ?? '')
    if (line === '' || line.startsWith('>')) break
    block.push(line)
    const joined = withoutDashes(block.join(' '))
    if (joined.length > MAX_LINE) return null
    const isEnd = joined.endsWith(':') || openVerbs.some((verb) => joined.endsWith(verb))
    if (!isEnd) continue
    const isLed = startsAsAttribution(joined)
    if (!isLed && !isAttribution(joined)) continue
    // The sentence above may run into the line that really begins it: let that line be found.
    if (!isLed && block.some((_, k) => k > 0 && startsAsAttribution(block.slice(k).join(' ')))) return null
    const next = lines.slice(i + 1, i + 4).find((one) => one.trim() !== '')
    return /\d/.test(joined) || joined.includes('@') || (next ?? '').trimStart().startsWith('>')
  }
  return null
}

/** Verbs some clients leave without a colon. */
const openVerbs = ['wrote', 'ha scritto', 'a écrit', 'schrieb', 'escribió']

/** By the first word and the verb of one language, and a date or an address. */
function startsAsAttribution(text: string): boolean {
  if (!/\d/.test(text) && !text.includes('@')) return false
  return attributions.some(
    ({ starts, verbs }) =>
      starts.some((start) => text.startsWith(start)) && verbs.some((verb) => text.includes(` ${verb}`)),
  )
}

/** Other shapes: "2026-03-02 10:00 Name <a@b.it>:", "Name <a@b.it> wrote:", "tir. 18. apr. skrev Name <a@b>:". */
function isAttribution(text: string): boolean {
  if (text.length > 300) return false
  if (/^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}[ ,]/.test(text) && text.includes('@') && text.endsWith(':'))
    return true
  const hasDate = /\d/.test(text)
  const hasAddress = text.includes('@')
  if (hasDate && hasAddress && anyVerb.some((verb) => text.includes(` ${verb}`))) return true
  return (
    (hasDate || hasAddress) &&
    text.length < 200 &&
    attributionVerbs.some((verb) => text.endsWith(verb) || text.includes(` ${verb} `))
  )
}

const anyVerb: readonly string[] = [...new Set(attributions.flatMap((one) => one.verbs))]

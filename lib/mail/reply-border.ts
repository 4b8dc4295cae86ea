import { attributionAt, bareLine } from './attribution'
import { isForwardMark, isOriginalMark } from './forward-phrases'
import { readHeaderBlock } from './header-block'
import { replyLines } from './reply-phrases'

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
    if (line === '' || line.startsWith('>')) continue
    if (isForwardMark(line) && isForward(lines, i, line)) return null
    if (isOriginalMark(line) && /^[-=]/.test(line))
      return { line: i, rule: 'original-message', isSure: true, end: i + 1 }
    if (isReplyLine(line)) return { line: i, rule: 'reply-line', isSure: true, end: i + 1 }
    const block = readHeaderBlock(lines, i)
    if (block !== null)
      return { line: beforeRule(lines, i), rule: 'header-block', isSure: true, end: block.end }
    const attribution = attributionAt(lines, i)
    if (attribution !== null) return { line: i, rule: 'attribution', ...attribution }
  }
  return null
}

/** "##- Please type your reply above this line -##": what help desks print into their mails. */
const isReplyLine = (line: string): boolean =>
  line.length < 160 && /^[#\-=_*]/.test(line) && replyLines.some((one) => line.includes(one))

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

/** The rule clients draw above their header block belongs to the quote. */
function beforeRule(lines: readonly string[], at: number): number {
  let line = at - 1
  while (line >= 0 && line > at - 4 && (lines[line] ?? '').trim() === '') line--
  const rule = (lines[line] ?? '').trim()
  const isRule = rule.length >= 4 && [...new Set(rule)].every((char) => '_-=*'.includes(char))
  return isRule ? line : at
}

import { attributionAt, bareLine, isDated } from './attribution'
import { afterMark, isOriginalMark } from './forward-phrases'

/**
 * "Thanks-----Original Message-----": some webmail begins the quote in the writer's last line, or goes on with it right
 * behind its introduction.
 */
export function splitGlued(lines: readonly string[]): readonly string[] {
  return splitBeforeQuote(splitBehindIntroduction(lines))
}

function splitBeforeQuote(lines: readonly string[]): readonly string[] {
  const at = lines.findIndex((line, i) => glueIn(line, lines, i) > 0)
  if (at < 0) return lines
  const line = lines[at] ?? ''
  const cut = glueIn(line, lines, at)
  return [...lines.slice(0, at), line.slice(0, cut), line.slice(cut), ...lines.slice(at + 1)]
}

/** Yahoo on phones: "On Mon, Mar 2, 2026 at 9:12 AM, Ada<ada@uno.example> wrote:   Does it work?" */
function splitBehindIntroduction(lines: readonly string[]): readonly string[] {
  const at = lines.findIndex((line) => line.includes('@') && introductionIn(line) > 0)
  if (at < 0) return lines
  const line = lines[at] ?? ''
  const cut = introductionIn(line)
  return [...lines.slice(0, at), line.slice(0, cut), line.slice(cut).trimStart(), ...lines.slice(at + 1)]
}

/** Where it ends, or 0: behind an address in brackets and a colon, and two blanks, which no writer leaves there. */
function introductionIn(line: string): number {
  if (line.trimStart().startsWith('>')) return 0
  const found = /@[^<>\s]{1,200}>[^:：<>]{0,30}[:：](?= {2,8}\S|>)/.exec(line.slice(0, MAX_GLUED))
  if (found === null) return 0
  const cut = found.index + found[0].length
  return attributionAt([line.slice(0, cut)], 0)?.isSure === true ? cut : 0
}

function glueIn(line: string, lines: readonly string[], at: number): number {
  if (line.trimStart().startsWith('>')) return -1
  const dashes = line.slice(0, MAX_GLUED).indexOf('--')
  const cut = dashes >= 0 ? dashes : gluedOn(line.slice(0, MAX_GLUED))
  if (cut < 1 || /^[\s\-=_*]+$/.test(line.slice(0, cut))) return -1
  const rest = line.slice(cut)
  if (dashes >= 0 && isOriginalMark(bareLine(rest))) return isGlue(line.slice(0, cut), rest) ? cut : -1
  return attributionAt([rest, ...lines.slice(at + 1, at + 6)], 0)?.isSure === true ? cut : -1
}

/** What stands behind the mark is nothing, or the first label; a person puts it between quotation marks. */
const isGlue = (before: string, rest: string): boolean =>
  !/["'“”„«‘(]\s?$/.test(before) && /^$|^[^:：]{1,24}[:：]/.test(afterMark(rest))

const MAX_GLUED = 1000

/**
 * "Thanks On Wed, Mar 4, 2026 at 3:59 PM, Ada wrote:", in the languages whose introductions begin with a word of their
 * own: a capital within the line, a date right behind it, and none before.
 */
function gluedOn(line: string): number {
  for (const { index } of line.matchAll(GLUED)) {
    if (index > 0 && isDated(line.slice(0, index))) return -1
    if (/^[^\d]{0,25}\d/.test(line.slice(index + 1))) return index + 1
  }
  return -1
}

const GLUED = / (?:On|Il|In data|Le|Am|El|Em|Op|Den|På|W dniu|Dnia|Dne|Dňa|În|La|Pe|Στις|Le jeu) /g

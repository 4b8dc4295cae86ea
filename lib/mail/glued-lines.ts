import { attributionAt, bareLine, isDated } from './attribution'
import { isOriginalMark } from './forward-phrases'

/** "Thanks-----Original Message-----": some webmail begins the quote in the writer's last line. */
export function splitGlued(lines: readonly string[]): readonly string[] {
  const at = lines.findIndex((line, i) => glueIn(line, lines, i) > 0)
  if (at < 0) return lines
  const line = lines[at] ?? ''
  const cut = glueIn(line, lines, at)
  return [...lines.slice(0, at), line.slice(0, cut), line.slice(cut), ...lines.slice(at + 1)]
}

function glueIn(line: string, lines: readonly string[], at: number): number {
  if (line.trimStart().startsWith('>')) return -1
  const dashes = line.slice(0, MAX_GLUED).indexOf('--')
  const cut = dashes >= 0 ? dashes : gluedOn(line.slice(0, MAX_GLUED))
  if (cut < 1 || /^[\s\-=_*]+$/.test(line.slice(0, cut))) return -1
  const rest = line.slice(cut)
  if (dashes >= 0 && isOriginalMark(bareLine(rest))) return cut
  return attributionAt([rest, ...lines.slice(at + 1, at + 6)], 0)?.isSure === true ? cut : -1
}

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

import { afterLineEnd } from './header-lines'
import { headerBytesToText } from './header-words'
import { MAX_BOUNDARY_LENGTH, type OpenParts } from './open-parts'

const LF = 0x0a
const CR = 0x0d
const HYPHEN = 0x2d

type DelimiterLine = { readonly start: number; readonly end: number; readonly text: string }

/**
 * The next line that begins with two hyphens and could be a delimiter; `text` is what follows them. A delimiter of what
 * is open may stand at the end of a line with text, the header of a part below it.
 */
export function nextDelimiterLine(source: Buffer, from: number, open?: OpenParts): DelimiterLine | null {
  let start = source.indexOf('--', from)
  while (start >= 0) {
    const before = source[start - 1]
    const isAtStart = start === 0 || start === from || before === LF || before === CR
    if (isAtStart || (before !== HYPHEN && open?.isGlued(source, start + 2) === true)) {
      const stop = Math.min(source.length, start + MAX_BOUNDARY_LENGTH + 10)
      let end = start
      while (end < stop && source[end] !== LF && source[end] !== CR) end++
      if (end < stop || end === source.length) {
        const text = source.toString('utf8', start + 2, end)
        const line = { start, end: afterLineEnd(source, end), text }
        if (isAtStart || hasFieldBelow(source, line.end)) return line
      }
      start = end
    }
    start = source.indexOf('--', start + 1)
  }
  return null
}

/** Whether the header of a part begins there. */
export const hasFieldBelow = (source: Buffer, at: number): boolean =>
  /^content-[a-z-]{2,30}\s?:/i.test(headerBytesToText(source.subarray(at, at + 40)))

import { isSentFrom } from './sent-from'

const MAX_SIGNATURE_LINES = 30

/** Where the signature begins in the writer's lines, or their number. A mail that is only a signature has none. */
export function signatureStart(lines: readonly string[]): number {
  let last = lines.length
  while (last > 0 && (lines[last - 1] ?? '').trim() === '') last--
  const from = Math.max(0, last - MAX_SIGNATURE_LINES)
  for (let i = from; i < last; i++) {
    if (isDelimiter(lines, i, last)) return hasContentBefore(lines, i) ? i : lines.length
  }
  const ruled = ruledSignature(lines, from, last)
  if (ruled !== null) return ruled
  for (let i = Math.max(0, last - 3); i < last; i++) {
    if (isSentFrom(lines[i] ?? '')) return hasContentBefore(lines, i) ? i : lines.length
  }
  return lines.length
}

function isShortEnd(lines: readonly string[], from: number, last: number): boolean {
  const below = lines.slice(from, last).filter((line) => line.trim() !== '')
  return below.length <= MAX_RULED_LINES && below.every((line) => line.length < 120)
}

/**
 * "-- " is the convention (RFC 3676 section 4.3). The blank is often lost on the way, and writers part chapters and
 * choices with dashes too: those ask, stand several times, or leave a line free below.
 */
function isDelimiter(lines: readonly string[], at: number, last: number): boolean {
  const line = lines[at] ?? ''
  if (!/^(?:--|—|–)\s*$/.test(line) || !isShortEnd(lines, at + 1, last)) return false
  if (line === '-- ') return true
  const below = lines.slice(at + 1, last).filter((one) => one.trim() !== '')
  if (below.some(hasContact) || isNames(below)) return !below.some(asks)
  const isAlone = lines.every((one, i) => i === at || one.trim() !== line.trim())
  return isAlone && (lines[at + 1] ?? '').trim() !== '' && !below.some(asks)
}

const asks = (line: string): boolean => /[?？]\s*$/.test(line.slice(-20))

const MAX_RULED_LINES = 14

/**
 * A line of dashes or the like with who and where below it: the last such line, if all below is short, and names a
 * telephone, an address or nothing but names. Dashes also part the items of a list, which stay.
 */
function ruledSignature(lines: readonly string[], from: number, last: number): number | null {
  for (let i = last - 2; i >= from; i--) {
    if (!isRule(lines[i] ?? '')) continue
    const below = lines.slice(i + 1, last).filter((line) => line.trim() !== '')
    const isShort = below.length <= MAX_RULED_LINES && below.every((line) => line.length < 90)
    if (!isShort || below.some(asks) || !(below.some(hasContact) || isNames(below))) return null
    return hasContentBefore(lines, i) ? i : null
  }
  return null
}

const isRule = (line: string): boolean =>
  /^\s{0,8}[-_=~*–—]{2,}\s*$/.test(line.slice(0, 200)) && line.length < 200

const hasContact = (line: string): boolean =>
  /https?:\/\/|www\.|[^\s@]@[^\s@]+\.[a-z]|(?:^|\W)(?:tel|phone|fax|mob|mobile|skype|t|f|m)\b[.:]|\+\d[\d\s().-]{7,}/i.test(
    line,
  )

/** "Eva Rossi", "Head of Sales": few words, no figures, no sentence. */
const isNames = (lines: readonly string[]): boolean =>
  lines.length > 0 &&
  lines.length <= 3 &&
  lines.every(
    (line) =>
      /^\p{Lu}/u.test(line.trim()) &&
      line.trim().split(/\s+/).length <= 4 &&
      !/[\d:?!;]|\.$/.test(line.trim()),
  )

const hasContentBefore = (lines: readonly string[], at: number): boolean =>
  lines.slice(0, at).some((line) => line.trim() !== '')

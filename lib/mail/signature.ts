import { isSentFrom } from './sent-from'

const MAX_SIGNATURE_LINES = 30

type Signed = { readonly text: readonly string[]; readonly signature: readonly string[] }

/**
 * The writer's lines without his signature. What a phone adds is a line by itself: what stands below it he wrote. A mail
 * that is only a signature has none; `hasMore` says that he writes elsewhere too, above or below a quote.
 */
export function splitSignature(lines: readonly string[], hasMore: boolean): Signed {
  const at = blockStart(lines, hasMore)
  if (at !== null) return { text: lines.slice(0, at), signature: lines.slice(at) }
  const last = lastText(lines)
  const isAdded = (line: string, i: number): boolean => i >= last - 3 && i < last && isSentFrom(line)
  const text = lines.filter((line, i) => !isAdded(line, i))
  if (text.length === lines.length || !(hasMore || hasContent(text))) return { text: lines, signature: [] }
  return { text, signature: lines.filter(isAdded) }
}

/** Where the signature at the end of the lines begins, or their number. */
export function signatureStart(lines: readonly string[]): number {
  const at = blockStart(lines, false)
  if (at !== null) return at
  let start = lines.length
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = lines[i] ?? ''
    if (isSentFrom(line)) start = i
    else if (line.trim() !== '') return start
  }
  return lines.length
}

function lastText(lines: readonly string[]): number {
  let last = lines.length
  while (last > 0 && (lines[last - 1] ?? '').trim() === '') last--
  return last
}

/** Below a delimiter or a rule. */
function blockStart(lines: readonly string[], hasMore: boolean): number | null {
  const last = lastText(lines)
  const from = Math.max(0, last - MAX_SIGNATURE_LINES)
  for (let i = from; i < last; i++) {
    if (isDelimiter(lines, i, last)) return hasMore || hasContent(lines.slice(0, i)) ? i : null
  }
  return ruledSignature(lines, from, last, hasMore)
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
  const isAlone = lines.every((one, i) => i === at || one.trim() !== line.trim())
  if (line === '-- ' && isAlone) return !goesOnApart(lines.slice(at + 1, last))
  const next = lines.slice(at + 1, last)
  const below = next.filter((one) => one.trim() !== '')
  if (line === '-- ') {
    // A list adds its own below that of the writer.
    const second = next.indexOf(line)
    const first = (second < 0 ? next : next.slice(0, second)).filter((one) => one.trim() !== '')
    return (first.some(hasContact) || isNames(first)) && !below.some(goesOn)
  }
  if (below.some(hasContact) || isNames(below)) return !below.some(goesOn)
  return isAlone && (lines[at + 1] ?? '').trim() !== '' && !below.some(goesOn)
}

/** The writer goes on: he asks something, or adds what he forgot. */
const goesOn = (line: string): boolean => /[?？]\s*$/.test(line.slice(-20)) || isPostscript(line)

const isPostscript = (line: string): boolean => /^\s{0,3}(?:p\.?\s?s|p\.\s?d|n\.\s?b)\b/i.test(line)

/** A slogan may ask too; what stands apart from name and address is written. */
function goesOnApart(below: readonly string[]): boolean {
  const first = below.findIndex((line) => line.trim() !== '')
  const end = below.findIndex((line, i) => i > first && line.trim() === '')
  return below.some(isPostscript) || (end >= 0 && below.slice(end).some(goesOn))
}

const MAX_RULED_LINES = 14

/**
 * A line of dashes or the like with who and where below it: the last such line, if all below is short, and names a
 * telephone, an address or nothing but names. Dashes also part the items of a list, which stay.
 */
function ruledSignature(
  lines: readonly string[],
  from: number,
  last: number,
  hasMore: boolean,
): number | null {
  for (let i = last - 2; i >= from; i--) {
    if (!isRule(lines[i] ?? '')) continue
    const below = lines.slice(i + 1, last).filter((line) => line.trim() !== '')
    const isShort = below.length <= MAX_RULED_LINES && below.every((line) => line.length < 90)
    if (!isShort || below.some(goesOn) || !(below.some(hasContact) || isNames(below))) return null
    return hasMore || hasContent(lines.slice(0, i)) ? i : null
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

const hasContent = (lines: readonly string[]): boolean => lines.some((line) => line.trim() !== '')

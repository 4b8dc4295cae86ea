import { findBorder } from './reply-border'

/** Lines of a reply that say again what an earlier mail of the conversation said: from `start` to before `end`. */
export type KnownQuote = {
  readonly start: number
  readonly end: number
  /** Lines in between that are not from there: the writer answers between them. */
  readonly hasOwnLinesInside: boolean
  /** Lines in between that are not from there, and that may be how an older mail ended: a signature, a footer. */
  readonly hasUnknownLinesInside: boolean
}

const SHINGLE = 5
/** A greeting and a name are in every mail; so many words in a row are no chance. */
const MIN_WORDS = 12
const MAX_WORDS = 40_000
const MAX_EARLIER = 20

type Word = { readonly hash: number; readonly line: number }

/**
 * Finds what a reply repeats of earlier mails of the same conversation, whatever client quoted it and in whatever
 * language: words are compared, so that quote marks, new line breaks and the way between HTML and text do not
 * matter. Runs of five words are looked up in a set: linear in the texts. null when nothing sure is repeated.
 */
export function findKnownQuote(lines: readonly string[], earlier: readonly string[]): KnownQuote | null {
  const known = knownShingles(earlier)
  if (known.size === 0) return null
  const words = wordsOf(lines)
  const isKnown = new Uint8Array(words.length)
  for (let i = 0; i + SHINGLE <= words.length; i++) {
    if (!known.has(shingle(words, i))) continue
    isKnown.fill(1, i, i + SHINGLE)
  }
  return regionOf(lines, words, isKnown, earlier)
}

function knownShingles(earlier: readonly string[]): Set<number> {
  const known = new Set<number>()
  for (const text of earlier.slice(0, MAX_EARLIER)) {
    const words = wordsOf(text.split('\n'))
    for (let i = 0; i + SHINGLE <= words.length; i++) known.add(shingle(words, i))
  }
  return known
}

/** `trailing`: words at the end of the line that are not from there. */
type LineCount = { all: number; known: number; trailing: number }

function regionOf(
  lines: readonly string[],
  words: readonly Word[],
  isKnown: Uint8Array,
  earlier: readonly string[],
): KnownQuote | null {
  const counts: LineCount[] = lines.map(() => ({ all: 0, known: 0, trailing: 0 }))
  let repeated = 0
  for (const [i, word] of words.entries()) {
    const count = counts[word.line]
    if (count === undefined) continue
    count.all++
    count.trailing++
    if (isKnown[i] === 1) {
      count.known++
      count.trailing = 0
      repeated++
    }
  }
  const start = counts.findIndex(isFromThere)
  const end = counts.findLastIndex(isFromThere) + 1
  if (start < 0 || repeated < Math.min(MIN_WORDS, shortest(earlier))) return null
  return { start, end, ...readInside(counts.slice(start, end), lines.slice(start, end)) }
}

const isFromThere = (count: LineCount): boolean => count.all > 0 && count.known * 5 >= count.all * 4

/** A short mail of ours, repeated whole, is enough. */
const shortest = (earlier: readonly string[]): number =>
  earlier.reduce(
    (least, text) => Math.min(least, Math.max(SHINGLE + 1, wordsOf(text.split('\n')).length)),
    MIN_WORDS,
  )

/**
 * What stands between known lines is an answer, be it one word, and so is what stands behind the words of a known line.
 * Where a further mail begins in between, the lines above its introduction are first of all how the one above ended.
 */
function readInside(
  counts: readonly LineCount[],
  lines: readonly string[],
): Pick<KnownQuote, 'hasOwnLinesInside' | 'hasUnknownLinesInside'> {
  let hasUnknownLinesInside = false
  let hasUnknown = false
  let from = 0
  for (const [i, count] of counts.entries()) {
    if (!isFromThere(count)) {
      hasUnknown ||= isUnknown(count, (lines[i] ?? '').trim())
      continue
    }
    const isOwn = hasUnknown && findBorder(lines.slice(from, i))?.isSure !== true
    if (isOwn || count.trailing > 0) return { hasOwnLinesInside: true, hasUnknownLinesInside: true }
    hasUnknownLinesInside ||= hasUnknown
    hasUnknown = false
    from = i + 1
  }
  return { hasOwnLinesInside: false, hasUnknownLinesInside }
}

/** Names that a client printed end with a colon, quote marks say that it was the client, a long link was broken off. */
const isUnknown = (count: LineCount, line: string): boolean =>
  count.trailing > 0 && !line.startsWith('>') && !/[:：]$/.test(line) && !/^\S{25,}$/.test(line)

function shingle(words: readonly Word[], at: number): number {
  let hash = 17
  for (let i = at; i < at + SHINGLE; i++) hash = (Math.imul(hash, 31) + (words[i]?.hash ?? 0)) | 0
  return hash
}

/** Clients rewrite links, and print what they show as a picture. */
const printed = /(?:https?:\/\/|mailto:|www\.)[!-~]+|\[(?:cid|image):[^\]]{0,200}\]/g

/** Letters and figures only, lower-case; ideographs, which have no blanks between them, one by one. */
function wordsOf(lines: readonly string[]): Word[] {
  const words: Word[] = []
  for (const [line, text] of lines.entries()) {
    let hash = 0
    let length = 0
    const finish = (): void => {
      if (length > 0) words.push({ hash, line })
      hash = 0
      length = 0
    }
    for (const char of text.replace(printed, ' ').toLowerCase()) {
      if (words.length >= MAX_WORDS) return words
      const code = char.codePointAt(0) ?? 0
      if (code >= 0x3040 && code <= 0x9fff) {
        finish()
        words.push({ hash: code, line })
      } else if (isWordCharacter(code, char)) {
        hash = (Math.imul(hash, 33) + code) | 0
        length++
      } else finish()
    }
    finish()
  }
  return words
}

const isWordCharacter = (code: number, char: string): boolean =>
  code < 0x80
    ? (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x7a)
    : /[\p{L}\p{N}\p{M}]/u.test(char)

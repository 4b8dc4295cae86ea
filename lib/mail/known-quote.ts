/** Lines of a reply that say again what an earlier mail of the conversation said: from `start` to before `end`. */
export type KnownQuote = {
  readonly start: number
  readonly end: number
  /** Lines in between that are not from there: the writer answers between them. */
  readonly hasOwnLinesInside: boolean
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

type LineCount = { all: number; known: number }

function regionOf(
  lines: readonly string[],
  words: readonly Word[],
  isKnown: Uint8Array,
  earlier: readonly string[],
): KnownQuote | null {
  const counts: LineCount[] = lines.map(() => ({ all: 0, known: 0 }))
  let repeated = 0
  for (const [i, word] of words.entries()) {
    const count = counts[word.line]
    if (count === undefined) continue
    count.all++
    if (isKnown[i] === 1) {
      count.known++
      repeated++
    }
  }
  const isFromThere = (count: LineCount): boolean => count.all > 0 && count.known * 5 >= count.all * 4
  const start = counts.findIndex(isFromThere)
  const end = counts.findLastIndex(isFromThere) + 1
  if (start < 0 || repeated < Math.min(MIN_WORDS, shortest(earlier))) return null
  const inside = counts.slice(start, end)
  return { start, end, hasOwnLinesInside: hasOwnRun(inside, lines.slice(start, end), isFromThere) }
}

/** A short mail of ours, repeated whole, is enough. */
const shortest = (earlier: readonly string[]): number =>
  earlier.reduce(
    (least, text) => Math.min(least, Math.max(SHINGLE + 1, wordsOf(text.split('\n')).length)),
    MIN_WORDS,
  )

/** Links that a client rewrote and names that it printed are single lines; quote marks say that it was the client. */
function hasOwnRun(
  counts: readonly LineCount[],
  lines: readonly string[],
  isFromThere: (count: LineCount) => boolean,
): boolean {
  return counts.some((count, i) => {
    const line = (lines[i] ?? '').trim()
    if (count.all < 3 || count.known > 0 || isFromThere(count)) return false
    return !line.startsWith('>') && !/^[<([]?https?:/.test(line) && !/[:：]$/.test(line)
  })
}

function shingle(words: readonly Word[], at: number): number {
  let hash = 17
  for (let i = at; i < at + SHINGLE; i++) hash = (Math.imul(hash, 31) + (words[i]?.hash ?? 0)) | 0
  return hash
}

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
    for (const char of text.toLowerCase()) {
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

import { htmlToText } from './html-to-text'
import { textToParagraphs } from './text-to-html'

/** What a run of the tree shows: the same content as text, as HTML, or both. */
export type Segment = { readonly text: string | null; readonly html: string | null }

/**
 * RFC 2046 section 5.1.4: the last representation is the richest; the first with text is the plain one. What is none,
 * for it says something else (a footer that a list put there, the second half of a text), is shown below them.
 * `unused`: the places of those that are not shown.
 */
export function mergeAlternatives(read: readonly (readonly Segment[])[]): {
  readonly segments: readonly Segment[]
  readonly unused: readonly number[]
} {
  const text = read.findIndex((segments) =>
    segments.some((one) => one.text !== null && one.text.trim() !== ''),
  )
  const html = read.findLastIndex((segments) => segments.some((one) => one.html !== null))
  const merged = mergeTwo(read[text], read[html], read)
  const rest = read.flatMap((segments, at) =>
    at === text || at === html || segments.length === 0 ? [] : [at],
  )
  if (rest.length === 0) return { segments: merged, unused: [] }
  const known = wordsOf(joinAll(merged))
  const isOther = (at: number): boolean => {
    const words = wordsOf(joinAll(read[at] ?? []))
    const shared = [...words].filter((word) => known.has(word)).length
    // Texts beside a text represent nothing anew: one is left out where it says hardly anything of its own.
    return words.size > 0 && shared <= words.size * (html === -1 ? 0.8 : 0.2)
  }
  const others = rest.filter(isOther)
  return {
    segments: [...merged, ...others.flatMap((at) => read[at] ?? [])],
    unused: rest.filter((at) => !others.includes(at)),
  }
}

function mergeTwo(
  asText: readonly Segment[] | undefined,
  asHtml: readonly Segment[] | undefined,
  read: readonly (readonly Segment[])[],
): readonly Segment[] {
  if (asText === undefined && asHtml === undefined) return read.flat().slice(0, 1)
  if (asText === asHtml || asHtml === undefined) return asText ?? []
  if (asText === undefined) return asHtml
  const { text } = joinSegments(asText)
  const { html } = joinSegments(asHtml)
  const written = html === null ? null : whatTextLacks(text, html)
  if (written === null) return [{ text, html }]
  return /\bhtml\b/i.test(text) ? [{ text: written, html }] : [...asText, ...asHtml]
}

const joinAll = (segments: readonly Segment[]): string =>
  segments.map(({ text, html }) => `${text ?? ''}\n${html === null ? '' : htmlToText(html)}`).join('\n')

const wordsOf = (text: string): ReadonlySet<string> =>
  new Set(text.toLowerCase().match(/\p{L}{4,}|[\p{Lo}\p{N}]{2,}/gu) ?? [])

/**
 * "Your program cannot show HTML": programs put a notice where the text should stand. It has nothing of what the
 * formatted version says, which is much longer or which it names; that is read then, and below a text that names
 * nothing, for that may be one. null where both say the same.
 */
function whatTextLacks(text: string, html: string): string | null {
  if (text.length > MAX_NOTICE_LENGTH || html.length < text.length / 2) return null
  const words = wordsOf(text)
  if (words.size < MIN_NOTICE_WORDS) return null
  const written = htmlToText(html)
  const known = written.toLowerCase()
  const shared = [...words].filter((word) => known.includes(word)).length
  const isNotice = /\bhtml\b/i.test(text)
    ? written.length * 2 > text.length
    : written.length > text.length * 3
  return isNotice && shared <= words.size / 5 ? written : null
}

const MAX_NOTICE_LENGTH = 400
const MIN_NOTICE_WORDS = 3

/** All that is shown, one below the other, in both forms; where a piece has one only, the other is made of it. */
export function joinSegments(segments: readonly Segment[]): { text: string; html: string | null } {
  const hasText = segments.some((one) => one.text !== null)
  const hasHtml = segments.some((one) => one.html !== null)
  if (segments.length === 1) return { text: segments[0]?.text ?? '', html: segments[0]?.html ?? null }
  const text = segments
    .map((one) => one.text ?? (hasText ? htmlToText(one.html ?? '') : ''))
    .filter((one) => one !== '')
  const html = segments.map((one) => one.html ?? textToParagraphs(one.text ?? '')).filter((one) => one !== '')
  return { text: text.join('\n'), html: hasHtml ? html.join('\n<br/>\n') : null }
}

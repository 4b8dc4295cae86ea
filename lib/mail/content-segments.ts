import { htmlToText } from './html-to-text'
import { textToHtml } from './text-to-html'

/** What a run of the tree shows: the same content as text, as HTML, or both. */
export type Segment = { readonly text: string | null; readonly html: string | null }

/** RFC 2046 section 5.1.4: the last representation is the richest; the first with text is the plain one. */
export function mergeAlternatives(read: readonly Segment[][]): Segment[] {
  const asText = read.find((segments) => segments.some((one) => one.text !== null && one.text.trim() !== ''))
  const asHtml = read.findLast((segments) => segments.some((one) => one.html !== null))
  if (asText === undefined && asHtml === undefined) return read.flat().slice(0, 1)
  if (asText === asHtml || asHtml === undefined) return asText ?? []
  if (asText === undefined) return asHtml
  return [{ text: joinSegments(asText).text, html: joinSegments(asHtml).html }]
}

export function joinSegments(segments: readonly Segment[]): { text: string; html: string | null } {
  const hasText = segments.some((one) => one.text !== null)
  const hasHtml = segments.some((one) => one.html !== null)
  if (segments.length === 1) return { text: segments[0]?.text ?? '', html: segments[0]?.html ?? null }
  const text = segments
    .map((one) => one.text ?? (hasText ? htmlToText(one.html ?? '') : ''))
    .filter((one) => one !== '')
  const html = segments.map((one) => one.html ?? textToHtml(one.text ?? '')).filter((one) => one !== '')
  return { text: text.join('\n'), html: hasHtml ? html.join('\n<br>\n') : null }
}

export type DbText = { readonly text: string; readonly isTruncated: boolean }

const utf8 = new TextEncoder()

/**
 * The one way by which text from outside becomes text we store or show. PostgreSQL refuses NUL and a lone surrogate has
 * no UTF-8 form; other control characters have no meaning in a mail and confuse terminals, logs and CSV readers. Line
 * ends become LF, the result is NFC.
 */
export function toDbText(input: string, options: { maxBytes: number }): DbText {
  const roughCut = input.length > options.maxBytes * 2 ? input.slice(0, options.maxBytes * 2) : input
  const clean = normalise(roughCut)
  if (clean.length * 3 <= options.maxBytes) return { text: clean, isTruncated: roughCut !== input }
  const cut = cutToBytes(clean, options.maxBytes)
  return { text: cut, isTruncated: cut.length < clean.length || roughCut !== input }
}

/** The same for a value that stands on one line: a subject, a name, a header. */
export function toDbLine(input: string, options: { maxBytes: number }): string {
  const cut = input.length > options.maxBytes * 4 ? input.slice(0, options.maxBytes * 4) : input
  const flat = cut
    .replace(/[\t\n\r\v\f\u0085\u2028\u2029]/g, ' ')
    .split(' ')
    .filter((word) => word !== '')
    .join(' ')
  return toDbText(flat, options).text.trim()
}

/** C0, DEL and C1 except tab and line feed, byte order marks; and halves of surrogate pairs. */
const CONTROLS = /(?![\t\n])\p{Cc}|\ufeff/gu
const LONE_SURROGATES = /\p{Cs}/gu

function normalise(input: string): string {
  const lines = input.replace(/\r\n?|\u0085|\f/g, '\n')
  const clean = lines.replace(CONTROLS, '').replace(LONE_SURROGATES, '\ufffd')
  return clean.normalize('NFC')
}

/** Cuts at a code point so that the UTF-8 form has at most `maxBytes` bytes. */
export function cutToBytes(text: string, maxBytes: number): string {
  const target = new Uint8Array(Math.min(maxBytes, text.length * 3))
  const { read } = utf8.encodeInto(text, target)
  return read >= text.length ? text : text.slice(0, read)
}

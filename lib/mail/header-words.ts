import { decodeCharset, strictUtf8 } from './charset'
import { charsetName } from './charset-labels'
import { decodeBase64, decodeQuotedPrintable } from './transfer-encoding'

/**
 * Reads the text of an unstructured header or a display name: encoded-words (RFC 2047), also the broken ones
 * mailers write. Input is what `headerBytesToText` gave; one pass, no backtracking.
 */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return value
  const text = decodeOnce(value)
  // Gateways encode what is encoded already: then nothing but words comes out.
  return /^=\?[^?\s]{2,40}\?[bq]\?[^?]{1,2000}\?=$/i.test(text) ? decodeOnce(text) : text
}

function decodeOnce(value: string): string {
  const pieces: Piece[] = []
  let at = 0
  while (at < value.length) {
    const start = value.indexOf('=?', at)
    if (start < 0) break
    const word = readWord(value, start)
    if (word === null) {
      pieces.push(plain(value.slice(at, start + 2)))
      at = start + 2
      continue
    }
    const between = value.slice(at, start)
    // White space between two encoded-words is not part of the text (section 6.2).
    if (between !== '' && !(pieces.at(-1)?.charset !== undefined && between.trim() === ''))
      pieces.push(plain(between))
    pieces.push(word.piece)
    at = word.end
  }
  if (at < value.length) pieces.push(plain(value.slice(at)))
  return joinPieces(pieces)
}

/** Raw 8-bit headers: UTF-8 (RFC 6532) where valid, else what the mail is written in, else the untold 8-bit charset. */
export function headerBytesToText(bytes: Uint8Array, hint: string | null = null): string {
  const text = strictUtf8(bytes)
  // Japanese in escapes is ASCII byte by byte.
  return text === null || text.includes('\x1b$') ? decodeCharset(bytes, null, hint).text : text
}

type Piece = { text?: string; bytes?: Uint8Array; charset?: string }

const plain = (text: string): Piece => ({ text })

/** 75 by the rule (section 2); some mailers never fold. */
const MAX_WORD_LENGTH = 2000

function readWord(value: string, start: number): { piece: Piece; end: number } | null {
  const afterCharset = value.indexOf('?', start + 2)
  if (afterCharset < 0 || afterCharset - start > 80) return null
  const encoding = value[afterCharset + 1]?.toLowerCase()
  if ((encoding !== 'q' && encoding !== 'b') || value[afterCharset + 2] !== '?') return null
  const charset = (value.slice(start + 2, afterCharset).split('*')[0] ?? '').trim().toLowerCase()
  if (charset.includes(' ')) return null
  const from = afterCharset + 3
  const rest = value.slice(from, from + MAX_WORD_LENGTH)
  const length = wordLength(rest, encoding)
  if (length < 0) return null
  const text = rest.slice(0, length)
  const raw = textBytes(text, charset)
  const bytes = encoding === 'b' ? decodeBase64(raw) : decodeQuotedPrintable(underscores(raw))
  return { piece: { bytes, charset }, end: from + length + (rest.startsWith('?=', length) ? 2 : 0) }
}

/** Up to the closing mark, or to the end of the field where it was cut off on the way; -1 when it is no word. */
function wordLength(rest: string, encoding: 'q' | 'b'): number {
  let close = rest.indexOf('?=')
  // A question mark that was not encoded stands before a sign that was: "=?utf-8?q?come=20va?=20ciao?=".
  while (encoding === 'q' && close >= 0 && /^[0-9A-F]{2}/.test(rest.slice(close + 2, close + 4))) {
    const next = rest.indexOf('?=', close + 2)
    if (next < 0 || rest.slice(close + 2, next).includes('=?')) break
    close = next
  }
  if (close >= 0) return close
  const isCut = encoding === 'b' ? /^[A-Za-z0-9+/=]{8,}\??$/.test(rest) : /^[!->@-~]{8,}\??$/.test(rest)
  return isCut ? rest.length - (rest.endsWith('?') ? 1 : 0) : -1
}

/** Letters that were left as they are between encoded ones. */
function textBytes(text: string, charset: string): Uint8Array {
  const isUtf8 = charsetName(charset) === 'utf-8' || /[\u0100-\uffff]/.test(text)
  return Buffer.from(text, isUtf8 ? 'utf8' : 'latin1')
}

function underscores(raw: Uint8Array): Uint8Array {
  const out = new Uint8Array(raw.length)
  for (let i = 0; i < raw.length; i++) out[i] = raw[i] === 0x5f ? 0x20 : (raw[i] ?? 0)
  return out
}

/** Neighbours of one charset are decoded together: mailers cut inside a multi-byte character. */
function joinPieces(pieces: readonly Piece[]): string {
  let out = ''
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i]
    if (piece?.charset === undefined) {
      out += piece?.text ?? ''
      continue
    }
    const run: Uint8Array[] = []
    const charset = piece.charset
    while (pieces[i]?.charset === charset) run.push(pieces[i++]?.bytes ?? new Uint8Array())
    i--
    out += decodeCharset(Buffer.concat(run), charset).text
  }
  return out
}

import { guessEncoding } from './charset-guess'
import { charsetName } from './charset-labels'
import { decodeByTable, decodeWindows1252, latin1 } from './charset-tables'

/** `unknown`: declared, but nobody knows that charset; the text is the best guess. */
export type Decoded = { readonly text: string; readonly certainty: 'declared' | 'guessed' | 'unknown' }

/**
 * Bytes to text by the charset a mail declares, by the encodings of the WHATWG standard; what mails say beyond it (utf-7,
 * cp850 ...) and what they say wrongly is dealt with here. Never throws.
 *
 * @param hint what the rest of the mail declares, for bytes that say nothing of themselves
 */
export function decodeCharset(
  bytes: Uint8Array,
  declared: string | null,
  hint: string | null = null,
): Decoded {
  const name = charsetName(declared)
  if (name === '') return decodeUndeclared(bytes, declared, hint)
  if (name === 'utf-7') return { text: decodeUtf7(bytes), certainty: 'declared' }
  const marked = byOrderMark(bytes)
  if (marked !== null) return { text: marked, certainty: 'declared' }
  if (name === 'utf-8') return decodeUtf8(bytes, hint)
  if (name.startsWith('utf-16')) return decodeUtf16(bytes, name)
  if (name === 'iso-2022-kr' || name === 'hz-gb-2312')
    return { text: decodeSevenBit(bytes, name), certainty: 'declared' }
  const told = isWronglyDeclared(bytes, name) ?? decodeAs(bytes, name)
  return told.text.includes('\ufffd') ? (asItLooks(bytes) ?? told) : told
}

/** Where the label does not fit the bytes, and they look like text of another charset: EUC-JP sent as ISO-2022-JP. */
function asItLooks(bytes: Uint8Array): Decoded | null {
  const name = guessEncoding(bytes)
  const text = name === null ? '\ufffd' : new TextDecoder(name).decode(bytes)
  return text.includes('\ufffd') ? null : { text, certainty: 'guessed' }
}

function decodeAs(bytes: Uint8Array, name: string): Decoded {
  if (name === 'windows-1252') return { text: decodeWindows1252(bytes), certainty: 'declared' }
  const own = decodeByTable(bytes, name)
  if (own !== null) return { text: own, certainty: 'declared' }
  if (name === 'iso-2022-jp') return { text: decodeJapaneseEscapes(bytes), certainty: 'declared' }
  const decoder = decoderFor(name)
  // Under another of its names.
  if (decoder?.encoding === 'windows-1252') return { text: decodeWindows1252(bytes), certainty: 'declared' }
  return decoder === null
    ? { text: decodeUndeclared(bytes, null, null).text, certainty: 'unknown' }
    : { text: decoder.decode(bytes), certainty: 'declared' }
}

/**
 * RFC 1468. An escape that nothing follows but the next one, as where two encoded-words meet, is an error by the WHATWG
 * standard and leaves a sign of one; every mailer writes them.
 */
function decodeJapaneseEscapes(bytes: Uint8Array): string {
  const pieces = latin1(bytes).split('\x1b')
  const used = pieces.filter((piece, at) => at === 0 || at === pieces.length - 1 || !IDLE_ESCAPE.test(piece))
  const source = used.length === pieces.length ? bytes : Buffer.from(used.join('\x1b'), 'latin1')
  return new TextDecoder('iso-2022-jp').decode(source)
}

const IDLE_ESCAPE = /^(?:\$[@B]|\([BIJ])$/

function decoderFor(name: string): TextDecoder | null {
  try {
    const decoder = new TextDecoder(name)
    return decoder.encoding === 'replacement' ? null : decoder
  } catch {
    // A RangeError is the only answer for a label the platform does not know.
    return null
  }
}

/**
 * No usable label: UTF-8 when the bytes are valid UTF-8, then what the rest of the mail is in, then what the letters
 * look like, else windows-1252, the usual untold 8-bit charset.
 */
function decodeUndeclared(bytes: Uint8Array, declared: string | null, hint: string | null): Decoded {
  if (isAscii(bytes)) return decodeAscii(bytes, declared)
  const marked = byOrderMark(bytes)
  const utf8 = marked ?? strictUtf8(bytes) ?? damagedUtf8(bytes, 3)
  return { text: utf8 ?? byHint(bytes, hint) ?? byLook(bytes), certainty: 'guessed' }
}

function decodeAscii(bytes: Uint8Array, declared: string | null): Decoded {
  const text = latin1(bytes)
  const isAsciiExpected = /^(?:us-ascii|ascii)?$/i.test((declared ?? '').trim())
  // Japanese mail without a label announces itself by its escapes.
  if (text.includes('\x1b$')) return { text: decodeJapaneseEscapes(bytes), certainty: 'guessed' }
  const wide = looksLikeUtf16(bytes)
  if (wide !== null) return { text: new TextDecoder(wide).decode(bytes), certainty: 'guessed' }
  return { text, certainty: isAsciiExpected ? 'declared' : 'guessed' }
}

function byHint(bytes: Uint8Array, hint: string | null): string | null {
  const name = charsetName(hint)
  if (name === '' || name.startsWith('utf-') || name.startsWith('iso-2022')) return null
  const { text, certainty } = decodeAs(bytes, name)
  return certainty === 'unknown' || text.includes('\ufffd') ? null : text
}

function byLook(bytes: Uint8Array): string {
  const wide = looksLikeUtf16(bytes)
  if (wide !== null) return new TextDecoder(wide).decode(bytes)
  const name = guessEncoding(bytes)
  return name === null ? decodeWindows1252(bytes) : new TextDecoder(name).decode(bytes)
}

function decodeUtf8(bytes: Uint8Array, hint: string | null): Decoded {
  const strict = strictUtf8(bytes)
  if (strict !== null) return { text: strict, certainty: 'declared' }
  // The label counts for something: as many good sequences as bad ones are enough.
  const text = damagedUtf8(bytes, 1) ?? byHint(bytes, hint) ?? byLook(bytes)
  return { text, certainty: 'guessed' }
}

/** Few bad sequences among many good ones is UTF-8 that was damaged or cut; otherwise it is something else: null. */
function damagedUtf8(bytes: Uint8Array, goodForBad: number): string | null {
  const loose = new TextDecoder('utf-8').decode(bytes)
  let bad = 0
  let good = 0
  for (let i = 0; i < loose.length; i++) {
    const code = loose.charCodeAt(i)
    if (code === 0xfffd) bad++
    else if (code > 0x7f) good++
  }
  return good >= bad * goodForBad ? loose : null
}

/**
 * UTF-8 under the label of another charset: its sequences do not come about by chance. A mailer that converts a text
 * and keeps the old label is the most frequent cause of unreadable mail. And text of another alphabet that is declared
 * as a western one, by mailers that know one label only.
 */
function isWronglyDeclared(bytes: Uint8Array, name: string): Decoded | null {
  if (isAscii(bytes)) return null
  const text = strictUtf8(bytes)
  if (text !== null && isSurelyUtf8(text, name)) return { text, certainty: 'guessed' }
  if (name !== 'windows-1252') return null
  const other = guessEncoding(bytes)
  return other === null ? null : { text: new TextDecoder(other).decode(bytes), certainty: 'guessed' }
}

/**
 * "NESTLÉ®" in Latin-1 is valid UTF-8 too; accented letters and punctuation of the west, or many letters, are no
 * accident.
 */
function isSurelyUtf8(text: string, name: string): boolean {
  let sequences = 0
  let western = 0
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    if (code < 0x80) continue
    sequences++
    if (code < 0x180 || (code >= 0x2010 && code <= 0x2122)) western++
    if (sequences >= 12) return true
  }
  const isOneByte = !['gb18030', 'big5', 'euc-kr', 'euc-jp', 'shift_jis', 'windows-874'].includes(name)
  return isOneByte && (sequences >= 4 || western > 0)
}

/** null when the bytes are no UTF-8 throughout. */
export function strictUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // TypeError is how the decoder says "not UTF-8".
    return null
  }
}

/** Whoever writes a byte order mark means it, whatever the label says. */
function byOrderMark(bytes: Uint8Array): string | null {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return strictUtf8(bytes)
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  return first === 0xfe && second === 0xff ? new TextDecoder('utf-16be').decode(bytes) : null
}

/** Western text in two bytes a letter has a zero in each of them, always on the same side. */
function looksLikeUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const end = Math.min(bytes.length, 4096)
  let even = 0
  let odd = 0
  for (let i = 0; i < end; i++) if (bytes[i] === 0) i % 2 === 0 ? even++ : odd++
  if (even + odd < Math.max(4, end / 5)) return null
  if (odd > even * 8) return 'utf-16le'
  return even > odd * 8 ? 'utf-16be' : null
}

function decodeUtf16(bytes: Uint8Array, name: string): Decoded {
  // Editors write "unicode" into the head of pages that they then send as plain bytes.
  if (!bytes.subarray(0, 4096).includes(0) && strictUtf8(bytes) !== null)
    return { text: strictUtf8(bytes) ?? '', certainty: 'guessed' }
  // Without a mark RFC 2781 says big endian, but the mails in the wild are little endian: look at the zeros.
  const looksBig = name === 'utf-16be' || (name === 'utf-16' && bytes[0] === 0 && bytes[1] !== 0)
  const looks = looksLikeUtf16(bytes) ?? (looksBig ? 'utf-16be' : 'utf-16le')
  return { text: new TextDecoder(looks).decode(bytes), certainty: 'declared' }
}

/** RFC 2152. Anything malformed stays as it is written. */
function decodeUtf7(bytes: Uint8Array): string {
  const source = latin1(bytes)
  let out = ''
  let at = 0
  while (at < source.length) {
    const plus = source.indexOf('+', at)
    if (plus < 0) return out + source.slice(at)
    out += source.slice(at, plus)
    let end = plus + 1
    while (end < source.length && isBase64Code(source.charCodeAt(end))) end++
    if (end === plus + 1) out += '+'
    else out += utf16Of(source.slice(plus + 1, end))
    at = source[end] === '-' ? end + 1 : end
  }
  return out
}

function utf16Of(base64: string): string {
  const raw = Buffer.from(base64, 'base64')
  const even = new Uint8Array(raw.subarray(0, raw.length - (raw.length % 2)))
  return new TextDecoder('utf-16be').decode(even)
}

function isBase64Code(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 43 ||
    code === 47
  )
}

/**
 * RFC 1557 and RFC 1843: two bytes a letter with the upper bits taken off, between shift out and shift in, or between
 * "~{" and "~}". The bits are put back.
 */
function decodeSevenBit(bytes: Uint8Array, name: 'iso-2022-kr' | 'hz-gb-2312'): string {
  const isKorean = name === 'iso-2022-kr'
  const source = isKorean ? latin1(bytes).replaceAll('\x1b$)C', '') : latin1(bytes).replace(/~\r?\n/g, '')
  const [on, off] = isKorean ? ['\x0e', '\x0f'] : ['~{', '~}']
  const found = new Uint8Array(source.length)
  let sizeBytes = 0
  // Into one array: a piece of its own for each run, and a mail may have half a million, is many times as slow.
  const put = (text: string, high: number) => {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      found[sizeBytes++] = code > 0x20 ? code | high : code
    }
  }
  for (const [index, run] of source.split(on).entries()) {
    const close = index === 0 ? -1 : run.indexOf(off)
    const shifted = index === 0 ? '' : close < 0 ? run : run.slice(0, close)
    const plain = index === 0 ? run : close < 0 ? '' : run.slice(close + off.length)
    put(shifted, 0x80)
    put(isKorean ? plain : plain.replaceAll('~~', '~'), 0)
  }
  return new TextDecoder(isKorean ? 'euc-kr' : 'gb18030').decode(found.subarray(0, sizeBytes))
}

function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] ?? 0) > 0x7f) return false
  return true
}

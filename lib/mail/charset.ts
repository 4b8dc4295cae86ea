/**
 * Bytes to text by the charset a mail declares, by the encodings of the WHATWG standard; what mails say
 * beyond it (utf-7, cp850 ...) and what they say wrongly is dealt with here. Never throws.
 */
export type Decoded = { readonly text: string; readonly certainty: 'declared' | 'guessed' | 'unknown' }

const aliases: Readonly<Record<string, string>> = {
  'unicode-1-1-utf-8': 'utf-8',
  utf8mb4: 'utf-8',
  'utf-8n': 'utf-8',
  cp932: 'shift_jis',
  'windows-31j': 'shift_jis',
  'x-sjis': 'shift_jis',
  cp936: 'gbk',
  ms936: 'gbk',
  cp949: 'euc-kr',
  'ks_c_5601-1987': 'euc-kr',
  cp950: 'big5',
  'iso-8859-8-e': 'iso-8859-8',
  latin1: 'windows-1252',
  'latin-1': 'windows-1252',
  'iso-8859-1': 'windows-1252',
  'iso8859-1': 'windows-1252',
  iso_8859_1: 'windows-1252',
  'iso-8859-9': 'windows-1254',
  'iso-8859-11': 'windows-874',
  'tis-620': 'windows-874',
  cp1250: 'windows-1250',
  cp1251: 'windows-1251',
  cp1252: 'windows-1252',
  '_iso-2022-jp$esc': 'iso-2022-jp',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  'iso-2022-jp-ms': 'iso-2022-jp',
  macroman: 'macintosh',
  'x-mac-roman': 'macintosh',
}

/** Labels that state nothing: senders write them on text that is not ASCII. */
const emptyLabels = new Set([
  '',
  'us-ascii',
  'ascii',
  'unknown',
  'unknown-8bit',
  'x-unknown',
  'default',
  '8bit',
  '7bit',
  'binary',
  'default_charset',
  'ansi_x3.4-1968',
])

export function decodeCharset(bytes: Uint8Array, declared: string | null): Decoded {
  const label = (declared ?? '')
    .trim()
    .toLowerCase()
    .replace(/^["']+|["']+$/g, '')
  if (emptyLabels.has(label))
    return guessCharset(bytes, label === '' || label === 'us-ascii' || label === 'ascii')
  if (label === 'utf-7' || label === 'unicode-1-1-utf-7')
    return { text: decodeUtf7(bytes), certainty: 'declared' }
  const name = aliases[label] ?? label
  if (name === 'utf-8' || name === 'utf8') return decodeUtf8(bytes)
  if (name === 'utf-16') return { text: decodeUtf16(bytes), certainty: 'declared' }
  if (name === 'windows-1252') return { text: decodeWindows1252(bytes), certainty: 'declared' }
  const decoder = decoderFor(name)
  if (decoder === null) {
    return { text: guessCharset(bytes, true).text, certainty: 'unknown' }
  }
  return { text: decoder.decode(bytes), certainty: 'declared' }
}

function decoderFor(name: string): TextDecoder | null {
  try {
    const decoder = new TextDecoder(name)
    return decoder.encoding === 'replacement' ? null : decoder
  } catch {
    // A RangeError is the only answer for a label the platform does not know.
    return null
  }
}

/** No usable label: UTF-8 when the bytes are valid UTF-8, else windows-1252, the usual untold 8-bit charset. */
function guessCharset(bytes: Uint8Array, isAsciiExpected: boolean): Decoded {
  if (isAscii(bytes)) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    // Japanese mail without a label announces itself by its escapes.
    if (text.includes('\x1b$'))
      return { text: new TextDecoder('iso-2022-jp').decode(bytes), certainty: 'guessed' }
    return { text, certainty: isAsciiExpected ? 'declared' : 'guessed' }
  }
  const utf8 = strictUtf8(bytes)
  return { text: utf8 ?? decodeWindows1252(bytes), certainty: 'guessed' }
}

function decodeUtf8(bytes: Uint8Array): Decoded {
  const strict = strictUtf8(bytes)
  if (strict !== null) return { text: strict, certainty: 'declared' }
  // Few bad sequences among many good ones is damaged UTF-8; otherwise the label is a lie.
  const loose = new TextDecoder('utf-8').decode(bytes)
  let bad = 0
  let good = 0
  for (let i = 0; i < loose.length; i++) {
    const code = loose.charCodeAt(i)
    if (code === 0xfffd) bad++
    else if (code > 0x7f) good++
  }
  if (good >= bad) return { text: loose, certainty: 'guessed' }
  return { text: decodeWindows1252(bytes), certainty: 'guessed' }
}

export function strictUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // TypeError is how the decoder says "not UTF-8".
    return null
  }
}

function decodeUtf16(bytes: Uint8Array): string {
  const isBigEndian = bytes[0] === 0xfe && bytes[1] === 0xff
  const isLittleEndian = bytes[0] === 0xff && bytes[1] === 0xfe
  // Without a mark RFC 2781 says big endian, but the mails in the wild are little endian: look at the zeros.
  const looksBig = !isLittleEndian && (isBigEndian || (bytes[0] === 0 && bytes[1] !== 0))
  return new TextDecoder(looksBig ? 'utf-16be' : 'utf-16le').decode(bytes)
}

/** RFC 2152. Anything malformed stays as it is written. */
function decodeUtf7(bytes: Uint8Array): string {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
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
 * Own table: Node 20 decodes this label as plain ISO-8859-1, so that euro signs and curly quotes, the reason
 * the charset exists, come out as invisible controls.
 */
const c1Range = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

function decodeWindows1252(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  return text.replace(/[\u0080-\u009f]/g, (char) => c1Range[char.charCodeAt(0) - 0x80] ?? char)
}

function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] ?? 0) > 0x7f) return false
  return true
}

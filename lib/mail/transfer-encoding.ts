import { afterBlanks } from './header-lines'

/** `isKnown`: false for an encoding that nobody knows; the bytes are as they came then. */
export type TransferDecoded = { readonly bytes: Uint8Array; readonly isKnown: boolean }

/** Content-Transfer-Encoding (RFC 2045 section 6), lenient: what cannot be decoded stays readable. */
export function decodeTransfer(bytes: Uint8Array, encoding: string): TransferDecoded {
  // "Base64;", "quoted printable", "8bits", "base64, 7bit": the letters tell.
  const name = (/^[^,;(]*/.exec(encoding.toLowerCase())?.[0] ?? '').replace(/[^a-z0-9]/g, '')
  switch (name) {
    case '':
    case '7bit':
    case '7bits':
    case '8bit':
    case '8bits':
    case '16bit':
    case 'binary':
    case 'none':
    case 'plain':
      return { bytes, isKnown: true }
    case 'base64':
    case 'b64':
      return { bytes: decodeBase64(bytes), isKnown: true }
    case 'quotedprintable':
    case 'qp':
      return { bytes: decodeQuotedPrintable(bytes), isKnown: true }
    case 'xuuencode':
    case 'uuencode':
    case 'xuue':
    case 'uue':
      return { bytes: decodeUuencode(bytes), isKnown: true }
    default:
      return { bytes, isKnown: false }
  }
}

/**
 * Own reader because padding may stand in the middle (parts that were encoded separately and joined), and
 * everything outside the alphabet is to be ignored (section 6.8).
 */
export function decodeBase64(source: Uint8Array): Uint8Array {
  const text = Buffer.from(source.buffer, source.byteOffset, source.byteLength)
  if (text.length <= MAX_NATIVE_BYTES && readsAlike(text))
    return new Uint8Array(Buffer.from(text.toString('latin1'), 'base64'))
  // Counted first: a file of many megabytes then stands in memory once and not twice.
  let letters = 0
  for (let i = 0; i < source.length; i++) if (base64Values[source[i] ?? 0] !== 255) letters++
  const out = new Uint8Array(Math.floor((letters * 3) / 4))
  let length = 0
  let bits = 0
  let held = 0
  for (let i = 0; i < source.length; i++) {
    const code = source[i] ?? 0
    if (code === 0x3d) {
      bits = 0
      held = 0
      continue
    }
    const value = base64Values[code] ?? 255
    if (value === 255) continue
    bits = ((bits << 6) | value) & 0xffffff
    held += 6
    if (held >= 8) {
      held -= 8
      out[length++] = (bits >> held) & 0xff
    }
  }
  return length === out.length ? out : out.slice(0, length)
}

/** The platform's decoder is several times faster, but wants a copy as a string. */
const MAX_NATIVE_BYTES = 16 * 1024 * 1024

/** It ends at the first padding, and takes the two letters of another alphabet (RFC 4648 section 5) for its own. */
function readsAlike(text: Buffer): boolean {
  if (text.includes(0x2d) || text.includes(0x5f)) return false
  const padding = text.indexOf(0x3d)
  return padding === -1 || text.subarray(padding).every((code) => base64Values[code] === 255)
}

const base64Values = new Uint8Array(256).fill(255)
for (const [index, char] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries()) {
  base64Values[char.charCodeAt(0)] = index
}

/** RFC 2045 section 6.7. An equals sign that begins no code stays one. */
export function decodeQuotedPrintable(source: Uint8Array): Uint8Array {
  const out = new Uint8Array(source.length)
  let length = 0
  let lineEndKept = 0
  for (let i = 0; i < source.length; i++) {
    const code = source[i] ?? 0
    if (code === 0x3d) {
      const high = hexValue(source[i + 1])
      const low = hexValue(source[i + 2])
      if (high >= 0 && low >= 0) {
        out[length++] = high * 16 + low
        lineEndKept = length
        i += 2
        continue
      }
      let next = afterBlanks(source, i + 1)
      while (source[next] === 0x0d && next - i < 80) next++
      if (source[next] === 0x0a) {
        i = next
        continue
      }
      if (next >= source.length) break
    } else if (code === 0x0d || code === 0x0a) {
      // Blanks before a line end were added by transport (section 6.7, rule 3).
      while (length > lineEndKept && (out[length - 1] === 0x20 || out[length - 1] === 0x09)) length--
      out[length++] = code
      lineEndKept = length
      continue
    }
    out[length++] = code
  }
  return out.slice(0, length)
}

function hexValue(code: number | undefined): number {
  if (code === undefined) return -1
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  if (code >= 0x41 && code <= 0x46) return code - 0x37
  if (code >= 0x61 && code <= 0x66) return code - 0x57
  return -1
}

/** The bytes between "begin" and "end"; from the first line on where "begin" is left out, as some parts do. */
export function decodeUuencode(source: Uint8Array): Uint8Array {
  const text = Buffer.from(source.buffer, source.byteOffset, source.byteLength).toString('latin1')
  const begin = /^begin(-base64)? [^\n]*\n/m.exec(text)
  const start = begin === null ? 0 : begin.index + begin[0].length
  if (begin?.[1] !== undefined) {
    const end = text.indexOf('====', start)
    return decodeBase64(Buffer.from(text.slice(start, end < 0 ? text.length : end), 'latin1'))
  }
  const out = new Uint8Array(Math.ceil(text.length))
  let length = 0
  let at = start
  while (at < text.length && !text.startsWith('end', at)) {
    const next = text.indexOf('\n', at)
    const stop = next < 0 ? text.length : next
    // A blank at the end of a line gets lost on the way; it stands for zero.
    const value = (place: number): number => (place < stop ? (text.charCodeAt(place) - 32) & 63 : 0)
    let count = text[at] === '\r' || stop === at ? 0 : value(at)
    for (let place = at + 1; count > 0 && place < stop; place += 4) {
      const word =
        (value(place) << 18) | (value(place + 1) << 12) | (value(place + 2) << 6) | value(place + 3)
      for (const shift of [16, 8, 0]) if (count-- > 0) out[length++] = (word >> shift) & 0xff
    }
    at = stop + 1
  }
  return out.slice(0, length)
}

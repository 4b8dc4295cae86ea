import { crc16 } from './crc16'
import { type MacFile, macName } from './mac-file'

const ALPHABET = '!"#$%&\'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr'
const OUTSIDE = 255
const values = new Uint8Array(256).fill(OUTSIDE)
for (const [index, char] of [...ALPHABET].entries()) values[char.charCodeAt(0)] = index

const COLON = 0x3a
const REPEAT = 0x90
const MAX_BYTES = 60 * 1024 * 1024
const MAX_FILES = 20
const SIGN = '(This file must be converted with BinHex'

/**
 * BinHex 4.0 (RFC 1741, appendix A): a Macintosh file as letters between two colons, runs of a byte shortened, each
 * piece with a checksum. null when a checksum is wrong or the end is missing: such a file stays as it came.
 */
export function readBinHex(bytes: Uint8Array): MacFile | null {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const sign = source.indexOf(SIGN)
  const lineEnd = sign < 0 ? 0 : Math.max(source.indexOf(0x0a, sign), source.indexOf(0x0d, sign))
  const start = source.indexOf(COLON, Math.max(0, lineEnd))
  const end = start < 0 ? -1 : source.indexOf(COLON, start + 1)
  if (end < 0) return null
  const first = expand(source.subarray(start + 1, end), 64 + 28)
  const nameLength = first[0] ?? 0
  const headLength = nameLength + 20
  if (nameLength === 0 || nameLength > 63 || first.length < headLength + 2) return null
  const head = Buffer.from(first.subarray(0, headLength))
  const dataLength = head.readUInt32BE(nameLength + 12)
  const resourceLength = head.readUInt32BE(nameLength + 16)
  const whole = headLength + 2 + dataLength + 2 + resourceLength + 2
  if (whole > MAX_BYTES) return null
  const all = Buffer.from(expand(source.subarray(start + 1, end), whole))
  const dataAt = headLength + 2
  const resourceAt = dataAt + dataLength + 2
  if (all.length < whole) return null
  const isWhole =
    hasSum(all, 0, headLength) && hasSum(all, dataAt, dataLength) && hasSum(all, resourceAt, resourceLength)
  if (!isWhole) return null
  return {
    name: macName(head.subarray(1, 1 + nameLength)),
    data: all.subarray(dataAt, dataAt + dataLength),
    resourceBytes: resourceLength,
  }
}

const hasSum = (all: Buffer, from: number, length: number): boolean =>
  crc16(all.subarray(from, from + length)) === all.readUInt16BE(from + length)

/** Letters to bytes and runs to what they stand for, up to a length: 0x90 says how often the byte before it comes. */
function expand(source: Uint8Array, maxBytes: number): Uint8Array {
  const out = new Uint8Array(Math.min(maxBytes, source.length * 255))
  let length = 0
  let bits = 0
  let held = 0
  let isRun = false
  let last = 0
  for (let at = 0; at < source.length && length < out.length; at++) {
    const value = values[source[at] ?? 0] ?? OUTSIDE
    if (value === OUTSIDE) continue
    bits = ((bits << 6) | value) & 0x3fff
    held += 6
    if (held < 8) continue
    held -= 8
    const byte = (bits >> held) & 0xff
    if (!isRun && byte === REPEAT) isRun = true
    else if (!isRun || byte === 0) {
      last = isRun ? REPEAT : byte
      out[length++] = last
      isRun = false
    } else {
      for (let left = byte - 1; left > 0 && length < out.length; left--) out[length++] = last
      isRun = false
    }
  }
  return out.subarray(0, length)
}

/** Files that stand as BinHex in a text, each below the line that every program writes above it. One walk. */
export function takeBinHexFiles(text: string): {
  readonly text: string
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[]
} {
  const kept: string[] = []
  const files: { name: string; bytes: Uint8Array }[] = []
  let at = 0
  let sign = text.indexOf(SIGN)
  while (sign >= 0 && files.length < MAX_FILES) {
    const lineEnd = text.indexOf('\n', sign)
    const start = lineEnd < 0 ? text.length : afterBlanks(text, lineEnd)
    if (text[start] !== ':') {
      sign = text.indexOf(SIGN, start)
      continue
    }
    const end = text.indexOf(':', start + 1)
    if (end < 0) break
    const file = readBinHex(Buffer.from(text.slice(sign, end + 1), 'latin1'))
    if (file !== null && file.data.length > 0) {
      kept.push(text.slice(at, sign))
      files.push({ name: file.name, bytes: file.data })
      at = text.startsWith('\n', end + 1) ? end + 2 : end + 1
    }
    sign = text.indexOf(SIGN, start + 1)
  }
  return files.length === 0 ? { text, files } : { text: [...kept, text.slice(at)].join(''), files }
}

function afterBlanks(text: string, from: number): number {
  let at = from
  while (text[at] === '\n' || text[at] === '\r' || text[at] === ' ') at++
  return at
}

import {
  decodeBase64,
  decodeQuotedPrintable,
  decodeTransfer,
  type TransferDecoded,
} from './transfer-encoding'

/**
 * The bytes of a text by its Content-Transfer-Encoding, with what mailing lists and gateways do to texts: a note
 * appended below the base64, plain text called base64, quoted-printable that nobody declares.
 */
export function decodeBody(bytes: Uint8Array, encoding: string): TransferDecoded {
  const name = encoding.toLowerCase().replace(/[^a-z0-9]/g, '')
  if (name === 'base64') return { bytes: decodeBase64Text(bytes), isKnown: true }
  if (name === '' && looksQuotedPrintable(bytes))
    return { bytes: decodeQuotedPrintable(bytes), isKnown: true }
  return decodeTransfer(bytes, encoding)
}

const LINE = /[^\r\n]+/g
const BASE64_LINE = /^[A-Za-z0-9+/]*={0,2}$/
/** What is looked at; what follows is read as what it began with. */
const SAMPLE_BYTES = 256 * 1024

function decodeBase64Text(bytes: Uint8Array): Uint8Array {
  const source = Buffer.from(
    bytes.buffer,
    bytes.byteOffset,
    Math.min(bytes.byteLength, SAMPLE_BYTES),
  ).toString('latin1')
  // Asked once: a look at the whole for each of its lines would take as long as the mail is long, squared.
  if (isPlainWords(source)) return bytes
  const width = /\S[^\r\n]*/.exec(source)?.[0].trimEnd().length ?? 0
  let before = ''
  for (const { 0: line, index } of source.matchAll(LINE)) {
    const text = line.trim()
    // The last line of base64 is shorter than the others, or padded; junk in the middle stands between equal lines.
    if (!BASE64_LINE.test(text)) {
      if (before.endsWith('=') || (before !== '' && before.length % 4 === 0 && before.length < width))
        return joined(bytes, index)
    } else if (text !== '') before = text
  }
  return decodeBase64(bytes)
}

/** Blanks between words in most lines: nobody encoded this. */
function isPlainWords(source: string): boolean {
  const lines = source
    .slice(0, 4096)
    .split('\n')
    .filter((line) => line.trim() !== '')
  return lines.filter((line) => /[^\s=]\s[^\s=]/.test(line)).length > lines.length / 2
}

function joined(bytes: Uint8Array, at: number): Uint8Array {
  const coded = decodeBase64(bytes.subarray(0, at))
  const needsBreak = coded.length > 0 && coded.at(-1) !== 0x0a
  return Buffer.concat([coded, needsBreak ? Uint8Array.of(0x0a) : new Uint8Array(), bytes.subarray(at)])
}

/** Soft line breaks at the length that encoders choose, and no equals sign that could not be one of theirs. */
function looksQuotedPrintable(bytes: Uint8Array): boolean {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 64 * 1024)).toString(
    'latin1',
  )
  if (!source.includes('=\n') && !source.includes('=\r\n')) return false
  let soft = 0
  for (const line of source.split(/\r?\n/)) {
    if (line.length > 78) return false
    if (line.endsWith('=') && line.length > 60) soft++
    if (/=(?![0-9A-F]{2}|$)/.test(line)) return false
  }
  return soft >= 2
}

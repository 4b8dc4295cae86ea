import { strictUtf8 } from './charset'
import {
  decodeBase64,
  decodeQuotedPrintable,
  decodeTransfer,
  decodeUuencode,
  type TransferDecoded,
} from './transfer-encoding'

/**
 * The bytes of a text by its Content-Transfer-Encoding, with what mailing lists and gateways do to texts: a note
 * above or below the base64, plain text called base64, encodings that nobody declares any more.
 */
export function decodeBody(body: Uint8Array, encoding: string): TransferDecoded {
  const name = encoding.toLowerCase().replace(/[^a-z0-9]/g, '')
  const bytes = withLineFeeds(body)
  if (name === 'base64') return { bytes: decodeBase64Text(bytes), isKnown: true }
  if (isUuencode(name)) return { bytes: decodeUuencodedText(bytes), isKnown: true }
  if (SAYS_NOTHING.includes(name)) {
    if (looksQuotedPrintable(bytes)) return { bytes: decodeQuotedPrintable(bytes), isKnown: true }
    const decoded = looksBase64(bytes) ? decodeBase64(bytes) : null
    if (decoded !== null && isReadable(decoded)) return { bytes: decoded, isKnown: true }
  }
  return decodeTransfer(bytes, encoding)
}

/**
 * The bytes of a file by its Content-Transfer-Encoding. What says base64 and is words, was never encoded: an attached
 * mail, a table. A note that somebody put above the base64 is none of the file.
 */
export function decodeFile(bytes: Uint8Array, encoding: string): TransferDecoded {
  const name = encoding.toLowerCase().replace(/[^a-z0-9]/g, '')
  if (isUuencode(name) && isNotUuencoded(bytes)) return { bytes, isKnown: true }
  if (name !== 'base64') {
    const decoded = decodeTransfer(bytes, encoding)
    // Nothing came out of something: it is not what it says, and is kept.
    return decoded.bytes.length > 0 ? decoded : { ...decoded, bytes }
  }
  const source = sampleOf(bytes, NOTE_WITHIN_BYTES)
  if (isPlainWords(source) && !isOfAlphabet(source)) return { bytes, isKnown: true }
  return { bytes: decodeBase64(bytes.subarray(noteAbove(source, isCodedFile))), isKnown: true }
}

const isUuencode = (name: string): boolean => /^x?uu(?:e|encode)$/.test(name)

const NOTE_WITHIN_BYTES = 4096

const sampleOf = (bytes: Uint8Array, maxBytes: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, maxBytes)).toString('latin1')

/** Lines that end in a lone CR, as Macintosh programs wrote them, end like those of all others. */
function withLineFeeds(bytes: Uint8Array): Uint8Array {
  if (bytes.includes(0x0a) || !bytes.includes(0x0d)) return bytes
  return bytes.map((code) => (code === 0x0d ? 0x0a : code))
}

/**
 * A text that was uuencoded. Where it holds a file, or words stand above or below the block, it is left as it came: the
 * file is taken out of it and the words are read.
 */
function decodeUuencodedText(bytes: Uint8Array): Uint8Array {
  if (isNotUuencoded(bytes)) return bytes
  const begin = /^begin(?:-base64)? [^\n]*\n/m.exec(sampleOf(bytes, SAMPLE_BYTES))
  const tail = Buffer.from(bytes.subarray(Math.max(0, bytes.length - NOTE_WITHIN_BYTES))).toString('latin1')
  const below = /^(?:end|====)\s*$/m.exec(tail)
  const hasWords =
    begin !== null &&
    (/\S/.test(begin.input.slice(0, begin.index)) ||
      (below !== null && /\S/.test(tail.slice(below.index + below[0].length))))
  if (hasWords) return bytes
  const decoded = decodeUuencode(bytes)
  return decoded.length === 0 || (begin !== null && hasControls(decoded)) ? bytes : decoded
}

/** Bytes that no text has; the escapes of Japanese are none of them. */
const hasControls = (bytes: Uint8Array): boolean =>
  bytes.subarray(0, SAMPLE_BYTES).some((code) => code < 0x20 && (code < 0x09 || code > 0x0d) && code !== 0x1b)

const SAYS_NOTHING = ['', '7bit', '8bit', 'binary']
const LINE = /[^\r\n]+/g
const BASE64_LINE = /^[A-Za-z0-9+/]*={0,2}$/
/** What is looked at; what follows is read as what it began with. */
const SAMPLE_BYTES = 256 * 1024

function decodeBase64Text(bytes: Uint8Array): Uint8Array {
  const source = sampleOf(bytes, SAMPLE_BYTES)
  // Asked once: a look at the whole for each of its lines would take as long as the mail is long, squared.
  if (isPlainWords(source)) {
    const decoded = isOfAlphabet(source) ? decodeBase64(bytes) : null
    return decoded !== null && isReadable(decoded) ? decoded : bytes
  }
  const note = noteAbove(source, isCodedText)
  if (note > 0) return Buffer.concat([bytes.subarray(0, note), decodeBase64Text(bytes.subarray(note))])
  const width = /\S[^\r\n]*/.exec(source)?.[0].trimEnd().length ?? 0
  const lines = [...source.matchAll(LINE)].map(({ 0: line, index }) => ({ text: line.trim(), index }))
  const lastCoded = lines.findLast(({ text }) => isCodedLine(text))?.index ?? 0
  let before = ''
  for (const { text, index } of lines) {
    // The last line of base64 is shorter than the others, or padded; junk in the middle stands between equal lines.
    if (text === '') continue
    if (!isOfCode(text)) {
      const isWhole = before !== '' && before.length % 4 === 0
      if (before.endsWith('=') || (isWhole && (before.length < width || index > lastCoded)))
        return joined(bytes, index)
    } else before = text
  }
  const decoded = decodeBase64(bytes)
  if (!hasControls(decoded) && strictUtf8(decoded) !== null) return decoded
  const inUrlLetters = /^[A-Za-z0-9_=\s-]*$/.test(source)
    ? decodeBase64(Buffer.from(source.replaceAll('-', '+').replaceAll('_', '/'), 'latin1'))
    : null
  if (inUrlLetters !== null && isReadable(inUrlLetters)) return inUrlLetters
  return isUncoded(source) ? bytes : decoded
}

/** Padded too often, or in the letters that are safe in addresses, it is still base64; a line drawn of them is not. */
const isOfCode = (line: string): boolean => /^[A-Za-z0-9+/_-]*={0,10}$/.test(line) && /[A-Za-z0-9]/.test(line)

/** Neither a line as encoders write them nor padding, and signs that none of them uses: "<p>ciao</p>", "Grazie." */
const isUncoded = (source: string): boolean =>
  !isOfAlphabet(source) && !/[A-Za-z0-9+/]{60}/.test(source) && !source.trimEnd().endsWith('=')

/** Where the base64 begins below words that a scanner put above it; 0 when nobody did. */
function noteAbove(source: string, isCoded: (rest: string) => boolean): number {
  let hasWords = false
  for (const { 0: line, index } of source.slice(0, 4096).matchAll(LINE)) {
    const text = line.trim()
    if (text.length >= 60 && BASE64_LINE.test(text)) return hasWords ? index : 0
    if (hasWords && text.length >= 16 && BASE64_LINE.test(text) && isCoded(source.slice(index))) return index
    if (/[^\s=]\s[^\s=]/.test(text)) hasWords = true
    else if (text !== '' && BASE64_LINE.test(text) && !hasWords) return 0
  }
  return 0
}

/** A few short lines that are letters of base64 to the end, and text when they are read so. */
const isCodedText = (source: string): boolean =>
  source.length <= NOTE_WITHIN_BYTES &&
  isOfAlphabet(source) &&
  isReadable(decodeBase64(Buffer.from(source, 'latin1')))

/** A small file to the end: what its letters mean, nobody can tell. */
function isCodedFile(source: string): boolean {
  const letters = source.replace(/\s/g, '')
  return source.length < NOTE_WITHIN_BYTES && letters.length % 4 === 0 && BASE64_LINE.test(letters)
}

/** Nothing but full lines of it, as encoders write them. */
function looksBase64(bytes: Uint8Array): boolean {
  const source = sampleOf(bytes, 64 * 1024)
  const lines = source.trim().split(/\r?\n/)
  const width = lines[0]?.length ?? 0
  const isWhole = bytes.byteLength <= 64 * 1024
  return (
    isWhole &&
    lines.length >= 3 &&
    width >= 60 &&
    width <= 76 &&
    lines.every((line, at) => BASE64_LINE.test(line) && (line.length === width || at === lines.length - 1))
  )
}

/** Text, and no file that somebody put there as letters. */
const isReadable = (bytes: Uint8Array): boolean => {
  const text = strictUtf8(bytes)
  return text !== null && /\s/.test(text) && !/[^\P{Cc}\s]/u.test(text)
}

/** Its letters are capitals, figures and signs; the line that it begins with is the only one with others. */
function isNotUuencoded(bytes: Uint8Array): boolean {
  const source = sampleOf(bytes, 4096)
  const lines = source.split('\n').filter((line) => line.trim() !== '')
  return (
    !/^begin(?:-base64)? /m.test(source) &&
    lines.filter((line) => /[a-z]/.test(line)).length > lines.length / 2
  )
}

/** Blanks between words in most lines: nobody encoded this. */
function isPlainWords(source: string): boolean {
  const lines = source
    .slice(0, 4096)
    .split('\n')
    .filter((line) => line.trim() !== '')
  // A short text with the footer of a list below it has more lines of words than of its own.
  if (isCodedLine(lines[0]?.trim() ?? '')) return false
  return lines.filter((line) => /[^\s=]\s[^\s=]/.test(line)).length > lines.length / 2
}

const isCodedLine = (line: string): boolean =>
  line.length >= 16 && line.length % 4 === 0 && BASE64_LINE.test(line)

/** Letters of base64 with blanks between them, or behind the marks of a quote. */
const isOfAlphabet = (source: string): boolean => /^[A-Za-z0-9+/=>\s]*$/.test(source)

function joined(bytes: Uint8Array, at: number): Uint8Array {
  const coded = decodeBase64(bytes.subarray(0, at))
  const needsBreak = coded.length > 0 && coded.at(-1) !== 0x0a
  return Buffer.concat([coded, needsBreak ? Uint8Array.of(0x0a) : new Uint8Array(), bytes.subarray(at)])
}

/** Soft line breaks at the length that encoders choose, and no equals sign that could not be one of theirs. */
function looksQuotedPrintable(bytes: Uint8Array): boolean {
  const source = sampleOf(bytes, 64 * 1024)
  if (!source.includes('=\n') && !source.includes('=\r\n')) return false
  let soft = 0
  for (const line of source.split(/\r?\n/)) {
    if (line.length > 78) return false
    if (line.endsWith('=') && line.length > 60) soft++
    if (/=(?![0-9A-F]{2}|$)/.test(line)) return false
  }
  return soft >= 2
}

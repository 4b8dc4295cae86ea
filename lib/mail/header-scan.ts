import { parseAddressHeader } from './address-header'
import {
  foldedValue,
  goesOn,
  isAddressBelow,
  isBrokenFold,
  isHeaderBelow,
  isMailBelow,
  isParameter,
  isStray,
  type OpenField,
} from './broken-header'
import { strictUtf8 } from './charset'
import { afterBlanks, afterLineEnd, isBlank, lineEnd, nameLength, nameOf } from './header-lines'
import { decodeWords, headerBytesToText } from './header-words'
import { parseMailDate } from './mail-date'
import { readMessageIds } from './message-ids'
import { toDbLine } from './to-db-text'
import type { MinimalHeaders } from './types'

/**
 * One field, unfolded, bytes read as text but encoded-words not yet decoded. `name` as written. `bytes`: of a value that
 * is neither ASCII nor UTF-8, for whoever learns what the mail is written in.
 */
export type RawHeader = { readonly name: string; readonly value: string; readonly bytes?: Uint8Array }

/** The first field of that name (lower-case), in bytes or as a mail lists it; '' when there is none. */
export const fieldNamed = (
  headers: readonly { readonly name: string; readonly value: string }[],
  name: string,
): string => headers.find((one) => one.name.toLowerCase() === name)?.value ?? ''

export type HeaderBlock = {
  readonly headers: readonly RawHeader[]
  /** Offset of the first byte of the body. */
  readonly bodyStart: number
  readonly isTruncated: boolean
}

export type HeaderLimits = { readonly maxHeaderBytes: number; readonly maxHeaderLines: number }

/**
 * Splits a header block off the front of the bytes: one linear walk, no library, no exception. Lines may end
 * in CRLF, LF or a lone CR. A line that is neither field nor continuation ends the block when nothing of a
 * header was seen or when it cannot be one; what follows is body. A part may well begin with a blank line: it has no
 * header then, however much its text looks like one.
 */
export function scanHeaders(bytes: Uint8Array, limits: HeaderLimits, isPart = false): HeaderBlock {
  const header = new OpenHeader(limits)
  let at = startOffset(bytes, isPart)
  while (at < bytes.length) {
    const end = lineEnd(bytes, at)
    const next = afterLineEnd(bytes, end)
    if (end === at || (isBlank(bytes, at, end) && !goesOn(bytes, next, isPart))) {
      header.endField()
      if (isPart || !isHeaderBelow(bytes, next, header.headers)) return header.endAt(next)
      at = next
      continue
    }
    const after = takeLine(header, bytes, { at, end, next, isPart })
    // The blank line between header and body is missing.
    if (after === null) return header.endAt(at)
    at = after
  }
  return header.endAt(bytes.length)
}

/** The fields read so far, and the one that may go on in the next line. */
class OpenHeader {
  readonly headers: RawHeader[] = []
  field: OpenField | null = null
  private readonly limits: HeaderLimits
  private isTruncated = false
  private taken = 0

  constructor(limits: HeaderLimits) {
    this.limits = limits
  }

  hasRoomFor(line: Uint8Array): boolean {
    this.taken += line.length
    const { maxHeaderBytes, maxHeaderLines } = this.limits
    if (this.taken <= maxHeaderBytes && this.headers.length < maxHeaderLines) return true
    this.isTruncated = true
    return false
  }

  begin(name: Uint8Array, value: Uint8Array): void {
    this.endField()
    this.field = { name: Buffer.from(name).toString('latin1').trim(), chunks: [value] }
  }

  goOn(...chunks: Uint8Array[]): void {
    this.field?.chunks.push(...chunks)
  }

  endField(): void {
    if (this.field === null) return
    const { name, chunks } = this.field
    const raw = (chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)) ?? new Uint8Array()
    const value = headerBytesToText(raw).trim()
    this.headers.push({ name, value, ...(strictUtf8(raw) === null ? { bytes: raw } : {}) })
    this.field = null
  }

  endAt(bodyStart: number): HeaderBlock {
    this.endField()
    return { headers: this.headers, bodyStart, isTruncated: this.isTruncated }
  }
}

/** Takes what a line adds; the place to go on at, or null when it is neither field nor folding. */
function takeLine(
  header: OpenHeader,
  bytes: Uint8Array,
  { at, end, next, isPart }: { at: number; end: number; next: number; isPart: boolean },
): number | null {
  const isIndented = bytes[at] === 0x20 || bytes[at] === 0x09
  // Indented, the first line continues nothing: somebody moved the whole header, or a blank got before it.
  const isContinuation = isIndented && (header.field !== null || header.headers.length > 0)
  const line = bytes.subarray(isIndented && !isContinuation ? afterBlanks(bytes, at) : at, end)
  if (!header.hasRoomFor(line)) return next
  if (isContinuation) {
    header.goOn(line)
    return next
  }
  if (isParameter(line, header.field)) {
    header.goOn(NEXT_PARAMETER, line)
    return next
  }
  const colon = nameLength(line)
  if (colon > 0) {
    header.begin(line.subarray(0, colon), line.subarray(colon + 1))
    return next
  }
  const value = foldedValue(bytes, line, next)
  if (value > 0) {
    const valueEnd = lineEnd(bytes, value)
    header.begin(line, bytes.subarray(value, valueEnd))
    return afterLineEnd(bytes, valueEnd)
  }
  if (isAddressBelow(line, header.field)) {
    header.goOn(SPACE, line)
    return next
  }
  if (line[0] !== 0x2d && isBrokenFold(bytes, next, header.headers, header.field)) {
    if (!isStray(line, header.field)) header.goOn(SPACE, line)
    return next
  }
  const isAbove = !isPart && header.headers.length === 0 && isMailBelow(bytes, next)
  return isAbove || isMboxLine(line, header.headers.length) ? next : null
}

/** What can be said about a mail the parser gave up on. */
export function scanMinimalHeaders(bytes: Uint8Array): MinimalHeaders {
  const { headers } = scanHeaders(bytes.subarray(0, 256 * 1024), {
    maxHeaderBytes: 256 * 1024,
    maxHeaderLines: 500,
  })
  const find = (name: string): string => fieldNamed(headers, name)
  const from = parseAddressHeader(find('from'))
  return {
    subject: toDbLine(decodeWords(find('subject')), { maxBytes: 1000 }),
    from: from.addresses[0] ?? null,
    fromText: toDbLine(decodeWords(find('from')), { maxBytes: 1000 }),
    messageId: readMessageIds(find('message-id'), { maxIds: 100 })[0] ?? null,
    date: parseMailDate(find('date')),
  }
}

/** Skips a byte order mark and blank lines some gateways put in front, those of blanks too. */
function startOffset(bytes: Uint8Array, isPart: boolean): number {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const from = at
  for (let line = at; line < bytes.length && isBlank(bytes, line, lineEnd(bytes, line)); ) {
    line = afterLineEnd(bytes, lineEnd(bytes, line))
    at = line
  }
  // Blank lines count as "in front" only when a field follows; else the mail has no header at all.
  const end = lineEnd(bytes, at)
  if (at === from || nameLength(bytes.subarray(at, end)) < 0) return from
  return !isPart || nameOf(bytes, at, end).startsWith('content-') ? at : from
}

const SPACE = Uint8Array.of(0x20)
const NEXT_PARAMETER = Buffer.from('; ')

function isMboxLine(line: Uint8Array, position: number): boolean {
  const start = Buffer.from(line.subarray(0, 6)).toString('latin1')
  return position === 0 && (start.startsWith('From ') || start.startsWith('>From '))
}

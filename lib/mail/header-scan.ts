import { parseAddressHeader } from './address-header'
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

const COLON = 0x3a

/**
 * Splits a header block off the front of the bytes: one linear walk, no library, no exception. Lines may end
 * in CRLF, LF or a lone CR. A line that is neither field nor continuation ends the block when nothing of a
 * header was seen or when it cannot be one; what follows is body. A part may well begin with a blank line: it has no
 * header then, however much its text looks like one.
 */
export function scanHeaders(bytes: Uint8Array, limits: HeaderLimits, isPart = false): HeaderBlock {
  const headers: RawHeader[] = []
  let field: { name: string; chunks: Uint8Array[] } | null = null
  let isTruncated = false
  let taken = 0
  const finish = (): void => {
    if (field === null) return
    const raw =
      (field.chunks.length === 1 ? field.chunks[0] : Buffer.concat(field.chunks)) ?? new Uint8Array()
    const value = headerBytesToText(raw).trim()
    headers.push({ name: field.name, value, ...(strictUtf8(raw) === null ? { bytes: raw } : {}) })
    field = null
  }
  let at = startOffset(bytes, isPart)
  while (at < bytes.length) {
    const end = lineEnd(bytes, at)
    const next = afterLineEnd(bytes, end)
    if (end === at || (isBlank(bytes, at, end) && !goesOn(bytes, next))) {
      finish()
      if (isPart || !isHeaderBelow(bytes, next, headers)) return { headers, bodyStart: next, isTruncated }
      at = next
      continue
    }
    const isIndented = bytes[at] === 0x20 || bytes[at] === 0x09
    // Indented, the first line continues nothing: somebody moved the whole header, or a blank got before it.
    const isContinuation = isIndented && (field !== null || headers.length > 0)
    const line = bytes.subarray(isIndented && !isContinuation ? afterBlanks(bytes, at) : at, end)
    taken += line.length
    if (taken > limits.maxHeaderBytes || headers.length >= limits.maxHeaderLines) {
      isTruncated = true
    } else if (isContinuation) {
      ;(field as { chunks: Uint8Array[] } | null)?.chunks.push(line)
    } else {
      const colon = nameLength(line)
      const value = colon > 0 ? -1 : foldedValue(bytes, line, next)
      if (colon > 0) {
        finish()
        const name = Buffer.from(line.subarray(0, colon)).toString('latin1').trim()
        field = { name, chunks: [line.subarray(colon + 1)] }
      } else if (value > 0) {
        finish()
        const valueEnd = lineEnd(bytes, value)
        field = {
          name: Buffer.from(line).toString('latin1').trim(),
          chunks: [bytes.subarray(value, valueEnd)],
        }
        at = afterLineEnd(bytes, valueEnd)
        continue
      } else if (line[0] !== 0x2d && isBrokenFold(bytes, next, headers, field)) {
        if (!isStray(line, field)) (field as { chunks: Uint8Array[] } | null)?.chunks.push(SPACE, line)
      } else if (
        !isMboxLine(line, headers.length) &&
        (isPart || headers.length > 0 || !isMailBelow(bytes, next))
      ) {
        // Neither field nor folding: the blank line between header and body is missing.
        finish()
        return { headers, bodyStart: at, isTruncated }
      }
    }
    at = next
  }
  finish()
  return { headers, bodyStart: bytes.length, isTruncated }
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

/**
 * "From" on a line of its own, and " : ada@uno.example" below: folded before the colon, which the old rules allowed.
 * The place behind the colon, or -1. Were it no field, the header would end here and a second From be shown by no one.
 */
function foldedValue(bytes: Uint8Array, line: Uint8Array, next: number): number {
  const colon = afterBlanks(bytes, next)
  if (colon === next || bytes[colon] !== COLON || line.length > 60) return -1
  const name = Buffer.from(line).toString('latin1').trim().toLowerCase()
  return isFieldOfMail(name) ? colon + 1 : -1
}

/**
 * A relay that ends its own fields with a blank line: above it stands nothing that a mail has of its writer, below it
 * who wrote and two more of those fields.
 */
function isHeaderBelow(bytes: Uint8Array, from: number, headers: readonly RawHeader[]): boolean {
  if (headers.length === 0 || headers.some(({ name }) => essential.has(name.toLowerCase()))) return false
  if (!headers.every(({ name }) => isFieldOfMail(name.toLowerCase()))) return false
  const found = fieldsFrom(bytes, from)
  return found.has('from') && [...found].filter((name) => essential.has(name)).length > 2
}

/** The names in the header that begins there. */
function fieldsFrom(bytes: Uint8Array, from: number): ReadonlySet<string> {
  const found = new Set<string>()
  let at = from
  for (let lines = 0; lines < MAX_BROKEN_LINES && at < bytes.length; lines++) {
    const end = lineEnd(bytes, at)
    const isIndented = bytes[at] === 0x20 || bytes[at] === 0x09
    const name = nameOf(bytes, at, end)
    if (end === at || (!isIndented && name === '') || (lines === 0 && isIndented)) break
    if (!isIndented) found.add(name)
    at = afterLineEnd(bytes, end)
  }
  return found
}

/**
 * What a shell, a session or a pager left above the first field ("DATA", a quote, a pipe): the header of a mail begins
 * within the next lines, with a field that servers write and no person who passes a mail on.
 */
function isMailBelow(bytes: Uint8Array, from: number): boolean {
  let at = from
  for (let lines = 0; lines < MAX_JUNK_LINES && at < bytes.length; lines++) {
    const end = lineEnd(bytes, at)
    if (nameLength(bytes.subarray(at, end)) > 0) break
    if (isBlank(bytes, at, end)) return false
    at = afterLineEnd(bytes, end)
  }
  const found = fieldsFrom(bytes, at)
  return found.has('from') && (found.has('message-id') || found.has('mime-version') || found.has('received'))
}

const MAX_JUNK_LINES = 5

const SPACE = Uint8Array.of(0x20)

/** Fields that every mail has once. */
const essential = new Set(['from', 'to', 'subject', 'date', 'message-id', 'mime-version', 'content-type'])

/**
 * A long field was wrapped without the blank that folding needs, or a relay unfolded the lines of others: the header goes
 * on with a field that it does not have yet within the next lines, or with two of them before it ends.
 */
function isBrokenFold(
  bytes: Uint8Array,
  next: number,
  headers: readonly RawHeader[],
  open: { name: string } | null,
): boolean {
  if (headers.length === 0 && !isEssential(open)) return false
  const has = new Set([...headers, ...(open === null ? [] : [open])].map(({ name }) => name.toLowerCase()))
  const found = new Set<string>()
  let at = next
  for (let lines = 0; lines < MAX_BROKEN_LINES && at < bytes.length; lines++) {
    const end = lineEnd(bytes, at)
    if (end === at) return false
    const name = nameOf(bytes, at, end)
    if (essential.has(name)) {
      if (lines < 3) return !has.has(name)
      if (!has.has(name)) found.add(name)
      if (found.size > 1) return true
    }
    at = afterLineEnd(bytes, end)
  }
  return false
}

const MAX_BROKEN_LINES = 80

/** Below an address that is whole, a line without one is no more of it: added, it would spoil the sender. */
const isStray = (line: Uint8Array, field: { name: string; chunks: Uint8Array[] } | null): boolean =>
  field !== null &&
  /^(?:from|sender|reply-to)$/i.test(field.name) &&
  !line.includes(0x40) &&
  field.chunks.some((chunk) => chunk.includes(0x40))

const isEssential = (field: { name: string } | null): boolean =>
  field !== null && isFieldOfMail(field.name.toLowerCase())

/** Fields of a mail that a text does not begin a line with. */
const isFieldOfMail = (name: string): boolean =>
  essential.has(name) || otherFields.has(name) || /^(?:x|content|list|arc|dkim|resent|thread)-/.test(name)

/** A line of blanks folds a field where the header goes on, and ends it where it does not: editors leave blanks behind. */
function goesOn(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] === 0x20 || bytes[at] === 0x09) return true
  return isFieldOfMail(nameOf(bytes, at, lineEnd(bytes, at)))
}

const otherFields = new Set(
  'received return-path reply-to sender cc bcc in-reply-to references delivered-to received-spf authentication-results user-agent importance priority precedence auto-submitted organization comments keywords'.split(
    ' ',
  ),
)

function isMboxLine(line: Uint8Array, position: number): boolean {
  const start = Buffer.from(line.subarray(0, 6)).toString('latin1')
  return position === 0 && (start.startsWith('From ') || start.startsWith('>From '))
}

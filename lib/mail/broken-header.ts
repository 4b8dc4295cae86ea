import { afterBlanks, afterLineEnd, isBlank, lineEnd, nameLength, nameOf } from './header-lines'
import { wordList } from './word-list'

// Whether a header goes on where one of its lines says otherwise. Each asks for fields below, within so many lines.

/** A field that may go on in the next line. */
export type OpenField = { name: string; chunks: Uint8Array[] }

const COLON = 0x3a
const HYPHEN = 0x2d
const COMMA = 0x2c
const SEMICOLON = 0x3b

/**
 * "From" on a line of its own, and " : ada@uno.example" below: folded before the colon, which the old rules allowed.
 * The place behind the colon, or -1. Were it no field, the header would end here and a second From be shown by no one.
 */
export function foldedValue(bytes: Uint8Array, line: Uint8Array, next: number): number {
  const colon = afterBlanks(bytes, next)
  if (colon === next || bytes[colon] !== COLON || line.length > 60) return -1
  const name = Buffer.from(line).toString('latin1').trim().toLowerCase()
  return isFieldOfMail(name) ? colon + 1 : -1
}

/**
 * A relay that ends its own fields with a blank line: above it stands nothing that a mail has of its writer, below it
 * who wrote and two more of those fields.
 */
export function isHeaderBelow(
  bytes: Uint8Array,
  from: number,
  headers: readonly { readonly name: string }[],
): boolean {
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
export function isMailBelow(bytes: Uint8Array, from: number): boolean {
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

/** Fields that every mail has once. */
const essential = new Set(['from', 'to', 'subject', 'date', 'message-id', 'mime-version', 'content-type'])

/**
 * A long field was wrapped without the blank that folding needs, or a relay unfolded the lines of others: the header goes
 * on with a field that it does not have yet within the next lines, or with two of them before it ends.
 */
export function isBrokenFold(
  bytes: Uint8Array,
  next: number,
  headers: readonly { readonly name: string }[],
  open: { name: string } | null,
): boolean {
  if (headers.length === 0 && !isEssential(open)) return false
  const has = new Set([...headers, ...(open === null ? [] : [open])].map(({ name }) => name.toLowerCase()))
  const found = new Set<string>()
  let at = next
  for (let lines = 0; lines < MAX_BROKEN_LINES && at < bytes.length; lines++) {
    const end = lineEnd(bytes, at)
    // A delimiter: what follows is the header of another part.
    if (end === at || (bytes[at] === HYPHEN && bytes[at + 1] === HYPHEN)) return false
    const name = nameOf(bytes, at, end)
    if (essential.has(name) || name.startsWith('content-')) {
      if (lines < 3) return !has.has(name)
      if (!has.has(name)) found.add(name)
      if (found.size > 1) return true
    }
    at = afterLineEnd(bytes, end)
  }
  return false
}

const MAX_BROKEN_LINES = 80

/**
 * A parameter of the type above it that lost its blanks ("charset=utf-8"), as scripts and relays that trim their lines
 * leave it. Taken for text, it would end the header above the encoding.
 */
export function isParameter(line: Uint8Array, field: OpenField | null): boolean {
  if (field === null || !/^content-(?:type|disposition)$/i.test(field.name)) return false
  const text = Buffer.from(line.subarray(0, 60)).toString('latin1')
  // Behind a semicolon it can be nothing else; a text above which the blank line is missing may begin with "name=".
  const isAwaited = field.chunks.at(-1)?.findLast((code) => code > 0x20) === SEMICOLON
  return (isAwaited ? ANY_PARAMETER : OWN_PARAMETER).test(text)
}

const ANY_PARAMETER = /^[a-z][a-z-]{1,30}(?:\*\d{0,3}){0,2}\s?=/i
const OWN_PARAMETER =
  /^(?:boundary|charset|delsp|filename|format|micalg|protocol|report-type)(?:\*\d{0,3}){0,2}\s?=/i

/** The rest of a list of addresses that lost its blanks, below a comma. */
export const isAddressBelow = (line: Uint8Array, field: OpenField | null): boolean =>
  field !== null &&
  /^(?:to|cc|bcc|reply-to)$/i.test(field.name) &&
  line.includes(0x40) &&
  field.chunks.at(-1)?.at(-1) === COMMA

/** Below an address that is whole, a line without one is no more of it: added, it would spoil the sender. */
export const isStray = (line: Uint8Array, field: OpenField | null): boolean =>
  field !== null &&
  /^(?:from|sender|reply-to)$/i.test(field.name) &&
  !line.includes(0x40) &&
  field.chunks.some((chunk) => chunk.includes(0x40))

const isEssential = (field: { name: string } | null): boolean =>
  field !== null && isFieldOfMail(field.name.toLowerCase())

/** Fields of a mail that a text does not begin a line with. */
const isFieldOfMail = (name: string): boolean =>
  essential.has(name) || otherFields.has(name) || /^(?:x|content|list|arc|dkim|resent|thread)-/.test(name)

/**
 * A line of blanks folds a field where the header goes on, and ends it where it does not: editors leave blanks behind.
 * Below that of a part the header of an attached mail may begin.
 */
export function goesOn(bytes: Uint8Array, at: number, isPart: boolean): boolean {
  if (bytes[at] === 0x20 || bytes[at] === 0x09) return true
  const name = nameOf(bytes, at, lineEnd(bytes, at))
  return isPart ? name.startsWith('content-') : isFieldOfMail(name)
}

const otherFields = new Set(
  wordList(
    'received|return-path|reply-to|sender|cc|bcc|in-reply-to|references|delivered-to|received-spf|authentication-results|user-agent|importance|priority|precedence|auto-submitted|organization|comments|keywords',
  ),
)

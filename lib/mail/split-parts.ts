import { afterLineEnd } from './header-lines'
import { scanHeaders } from './header-scan'
import { parseHeaderValue } from './header-value'
import { headerBytesToText } from './header-words'
import { MAX_BOUNDARY_LENGTH, OpenParts } from './open-parts'
import { type RawPart, rawHeader, readHeadersByTexts } from './raw-part'
import type { ParseLimits, UnreadableReason } from './types'

/** A mail that is over a limit as a whole. */
export class SplitLimit extends Error {
  readonly reason: UnreadableReason

  constructor(reason: UnreadableReason, message: string) {
    super(message)
    this.reason = reason
  }
}

const GUESS_WITHIN_BYTES = 64 * 1024
const LF = 0x0a
const CR = 0x0d
const HYPHEN = 0x2d

/**
 * The tree of MIME parts, bodies as views into the bytes, nothing decoded. One walk, whatever the bytes are: a line
 * is compared with all open boundaries at once, and the delimiter of an outer multipart ends the inner ones that were
 * never closed (section 5.1.2). Throws `SplitLimit` only.
 */
export function splitParts(
  bytes: Uint8Array,
  limits: Pick<ParseLimits, 'maxHeaderBytes' | 'maxHeaderLines' | 'maxParts'>,
): RawPart {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const open = new OpenParts()
  const findBoundary = boundaryFinder(source, open)
  let parts = 0

  const start = (at: number, parent: RawPart | null): Reading => {
    if (++parts > limits.maxParts)
      throw new SplitLimit('too-many-parts', `more than ${limits.maxParts} parts`)
    const block = scanHeaders(source.subarray(at), limits, parent !== null)
    if (block.bodyStart > limits.maxHeaderBytes) {
      throw new SplitLimit('header-too-large', `a header of ${block.bodyStart} bytes`)
    }
    const part: RawPart = {
      path: pathIn(parent),
      headers: block.headers,
      body: new Uint8Array(),
      children: [],
      isRoot: parent === null,
      flags: block.isTruncated ? ['headers-truncated'] : [],
    }
    parent?.children.push(part)
    const bodyStart = at + block.bodyStart
    const boundary = findBoundary(part, bodyStart)
    if (boundary === null) return { part, bodyStart }
    open.push(boundary, part)
    const first = parent === null ? null : firstPartIn(part)
    return { part: first ?? part, bodyStart }
  }

  const root = start(0, null)
  let reading: Reading | null = root
  let at = root.bodyStart
  while (open.size > 0 || open.hasClosed) {
    const line = nextDelimiterLine(source, at, open)
    if (line === null) break
    at = line.end
    const found = open.find(line.text) ?? open.find(line.text.trimEnd()) ?? open.find(upToHyphens(line.text))
    if (found === null) {
      const inside: RawPart | null =
        (reading === null ? open.reopened(line.text) : null) ?? open.brokenOff(line.text)
      if (inside === null) continue
      // What was opened inside goes on beside: its parts are parts, not text with delimiters in it.
      if (reading !== null) finish(reading, source, line.start)
      reading = start(line.end, inside)
      at = reading.bodyStart
      continue
    }
    if (reading !== null) finish(reading, source, line.start)
    if (open.closeInside(found.level)) root.part.flags.push('multipart-unclosed')
    if (found.isClosing) {
      open.close()
      reading = null
    } else {
      reading = start(line.end, found.part)
      at = reading.bodyStart
    }
  }
  if (reading !== null)
    finish(reading, source, open.gluedDelimiter(source, reading.bodyStart) ?? source.length + 1)
  if (open.size > 0) root.part.flags.push('multipart-unclosed')
  readHeadersByTexts(root.part)
  return root.part
}

type Reading = { readonly part: RawPart; readonly bodyStart: number }

/**
 * A multipart whose header goes on with that of its first part: the delimiter between them got lost. What follows is
 * that part and no note for old readers.
 */
function firstPartIn(part: RawPart): RawPart | null {
  const isType = ({ name }: { name: string }) => name.toLowerCase() === 'content-type'
  const second = part.headers.findIndex((one, i) => isType(one) && part.headers.slice(0, i).some(isType))
  if (second < 0 || /^\s{0,5}multipart\//i.test(part.headers[second]?.value ?? '')) return null
  const headers = part.headers.slice(second)
  part.headers = part.headers.slice(0, second)
  const first: RawPart = {
    path: pathIn(part),
    headers,
    body: new Uint8Array(),
    children: [],
    isRoot: false,
    flags: [],
  }
  part.children.push(first)
  return first
}

/** What stands before the first part is a note for old readers, except where no part follows. */
function finish({ part, bodyStart }: Reading, source: Buffer, delimiterAt: number): void {
  // The line end before a delimiter belongs to the delimiter.
  let end = Math.min(delimiterAt, source.length)
  if (delimiterAt <= source.length) {
    if (end > bodyStart && source[end - 1] === LF) end--
    if (end > bodyStart && source[end - 1] === CR) end--
  }
  part.body = source.subarray(Math.min(bodyStart, end), end)
}

function pathIn(parent: RawPart | null): string {
  if (parent === null) return '1'
  const position = String(parent.children.length + 1)
  return parent.isRoot ? position : `${parent.path}.${position}`
}

type DelimiterLine = { readonly start: number; readonly end: number; readonly text: string }

/**
 * The next line that begins with two hyphens and could be a delimiter; `text` is what follows them. A delimiter of what
 * is open may stand at the end of a line with text, the header of a part below it.
 */
function nextDelimiterLine(source: Buffer, from: number, open?: OpenParts): DelimiterLine | null {
  let start = source.indexOf('--', from)
  while (start >= 0) {
    const before = source[start - 1]
    const isAtStart = start === 0 || start === from || before === LF || before === CR
    if (isAtStart || (before !== HYPHEN && open?.isGlued(source, start + 2) === true)) {
      const stop = Math.min(source.length, start + MAX_BOUNDARY_LENGTH + 10)
      let end = start
      while (end < stop && source[end] !== LF && source[end] !== CR) end++
      if (end < stop || end === source.length) {
        const text = source.toString('utf8', start + 2, end)
        const line = { start, end: afterLineEnd(source, end), text }
        if (isAtStart || hasFieldBelow(source, line.end)) return line
      }
      start = end
    }
    start = source.indexOf('--', start + 1)
  }
  return null
}

const MAX_SEARCHES = 5

/** Looks for what delimits the parts of a multipart: as declared, where that stands in the mail, else by its look. */
function boundaryFinder(
  source: Buffer,
  open: OpenParts,
): (part: RawPart, bodyStart: number) => string | null {
  let searches = 0
  return (part, bodyStart) => {
    const raw = rawHeader(part, 'content-type')
    if (!/^["\s]{0,5}multipart\s{0,5}\//i.test(raw)) {
      const told = boundariesOf(part)
      // Only a few times a mail, this too.
      if (told.length > 0 && ++searches > MAX_SEARCHES) return null
      const used = told.find((one) => open.find(one) === null && isDelimiterIn(source, one, bodyStart))
      return used ?? (part.isRoot ? untoldBoundary(raw, source, bodyStart) : null)
    }
    const declared = parseHeaderValue(raw).params.get('boundary') ?? ''
    const isUsable = declared.trim() !== '' && declared.length <= MAX_BOUNDARY_LENGTH
    if (!isUsable) return guessBoundary(source, bodyStart, open)
    // Only a few times a mail: this may read all of it.
    if (++searches > MAX_SEARCHES || isDelimiterIn(source, declared, bodyStart)) return declared
    // Blanks at the end belong to no boundary (RFC 2046 section 5.1.1). A relay that rewrites the header or the body
    // leaves them with different ones.
    // And some quote it in their own way, or use what stands for a comment.
    const written = /\bboundary\s{0,5}=\s{0,5}([^;\r\n]{1,1000})/i.exec(raw)?.[1]?.trim() ?? ''
    const others = [declared.trimEnd(), declared.replace(/^'(.{1,1000})'$/, '$1'), written]
    const other = others.find((one) => one !== '' && isDelimiterIn(source, one, bodyStart))
    if (other !== undefined) return other
    return guessBoundary(source, bodyStart, open) ?? declared
  }
}

/** The boundaries that a part tells which says that it is something else: a type that no one knows, a second type. */
const boundariesOf = (part: RawPart): readonly string[] =>
  part.headers
    .filter(({ name, value }) => name.toLowerCase() === 'content-type' && /\bboundary\b/i.test(value))
    .slice(0, MAX_SEARCHES)
    .map(({ value }) => parseHeaderValue(value))
    .filter(({ value }) => !value.startsWith('message/'))
    .map(({ params }) => params.get('boundary') ?? '')
    .filter((one) => one.trim() !== '' && one.length <= MAX_BOUNDARY_LENGTH)

/**
 * A mail that lost its type on the way, and begins with a delimiter, the header of a part below it; the last one is there
 * too.
 */
function untoldBoundary(type: string, source: Buffer, bodyStart: number): string | null {
  if (!/^(?:["\s]{0,5}text\/plain|$)/i.test(type)) return null
  const line = nextDelimiterLine(source.subarray(0, bodyStart + MAX_BOUNDARY_LENGTH + 100), bodyStart)
  if (line === null || source.toString('latin1', bodyStart, line.start).trim() !== '') return null
  const text = line.text.trimEnd()
  return hasFieldBelow(source, line.end) && isClosedLater(source, text, line.end) ? text : null
}

/** Is there a line of it? One that only begins like it delimits nothing: the boundary was cut on the way. */
function isDelimiterIn(source: Buffer, boundary: string, from: number): boolean {
  const delimiter = Buffer.from(`--${boundary}`)
  let at = source.indexOf(delimiter, from)
  for (let searches = 0; at >= 0 && searches < MAX_DELIMITERS; searches++) {
    const before = source[at - 1]
    const after = source.toString('latin1', at + delimiter.length, at + delimiter.length + 2)
    if (/^(?:\s|--|$)/.test(after) && (at === from || before === LF || before === CR)) return true
    at = source.indexOf(delimiter, at + 1)
  }
  return at >= 0
}

const MAX_DELIMITERS = 100

/**
 * A boundary lost in a broken header: the first line that looks like a delimiter and has a field below it, or one with
 * the hyphens of the last delimiter later on. One of a multipart around it ends it, and divides nothing in it.
 */
function guessBoundary(source: Buffer, bodyStart: number, open: OpenParts): string | null {
  const within = source.subarray(0, Math.min(source.length, bodyStart + GUESS_WITHIN_BYTES))
  let line = nextDelimiterLine(within, bodyStart)
  for (let searches = 0; line !== null; searches++) {
    const text = line.text.trimEnd()
    if (open.find(text) !== null) return null
    if (
      text !== '' &&
      (hasFieldBelow(within, line.end) || (searches < 20 && isClosedLater(within, text, line.end)))
    )
      return text
    line = nextDelimiterLine(within, line.end)
  }
  return null
}

/** "b-- end of mail": what a program writes behind the last delimiter belongs to it. */
const upToHyphens = (text: string): string => text.slice(0, text.search(/--\s|$/) + 2)

const hasFieldBelow = (source: Buffer, at: number): boolean =>
  /^content-[a-z-]{2,30}\s?:/i.test(headerBytesToText(source.subarray(at, at + 40)))

/** "--text--" on a line of its own. */
function isClosedLater(source: Buffer, text: string, from: number): boolean {
  if (!/[a-z\d]/i.test(text)) return false
  const at = source.indexOf(`\n--${text}--`, Math.max(0, from - 1))
  const after = at < 0 ? undefined : source[at + text.length + 5]
  return at >= 0 && (after === undefined || after === CR || after === LF)
}

import { hasFieldBelow, nextDelimiterLine } from './delimiter-line'
import { parseHeaderValue } from './header-value'
import { MAX_BOUNDARY_LENGTH, type OpenParts } from './open-parts'
import { type RawPart, rawHeader } from './raw-part'

const GUESS_WITHIN_BYTES = 64 * 1024
const LF = 0x0a
const CR = 0x0d

const MAX_SEARCHES = 5

/** Looks for what delimits the parts of a multipart: as declared, where that stands in the mail, else by its look. */
export function boundaryFinder(
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

/** "--text--" on a line of its own. */
function isClosedLater(source: Buffer, text: string, from: number): boolean {
  if (!/[a-z\d]/i.test(text)) return false
  const at = source.indexOf(`\n--${text}--`, Math.max(0, from - 1))
  const after = at < 0 ? undefined : source[at + text.length + 5]
  return at >= 0 && (after === undefined || after === CR || after === LF)
}

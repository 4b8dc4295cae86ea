import { nextDelimiterLine } from './delimiter-line'
import { boundaryFinder } from './find-boundary'
import { scanHeaders } from './header-scan'
import { OpenParts } from './open-parts'
import { type RawPart, readHeadersByTexts } from './raw-part'
import type { ParseLimits, UnreadableReason } from './types'

/** A mail that is over a limit as a whole. */
export class SplitLimit extends Error {
  readonly reason: UnreadableReason

  constructor(reason: UnreadableReason, message: string) {
    super(message)
    this.reason = reason
  }
}

const LF = 0x0a
const CR = 0x0d

/**
 * The tree of MIME parts, bodies as views into the bytes, nothing decoded. One walk, whatever the bytes are: a line
 * is compared with all open boundaries at once, and the delimiter of an outer multipart ends the inner ones that were
 * never closed (RFC 2046 section 5.1.2). Throws `SplitLimit` only.
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

/** "b-- end of mail": what a program writes behind the last delimiter belongs to it. */
const upToHyphens = (text: string): string => text.slice(0, text.search(/--\s|$/) + 2)

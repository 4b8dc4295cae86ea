import { createHash } from 'node:crypto'
import { readContent } from './content'
import { readHeaderFields } from './header-fields'
import { scanMinimalHeaders } from './header-scan'
import { parseHeaderValue } from './header-value'
import { pecInnerMail, withPecContent } from './pec'
import { rawHeader } from './raw-part'
import { SplitLimit, splitParts } from './split-parts'
import type { ParsedMail, ParseLimits, Unreadable, UnreadableReason } from './types'

export const defaultParseLimits: ParseLimits = {
  maxMailBytes: 60 * 1024 * 1024,
  maxParts: 1000,
  maxHeaderBytes: 1024 * 1024,
  maxHeaderLines: 2000,
  maxMessageDepth: 20,
  maxAttachments: 100,
  maxTextBytes: 2 * 1024 * 1024,
  maxHtmlBytes: 4 * 1024 * 1024,
}

/**
 * Bytes to `ParsedMail`. Only bytes: a mail that was decoded to a string first has lost its 8-bit parts.
 * Parts, fields, charsets and what counts as text or file are read here and by no library: they turn an invalid date
 * into "now", fold text into HTML of their own and drop a whole mail over a limit. Over a limit the answer is
 * `Unreadable` with what a plain header scan saw; it throws only for bugs.
 */
export async function parseMail(
  bytes: Uint8Array,
  limits: ParseLimits = defaultParseLimits,
): Promise<ParsedMail | Unreadable> {
  if (bytes.length === 0) return unreadable(bytes, 'empty', 'no bytes')
  if (bytes.length > limits.maxMailBytes) return unreadable(bytes, 'too-large', `${bytes.length} bytes`)
  try {
    const root = splitParts(withSingleLineEnds(bytes), limits)
    const fields = readHeaderFields(root.headers, limits)
    const content = readContent(root, limits, (inner) => splitParts(inner, limits))
    const type = parseHeaderValue(rawHeader(root, 'content-type'))
    const mail: ParsedMail = {
      kind: 'parsed',
      ...fields.mail,
      ...content.mail,
      contentType: type.value === '' ? 'text/plain' : type.value,
      contentTypeParams: [...type.params].map(([name, value]) => ({ name, value: value.slice(0, 1000) })),
      flags: [...new Set([...fields.flags, ...content.flags, ...root.flags])],
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    }
    const certified = pecInnerMail(mail)
    if (certified === null || limits.maxMessageDepth === 0) return mail
    const inner = await parseMail(certified.bytes, { ...limits, maxMessageDepth: 0 })
    return inner.kind === 'parsed' ? withPecContent(mail, inner) : mail
  } catch (error) {
    if (error instanceof SplitLimit) return unreadable(bytes, error.reason, error.message)
    throw error
  }
}

/**
 * A program that made CRLF of LF once too often wrote CR CR LF everywhere, one that did it the wrong way round LF CR: read
 * as two line ends, the header would be over after its first field. Seen at the first three lines, it is undone in all.
 */
function withSingleLineEnds(bytes: Uint8Array): Uint8Array {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = -1
  let isTwice = true
  let isReversed = true
  for (let lines = 0; lines < 3 && (isTwice || isReversed); lines++) {
    at = source.indexOf(0x0a, at + 1)
    isTwice &&= at >= 2 && source[at - 1] === 0x0d && source[at - 2] === 0x0d
    isReversed &&= at >= 0 && source[at + 1] === 0x0d && source[at + 2] !== 0x0a && source[at - 1] !== 0x0d
  }
  if (!isTwice && !isReversed) return bytes
  const out = new Uint8Array(source.length)
  let length = 0
  for (let i = 0; i < source.length; i++) {
    if (isTwice && source[i] === 0x0d && source[i + 1] === 0x0d && source[i + 2] === 0x0a) continue
    if (isReversed && source[i] === 0x0d && source[i - 1] === 0x0a) continue
    out[length++] = source[i] ?? 0
  }
  return out.subarray(0, length)
}

/** The record for a mail that could not be read; also for the caller whose parser thread died. */
export function unreadable(bytes: Uint8Array, reason: UnreadableReason, detail: string): Unreadable {
  return {
    kind: 'unreadable',
    reason,
    detail: detail.slice(0, 500),
    minimal: scanMinimalHeaders(bytes),
    sizeBytes: bytes.length,
  }
}

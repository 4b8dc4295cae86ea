import { createHash } from 'node:crypto'
import { Splitter } from '@zone-eu/mailsplit'
import { readContent } from './content'
import { readHeaderFields } from './header-fields'
import { scanHeaders, scanMinimalHeaders } from './header-scan'
import { parseHeaderValue } from './header-value'
import { pecInnerMail, withPecContent } from './pec'
import type { RawPart } from './raw-part'
import type { ParsedMail, ParseLimits, Unreadable, UnreadableReason } from './types'

export const defaultParseLimits: ParseLimits = {
  maxMailBytes: 60 * 1024 * 1024,
  maxParts: 1000,
  maxHeaderBytes: 1024 * 1024,
  maxHeaderLines: 2000,
  maxMessageDepth: 20,
  maxAttachments: 200,
  maxTextBytes: 2 * 1024 * 1024,
  maxHtmlBytes: 4 * 1024 * 1024,
}

/**
 * Bytes to `ParsedMail`. Only bytes: a mail that was decoded to a string first has lost its 8-bit parts.
 * mailparser's splitter finds the parts; fields, charsets and what counts as text or file are read here,
 * because simpleParser turns an invalid date into "now", folds text into HTML of its own and drops a whole
 * mail over a limit. Over a limit the answer is `Unreadable` with what a plain header scan saw; it throws
 * only for bugs.
 */
export async function parseMail(
  bytes: Uint8Array,
  limits: ParseLimits = defaultParseLimits,
): Promise<ParsedMail | Unreadable> {
  if (bytes.length === 0) return unreadable(bytes, 'empty', 'no bytes')
  if (bytes.length > limits.maxMailBytes) return unreadable(bytes, 'too-large', `${bytes.length} bytes`)
  try {
    const root = await splitMail(bytes, limits)
    const fields = readHeaderFields(root.headers, limits)
    const content = await readContent(root, limits, (inner) => splitMail(inner, limits))
    const type = parseHeaderValue(
      root.headers.find((one) => one.name.toLowerCase() === 'content-type')?.value ?? '',
    )
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

class SplitLimit extends Error {
  readonly reason: UnreadableReason

  constructor(reason: UnreadableReason, message: string) {
    super(message)
    this.reason = reason
  }
}

type Building = { part: RawPart; chunks: Uint8Array[]; preamble: Uint8Array[] }

/** Runs the splitter over the bytes and gathers its events into a tree of parts; bodies still encoded. */
function splitMail(bytes: Uint8Array, limits: ParseLimits): Promise<RawPart> {
  return new Promise((resolve, reject) => {
    const splitter = new Splitter({
      ignoreEmbedded: true,
      maxHeadSize: limits.maxHeaderBytes,
      maxChildNodes: limits.maxParts,
    })
    const built = new Map<object, Building>()
    let root: Building | null = null
    splitter.on('data', (event) => {
      if (event.type === 'node') {
        const parent = event.parentNode ? built.get(event.parentNode) : undefined
        const one = newBuilding(event.getHeaders(), parent?.part ?? null, limits)
        built.set(event, one)
        parent?.part.children.push(one.part)
        root ??= one
      } else if (event.type === 'body' || event.type === 'data') {
        const one = built.get(event.node)
        if (one === undefined || !event.value) return
        if (event.type === 'body') one.chunks.push(event.value)
        else one.preamble.push(event.value)
      }
    })
    const stream: NodeJS.ReadWriteStream = splitter
    stream.on('error', (error: Error) => reject(splitError(error)))
    stream.on('end', () => {
      for (const one of built.values()) one.part.body = bodyOf(one)
      resolve((root ?? newBuilding(new Uint8Array(), null, limits)).part)
    })
    splitter.end(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  })
}

function newBuilding(headerBytes: Uint8Array, parent: RawPart | null, limits: ParseLimits): Building {
  const block = scanHeaders(headerBytes, limits)
  const position = parent === null ? '' : String(parent.children.length + 1)
  const path = parent === null ? '1' : parent.isRoot ? position : `${parent.path}.${position}`
  const part: RawPart = {
    path,
    headers: block.headers,
    body: new Uint8Array(),
    children: [],
    isRoot: parent === null,
    flags: block.isTruncated ? ['headers-truncated'] : [],
  }
  // Header bytes that are no header: the blank line before the body is missing.
  const spill = headerBytes.subarray(block.bodyStart)
  return { part, chunks: spill.length > 0 ? [spill] : [], preamble: [] }
}

/** A multipart without any part (wrong or missing boundary) still has a text to show: everything in it. */
function bodyOf(one: Building): Uint8Array {
  const chunks = one.chunks.length > 0 || one.part.children.length > 0 ? one.chunks : one.preamble
  if (chunks.length === 1) return chunks[0] ?? new Uint8Array()
  return Buffer.concat(chunks)
}

function splitError(error: Error): Error {
  if ((error as { code?: unknown }).code !== 'EMAXLEN') return error
  // The splitter has one code for both limits; the sentences are "Max allowed child nodes exceeded" and
  // "Max header size for a MIME node exceeded".
  const reason = error.message.includes('child nodes') ? 'too-many-parts' : 'header-too-large'
  return new SplitLimit(reason, error.message)
}

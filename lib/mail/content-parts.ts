import { readAppleDouble } from './apple-double'
import { describeMessage, isMailFile } from './attached-message'
import { contentIdOf, fallbackName, kindOf } from './attachment-parts'
import { decodeBody, decodeFile } from './body-encoding'
import { bodyText } from './body-text'
import { account, addFile, attach, type ContentContext, tooMany, withdraw } from './content-account'
import { isBody, isOtherRepresentation, readBody } from './content-body'
import { joinSegments, mergeAlternatives, type Segment } from './content-segments'
import { contentTypeOf } from './content-type'
import { leafOfPath, safeFileName } from './file-name'
import { type HeaderValue, parseHeaderValue } from './header-value'
import { decodeWords } from './header-words'
import { incompletenessOf, pieceName, pieceOf } from './incomplete-part'
import { type RawPart, rawHeader, transferEncodingOf } from './raw-part'
import { openWrapping, secrecyOf, type Unwrapped } from './unwrap-part'

/** What of a part, and of all that is in it, is shown; what is listed or named goes into the context. */
export function readPart(
  part: RawPart,
  context: ContentContext,
  parentType: string | null,
): readonly Segment[] {
  const type = contentTypeOf(part, parentType)
  if (part.children.length > 0) return readMultipart(part, type, context)
  return readLeaf(part, type, context, parentType)
}

function readMultipart(part: RawPart, type: HeaderValue, context: ContentContext): readonly Segment[] {
  const double = type.value === 'multipart/appledouble' ? readAppleDouble(part) : null
  if (double !== null) {
    const { name, bytes, path } = double.head
    const contentType = 'application/applefile'
    addFile({ name, contentType, bytes, path: `${context.prefix}${path}`, kind: 'resource-fork' }, context)
    return double.files.flatMap((file) => readPart(file, context, null))
  }
  if (type.value === 'multipart/signed') context.flags.add('signed')
  if (type.value === 'multipart/encrypted' && !context.hasBody.value && !context.isAttached)
    context.flags.add('encrypted')
  const inner = type.value === 'multipart/report' ? { ...context, isInReport: true } : context
  if (type.value === 'multipart/alternative') return readAlternatives(part, inner)
  return part.children.flatMap((child) => readPart(child, inner, type.value))
}

/** Representations of one content: each of them is a body, not only the first. */
function readAlternatives(part: RawPart, context: ContentContext): readonly Segment[] {
  const starts: number[] = []
  const read = part.children.map((child) => {
    const hasBody = { value: false }
    starts.push(context.parts.length)
    const segments = readPart(child, { ...context, hasBody }, 'multipart/alternative')
    if (hasBody.value) context.hasBody.value = true
    return segments
  })
  const { segments, unused } = mergeAlternatives(read)
  for (const at of unused)
    withdraw(starts[at], starts[at + 1], 'another representation of the same text', context)
  return segments
}

function readLeaf(
  part: RawPart,
  type: HeaderValue,
  context: ContentContext,
  parentType: string | null,
): readonly Segment[] {
  const { value: disposition, params } = parseHeaderValue(rawHeader(part, 'content-disposition'))
  const names = [params.get('filename'), type.params.get('name'), type.params.get('file')]
  const name = names.find((one) => one !== undefined && one.trim() !== '') ?? null
  if (isBody(part, type.value, disposition, name, context)) return readBodyLeaf(part, type, context)
  const { bytes, isKnown } = decodeFile(part.body, transferEncodingOf(part))
  if (!isKnown) context.flags.add('transfer-encoding-unknown')
  const leaveOut = (reason: string): readonly Segment[] => {
    account(part, type.value, bytes.length, 'named', reason, context)
    return []
  }
  if (bytes.length === 0 && (part.isRoot || type.value.startsWith('multipart/')))
    return leaveOut(`the ${part.isRoot ? 'mail' : 'part'} has no content`)
  if (parentType === 'multipart/alternative' && isOtherRepresentation(type.value) && name === null)
    return leaveOut('another representation of the same text')
  const file = { disposition, name, bytes }
  const opened = openWrapping(type, name, bytes)
  if (opened !== null && context.depth < context.limits.maxMessageDepth)
    return readWrapped(part, type, file, opened, context)
  listFile(part, type, file, context)
  return []
}

function readBodyLeaf(part: RawPart, type: HeaderValue, context: ContentContext): readonly Segment[] {
  const { bytes, isKnown } = decodeBody(part.body, transferEncodingOf(part))
  if (!isKnown) context.flags.add('transfer-encoding-unknown')
  const whole = wholeMultipart(part, type, bytes, context)
  if (whole !== null) return readPart(whole, { ...context, depth: context.depth + 1 }, null)
  context.hasBody.value = true
  return [readBody(part, type, bytes, context)]
}

/** A mail whose parts were encoded all together, which RFC 2045 section 6.4 forbids; null for every other one. */
function wholeMultipart(
  part: RawPart,
  type: HeaderValue,
  bytes: Uint8Array,
  context: ContentContext,
): RawPart | null {
  if (!type.value.startsWith('multipart/') || bytes === part.body || context.depth > 0) return null
  const field = `Content-Type: ${rawHeader(part, 'content-type')}\r\n\r\n`
  const inner = context.split(Buffer.concat([Buffer.from(field), bytes]))
  return inner.children.length === 0 ? null : { ...inner, headers: part.headers }
}

/** What a wrapping that is no MIME holds is read as if it stood in the mail; the wrapping itself is named. */
function readWrapped(
  part: RawPart,
  type: HeaderValue,
  wrapping: FileSource,
  opened: Unwrapped,
  context: ContentContext,
): readonly Segment[] {
  account(part, type.value, wrapping.bytes.length, 'named', opened.reason, context)
  const path = `${context.prefix}${part.path}/`
  if (opened.kind === 'mail') {
    context.flags.add('signed')
    return readPart(context.split(opened.bytes), { ...context, depth: context.depth + 1, prefix: path }, null)
  }
  for (const [index, { name, contentType, bytes }] of opened.files.entries()) {
    addFile(
      { name, contentType: contentType ?? 'application/octet-stream', bytes, path: `${path}${index + 1}` },
      context,
    )
  }
  const hasText = opened.html !== null || (opened.text !== null && opened.text.trim() !== '')
  if (context.hasBody.value || !hasText) return []
  context.hasBody.value = true
  return [{ text: opened.text, html: opened.html }]
}

type FileSource = { disposition: string; name: string | null; bytes: Uint8Array }

function listFile(part: RawPart, type: HeaderValue, file: FileSource, context: ContentContext): void {
  const isMail = !context.isInReport && isMailFile(type.value, file.name, file.bytes)
  const kind = isMail ? 'message' : kindOf(type.value)
  const isMessage = kind === 'message'
  const secret = secrecyOf(type, file.name)
  const piece = pieceOf(type)
  // Beside a text that can be read it is a file like others.
  if (secret !== null && !context.hasBody.value && !context.isAttached) context.flags.add('encrypted')
  if (context.attachments.length >= context.limits.maxAttachments) {
    context.flags.add('too-many-attachments')
    account(part, type.value, file.bytes.length, 'named', tooMany, context)
    return
  }
  const inner = isMessage && file.bytes.length > 0 ? context.split(file.bytes) : null
  const at = context.attachments.length
  const fallback =
    piece === null
      ? fallbackName(type.value, inner, at + 1)
      : pieceName(decodeWords(rawHeader(part, 'subject')), piece)
  const leaf = leafOfPath(rawHeader(part, 'content-disposition'), rawHeader(part, 'content-type'))
  const contentId = contentIdOf(part)
  attach(
    {
      name: file.name,
      fileName: safeFileName(leaf ?? file.name, fallback),
      contentType: type.value,
      disposition: file.disposition === 'inline' || contentId !== null ? 'inline' : 'attachment',
      contentId,
      bytes: file.bytes,
      kind,
      path: context.prefix + part.path,
    },
    context,
  )
  account(part, type.value, file.bytes.length, 'listed', secret ?? incompletenessOf(type) ?? kind, context)
  if (inner === null) return
  const text = openMessage(part, inner, context)
  const listed = context.attachments[at]
  if (text !== null && listed)
    context.attachments[at] = { ...listed, message: describeMessage(inner, text, context.limits) }
}

/**
 * Files in an attached message are listed too, at every depth; its text stays in the .eml and comes back for whoever
 * reads forwards. null: it was not opened.
 */
function openMessage(part: RawPart, inner: RawPart, context: ContentContext): string | null {
  // In a report this is our own mail coming back: its files are not the sender's.
  if (context.isInReport) return null
  if (context.depth >= context.limits.maxMessageDepth) {
    context.flags.add('nested-too-deep')
    account(part, 'message/rfc822', 0, 'named', 'attached messages nested too deep to open', context)
    return null
  }
  const segments = readPart(
    inner,
    {
      ...context,
      depth: context.depth + 1,
      isAttached: true,
      prefix: `${context.prefix}${part.path}/`,
      hasBody: { value: false },
    },
    null,
  )
  return bodyText(joinSegments(segments))
}

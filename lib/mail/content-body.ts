import { takeBinHexFiles } from './binhex'
import { decodeCharset } from './charset'
import { charsetName } from './charset-labels'
import { account, addFile, type ContentContext } from './content-account'
import type { Segment } from './content-segments'
import { enrichedToText } from './enriched-text'
import { decodeFlowed } from './flowed'
import type { HeaderValue } from './header-value'
import { type RawPart, rawHeader } from './raw-part'
import { takeUuencodedFiles } from './uuencoded-files'
import { takeYencFiles } from './yenc-files'

/** Is this leaf what somebody wrote, to be shown, or a file? */
export function isBody(
  part: RawPart,
  type: string,
  disposition: string,
  name: string | null,
  context: ContentContext,
): boolean {
  if (context.isInReport && context.hasBody.value) return false
  // Beside a text that every program reads, the old rich text is a file.
  if (isEnriched(type) && name === null && disposition !== 'attachment') return !context.hasBody.value
  if (type !== 'text/plain' && type !== 'text/html')
    return isUnknownText(part, type, disposition, name) || isBareMultipart(part, type)
  // Some programs call the only text of a mail an attachment; a file has a name.
  if (disposition === 'attachment') return part.isRoot && name === null && !context.isAttached
  if (name === null) return true
  // A named text is a file, unless it is the first content of the mail and nothing says otherwise.
  return !context.hasBody.value && (disposition === '' || disposition === 'inline' || part.isRoot)
}

const isBareMultipart = (part: RawPart, type: string): boolean =>
  part.children.length === 0 && part.body.length > 0 && type.startsWith('multipart/')

/**
 * RFC 2046 section 4.1.4: a text of an unknown kind is to be read as plain text. Beside other parts it may be another
 * form of one of them or a file, so only where it is all there is.
 */
const isUnknownText = (part: RawPart, type: string, disposition: string, name: string | null): boolean =>
  part.isRoot && name === null && disposition !== 'attachment' && isTextToRead(type)

/** Text that somebody wrote to be read, in whatever form, and no data that programs exchange. */
export const isTextToRead = (type: string): boolean =>
  /^text\/(?!calendar|rfc822|csv|css|xml|vcard|x-vcard|directory|rtf|javascript)/.test(type)

export const isOtherRepresentation = (type: string): boolean =>
  type === 'text/x-amp-html' || type === 'text/watch-html'

/** The text of a leaf; files that stand in it by uuencode are listed. */
export function readBody(
  part: RawPart,
  type: HeaderValue,
  bytes: Uint8Array,
  context: ContentContext,
): Segment {
  const inBytes = takeYencFiles(bytes)
  const isHtml = type.value === 'text/html' || isUndeclaredHtml(part, bytes)
  const cap = isHtml ? context.limits.maxHtmlBytes : context.limits.maxTextBytes
  if (bytes.length > cap * 2) context.flags.add(isHtml ? 'truncated-html' : 'truncated-body')
  const label = type.params.get('charset') ?? null
  const declared = isHtml && charsetName(label) === '' ? (metaCharset(bytes) ?? label) : label
  const { text, certainty } = decodeCharset(inBytes.bytes.subarray(0, cap * 2), declared, context.charset)
  if (certainty === 'guessed') context.flags.add('charset-guessed')
  if (certainty === 'unknown') context.flags.add('charset-unknown')
  account(part, type.value, bytes.length, 'shown', isHtml ? 'html' : 'text', context)
  if (isHtml) return { text: null, html: text }
  if (text.includes('-----BEGIN PGP ')) {
    if (text.includes('-----BEGIN PGP MESSAGE-----')) context.flags.add('encrypted')
    if (text.includes('-----BEGIN PGP SIGNED MESSAGE-----')) context.flags.add('signed')
  }
  const inLetters = takeBinHexFiles(isEnriched(type.value) ? enrichedToText(text) : text)
  const inText = takeUuencodedFiles(inLetters.text)
  for (const [index, file] of [...inBytes.files, ...inLetters.files, ...inText.files].entries()) {
    const path = `${context.prefix}${part.path}/${index + 1}`
    addFile({ ...file, contentType: 'application/octet-stream', path }, context)
  }
  const isFlowed = type.params.get('format')?.toLowerCase() === 'flowed'
  const isDelSp = type.params.get('delsp')?.toLowerCase() === 'yes'
  return { text: isFlowed ? decodeFlowed(inText.text, { isDelSp }) : inText.text, html: null }
}

const isEnriched = (type: string): boolean => type === 'text/enriched' || type === 'text/richtext'

/** A page from a script that says nothing of what it sends. What says that it is plain text, is. */
function isUndeclaredHtml(part: RawPart, bytes: Uint8Array): boolean {
  if (rawHeader(part, 'content-type') !== '') return false
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 300)).toString('latin1')
  return /^\s{0,100}<(?:!doctype html|html)[\s>]/i.test(head)
}

/** HTML mails without a charset in the header often carry one in their own head. */
function metaCharset(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 2048)).toString(
    'latin1',
  )
  const found = /<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?([a-z0-9_-]{2,40})/i.exec(head)
  return found?.[1] ?? null
}

import { decodeCharset } from './charset'
import { account, addFile, type ContentContext } from './content-account'
import type { Segment } from './content-segments'
import { decodeFlowed } from './flowed'
import type { HeaderValue } from './header-value'
import type { RawPart } from './raw-part'
import { takeUuencodedFiles } from './uuencoded-files'

/** Is this leaf what somebody wrote, to be shown, or a file? */
export function isBody(
  part: RawPart,
  type: string,
  disposition: string,
  name: string | null,
  context: ContentContext,
): boolean {
  if (context.isInReport && context.hasBody.value) return false
  if (type !== 'text/plain' && type !== 'text/html')
    return part.isRoot && part.children.length === 0 && type.startsWith('multipart/')
  if (disposition === 'attachment') return false
  if (name === null) return true
  // A named text is a file, unless it is the first content of the mail and nothing says otherwise.
  return !context.hasBody.value && (disposition === '' || part.isRoot)
}

export const isOtherRepresentation = (type: string): boolean =>
  type === 'text/x-amp-html' ||
  type === 'text/enriched' ||
  type === 'text/richtext' ||
  type === 'text/watch-html'

/** The text of a leaf; files that stand in it by uuencode are listed. */
export function readBody(
  part: RawPart,
  type: HeaderValue,
  bytes: Uint8Array,
  context: ContentContext,
): Segment {
  const isHtml = type.value === 'text/html'
  const cap = isHtml ? context.limits.maxHtmlBytes : context.limits.maxTextBytes
  if (bytes.length > cap * 2) context.flags.add(isHtml ? 'truncated-html' : 'truncated-body')
  const declared = type.params.get('charset') ?? (isHtml ? metaCharset(bytes) : null)
  const { text, certainty } = decodeCharset(
    bytes.length > cap * 2 ? bytes.subarray(0, cap * 2) : bytes,
    declared,
  )
  if (certainty === 'guessed') context.flags.add('charset-guessed')
  if (certainty === 'unknown') context.flags.add('charset-unknown')
  account(part, type.value, bytes.length, 'shown', isHtml ? 'html' : 'text', context)
  if (isHtml) return { text: null, html: text }
  if (text.includes('-----BEGIN PGP ')) {
    if (text.includes('-----BEGIN PGP MESSAGE-----')) context.flags.add('encrypted')
    if (text.includes('-----BEGIN PGP SIGNED MESSAGE-----')) context.flags.add('signed')
  }
  const inText = takeUuencodedFiles(text)
  for (const [index, file] of inText.files.entries()) {
    const path = `${context.prefix}${part.path}/${index + 1}`
    addFile({ ...file, contentType: 'application/octet-stream', path }, context)
  }
  const isFlowed = type.params.get('format')?.toLowerCase() === 'flowed'
  const isDelSp = type.params.get('delsp')?.toLowerCase() === 'yes'
  return { text: isFlowed ? decodeFlowed(inText.text, { isDelSp }) : inText.text, html: null }
}

/** HTML mails without a charset in the header often carry one in their own head. */
function metaCharset(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 2048)).toString(
    'latin1',
  )
  const found = /<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?([a-z0-9_-]{2,40})/i.exec(head)
  return found?.[1] ?? null
}

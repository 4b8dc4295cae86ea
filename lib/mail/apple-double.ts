import { parseHeaderValue } from './header-value'
import { readAppleFile } from './mac-file'
import { type RawPart, rawHeader, transferEncodingOf } from './raw-part'
import { decodeTransfer } from './transfer-encoding'

/**
 * multipart/appledouble (RFC 1740 section 5): a head with what only a Macintosh can use, and the file itself. null when
 * it has not both. The file is a file, also where it is a text; where it has no name, the head may know it.
 */
export function readAppleDouble(
  part: RawPart,
): { head: { name: string | null; bytes: Uint8Array; path: string }; files: RawPart[] } | null {
  const head = part.children.find((child) => typeOf(child).value === 'application/applefile')
  if (head === undefined || part.children.length < 2) return null
  const files = part.children.filter((child) => child !== head).map((file) => asFile(file, head))
  return { head: { name: declaredName(head), bytes: bytesOf(head), path: head.path }, files }
}

function asFile(file: RawPart, head: RawPart): RawPart {
  const type = typeOf(file)
  const disposition = parseHeaderValue(rawHeader(file, 'content-disposition'))
  const own = disposition.params.get('filename') ?? type.params.get('name')
  if (file.children.length > 0 || (own !== undefined && !type.value.startsWith('text/'))) return file
  const name = own ?? nameIn(head)
  const value = name === '' ? 'attachment' : `attachment; filename*=utf-8''${encodeURIComponent(name)}`
  return { ...file, headers: [{ name: 'Content-Disposition', value }, ...file.headers] }
}

function nameIn(head: RawPart): string {
  const told = readAppleFile(bytesOf(head))?.name || declaredName(head) || ''
  // "%name" and "._name" are what programs call the head of "name".
  return told.replace(/^(?:%|\._)/, '').replace(/\p{Cs}/gu, '')
}

const bytesOf = (head: RawPart): Uint8Array => decodeTransfer(head.body, transferEncodingOf(head)).bytes

const declaredName = (part: RawPart): string | null =>
  parseHeaderValue(rawHeader(part, 'content-disposition')).params.get('filename') ??
  typeOf(part).params.get('name') ??
  null

const typeOf = (part: RawPart) => parseHeaderValue(rawHeader(part, 'content-type'))

import { safeFileName } from './file-name'
import { stripComments } from './header-value'
import { decodeWords } from './header-words'
import { type RawPart, rawHeader } from './raw-part'
import { toDbLine } from './to-db-text'
import type { AttachmentKind } from './types'

/** What a listed part is for, by its declared type. */
export function kindOf(type: string): AttachmentKind {
  switch (type) {
    case 'message/rfc822':
    case 'message/global':
      return 'message'
    case 'message/delivery-status':
    case 'message/global-delivery-status':
    case 'text/rfc822-headers':
    case 'message/global-headers':
      return 'delivery-report'
    case 'message/disposition-notification':
    case 'message/global-disposition-notification':
      return 'receipt'
    case 'message/feedback-report':
      return 'complaint'
    case 'text/calendar':
    case 'application/ics':
      return 'calendar'
    case 'application/pkcs7-signature':
    case 'application/x-pkcs7-signature':
    case 'application/pgp-signature':
      return 'signature'
    default:
      return 'file'
  }
}

const extensions: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
  'text/plain': 'txt',
  'text/html': 'html',
  'text/csv': 'csv',
  'text/calendar': 'ics',
  'text/rtf': 'rtf',
  'application/rtf': 'rtf',
  'message/delivery-status': 'txt',
  'message/disposition-notification': 'txt',
  'message/feedback-report': 'txt',
  'text/rfc822-headers': 'txt',
}

/**
 * The other way round, with what offices and telephones send besides. What a program would run as a mail or a page is
 * not among them.
 */
const typesByExtension: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  heic: 'image/heic',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  pdf: 'application/pdf',
  txt: 'text/plain',
  csv: 'text/csv',
  rtf: 'application/rtf',
  ics: 'text/calendar',
  zip: 'application/zip',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
}

/** What a file is by the end of its name, for one that does not say it. */
export function typeByName(name: string): string {
  const extension = /\.([a-z0-9]{2,5})\s*$/i.exec(name.slice(-20))?.[1]?.toLowerCase() ?? ''
  return (Object.hasOwn(typesByExtension, extension) ? typesByExtension[extension] : undefined) ?? BYTES
}

/** Bytes of no kind, as many programs call every file, are listed as what their name says: pictures can be looked at then. */
export const listedType = (type: string, name: string | null): string =>
  type === BYTES ? typeByName(name ?? '') : type

const BYTES = 'application/octet-stream'

/** A name for a part that has none. */
export function fallbackName(type: string, message: RawPart | null, position: number): string {
  if (message !== null) {
    const subject = decodeWords(rawHeader(message, 'subject')).slice(0, 120)
    return `${safeFileName(subject, `message-${position}`)}.eml`
  }
  return `attachment-${position}.${extensions[type] ?? 'bin'}`
}

/** Content-ID without angle brackets. */
export function contentIdOf(part: RawPart): string | null {
  const raw = stripComments(rawHeader(part, 'content-id')).trim()
  const id = raw.startsWith('<') && raw.endsWith('>') ? raw.slice(1, -1) : raw
  return id === '' || id.length > 500 ? null : toDbLine(id, { maxBytes: 500 })
}

/** The ids HTML refers to as `cid:`; percent-encoding undone as browsers would. */
export function contentIdsIn(html: string): Set<string> {
  const ids = new Set<string>()
  const lower = html.toLowerCase()
  let at = lower.indexOf('cid:')
  while (at >= 0) {
    let end = at + 4
    while (end < html.length && end - at < 500 && !`"'<>) \n\t`.includes(html[end] ?? '')) end++
    const id = html.slice(at + 4, end)
    ids.add(id)
    if (id.includes('%')) ids.add(percentDecoded(id))
    at = lower.indexOf('cid:', at + 4)
  }
  return ids
}

/** As browsers read the id in a `cid:`. */
export function percentDecoded(id: string): string {
  return id.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** A view into the raw mail would keep the whole mail alive and cannot be handed to another thread. */
export function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength && !(bytes instanceof Buffer)
    ? bytes
    : Uint8Array.from(bytes)
}

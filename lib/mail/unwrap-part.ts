import { readBinHex } from './binhex'
import type { HeaderValue } from './header-value'
import { readAppleFile, readMacBinary } from './mac-file'
import { readSignedContent } from './signed-content'
import { readTnef, type TnefContent } from './tnef'

export type Unwrapped =
  | { readonly kind: 'mail'; readonly bytes: Uint8Array; readonly reason: string }
  | ({ readonly kind: 'files'; readonly reason: string } & TnefContent)

/** Opens what mail programs wrap a mail into beside MIME; null for every other part, and for what is damaged. */
export function openWrapping(type: HeaderValue, name: string | null, bytes: Uint8Array): Unwrapped | null {
  const isTnef = type.value.endsWith('/ms-tnef') || type.value.endsWith('/vnd.ms-tnef')
  if (isTnef || name?.toLowerCase() === 'winmail.dat') {
    const content = readTnef(bytes)
    return content === null
      ? null
      : { kind: 'files', reason: 'opened: an Outlook message (TNEF)', ...content }
  }
  const macFile = openMacFile(type, name, bytes)
  if (macFile !== null) return macFile
  if ((!isCms(type) && !isNamedCms(type, name)) || isSignedFile(name)) return null
  const content = readSignedContent(bytes)
  return content === null ? null : { kind: 'mail', reason: 'opened: signed content (S/MIME)', bytes: content }
}

/** The file in a wrapping of Macintosh programs. One that is all resource fork stays wrapped: only they can use it. */
function openMacFile({ value }: HeaderValue, name: string | null, bytes: Uint8Array): Unwrapped | null {
  const [format, file] = macFileOf(value, name?.toLowerCase() ?? '', bytes)
  if (!file?.data || file.data.length === 0) return null
  const reason = `opened: a Macintosh file (${format}${file.resourceBytes > 0 ? `, with a resource fork of ${file.resourceBytes} bytes` : ''})`
  // Its own type is told nowhere: it stays what the sender declared.
  const own = { name: file.name.trim() === '' ? name : file.name, contentType: value, bytes: file.data }
  return { kind: 'files', reason, files: [own], text: null, html: null }
}

function macFileOf(type: string, name: string, bytes: Uint8Array) {
  if (/^application\/(?:x-)?(?:mac-)?binhex(?:40)?$/.test(type) || name.endsWith('.hqx'))
    return ['BinHex', readBinHex(bytes)] as const
  if (type === 'application/applefile') return ['AppleSingle', readAppleFile(bytes)] as const
  if (/^application\/(?:x-)?macbinary$/.test(type)) return ['MacBinary', readMacBinary(bytes)] as const
  return ['', null] as const
}

/** What cannot be read without a key, in words; null for everything else. */
export function secrecyOf(type: HeaderValue, name: string | null): string | null {
  if (isSignedFile(name)) return null
  if (isCms(type) && type.params.get('smime-type')?.toLowerCase() !== 'signed-data')
    return 'encrypted (S/MIME)'
  return type.value === 'application/pgp-encrypted' ? 'encrypted (PGP)' : null
}

/** Invoices and deeds that somebody signed keep the name they had: "IT012_1.xml.p7m" holds a file, no mail. */
const isSignedFile = (name: string | null): boolean => /\.[a-z0-9]{1,5}\.p7m$/i.test(name?.slice(-20) ?? '')

/** Sent as bytes of no kind, by the name that every program gives it (RFC 8551 section 3.2.1). */
const isNamedCms = ({ value }: HeaderValue, name: string | null): boolean =>
  value === 'application/octet-stream' && name?.toLowerCase() === 'smime.p7m'

const isCms = ({ value }: HeaderValue): boolean =>
  value === 'application/pkcs7-mime' || value === 'application/x-pkcs7-mime'

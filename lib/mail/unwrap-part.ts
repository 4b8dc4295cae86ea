import type { HeaderValue } from './header-value'
import { readSignedContent } from './signed-content'
import { readTnef, type TnefContent } from './tnef'

export type Unwrapped =
  | { readonly kind: 'mail'; readonly bytes: Uint8Array; readonly reason: string }
  | ({ readonly kind: 'tnef'; readonly reason: string } & TnefContent)

/** Opens what mail programs wrap a mail into beside MIME; null for every other part, and for what is damaged. */
export function openWrapping(type: HeaderValue, name: string | null, bytes: Uint8Array): Unwrapped | null {
  const isTnef = type.value.endsWith('/ms-tnef') || type.value.endsWith('/vnd.ms-tnef')
  if (isTnef || name?.toLowerCase() === 'winmail.dat') {
    const content = readTnef(bytes)
    return content === null ? null : { kind: 'tnef', reason: 'opened: an Outlook message (TNEF)', ...content }
  }
  if (!isCms(type) && !isNamedCms(type, name)) return null
  const content = readSignedContent(bytes)
  return content === null ? null : { kind: 'mail', reason: 'opened: signed content (S/MIME)', bytes: content }
}

/** What cannot be read without a key, in words; null for everything else. */
export function secrecyOf(type: HeaderValue): string | null {
  if (isCms(type) && type.params.get('smime-type')?.toLowerCase() !== 'signed-data')
    return 'encrypted (S/MIME)'
  return type.value === 'application/pgp-encrypted' ? 'encrypted (PGP)' : null
}

/** Sent as bytes of no kind, by the name that every program gives it (RFC 8551 section 3.2.1). */
const isNamedCms = ({ value }: HeaderValue, name: string | null): boolean =>
  value === 'application/octet-stream' && name?.toLowerCase() === 'smime.p7m'

const isCms = ({ value }: HeaderValue): boolean =>
  value === 'application/pkcs7-mime' || value === 'application/x-pkcs7-mime'

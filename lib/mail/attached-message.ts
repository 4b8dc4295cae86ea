import { readHeaderFields } from './header-fields'
import type { RawPart } from './raw-part'
import { toDbText } from './to-db-text'
import type { AttachedMessage, ParseLimits } from './types'

const MAX_ATTACHED_TEXT_BYTES = 64 * 1024

/** What an attached message says of itself, for whoever reads forwards; the message itself stays a file. */
export function describeMessage(inner: RawPart, text: string, limits: ParseLimits): AttachedMessage {
  const { from, fromText, date, subject, to, cc } = readHeaderFields(inner.headers, limits).mail
  return {
    from,
    fromText,
    date,
    subject,
    to,
    cc,
    text: toDbText(text, { maxBytes: MAX_ATTACHED_TEXT_BYTES }).text,
  }
}

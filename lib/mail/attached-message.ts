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

/**
 * Programs that know files by their names attach a saved mail as bytes of no type, or as a text: it is named as one and
 * begins as one.
 */
export function isMailFile(type: string, name: string | null, bytes: Uint8Array): boolean {
  if (!FILE_TYPES.includes(type) || name?.toLowerCase().endsWith('.eml') !== true) return false
  const head = Buffer.from(bytes.subarray(0, MAX_HEAD_BYTES))
    .toString('latin1')
    .replace(/^(?:\u00ef\u00bb\u00bf)?\s{0,10}/, '')
  const names: string[] = []
  for (const line of head.split(/\r?\n/)) {
    const field = /^([!-9;-~]{1,80}):/.exec(line)?.[1]
    if (field !== undefined) names.push(field.toLowerCase())
    else if (!/^[ \t]/.test(line) && !(names.length === 0 && line.startsWith('From '))) break
  }
  return names.length >= 2 && (names.includes('from') || names.includes('date'))
}

const FILE_TYPES = ['application/octet-stream', 'text/plain']
const MAX_HEAD_BYTES = 32 * 1024

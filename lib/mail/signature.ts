import { mobileSignatureParts, mobileSignatures } from './reply-phrases'

const MAX_SIGNATURE_LINES = 30

/** Where the signature begins in the writer's lines, or their number. A mail that is only a signature has none. */
export function signatureStart(lines: readonly string[]): number {
  let last = lines.length
  while (last > 0 && (lines[last - 1] ?? '').trim() === '') last--
  const from = Math.max(0, last - MAX_SIGNATURE_LINES)
  for (let i = from; i < last; i++) {
    const line = lines[i] ?? ''
    // "-- " is the convention (RFC 3676 section 4.3); the blank is often lost on the way.
    if (line === '-- ' || line.trim() === '--' || line.trim() === '—')
      return hasContentBefore(lines, i) ? i : lines.length
  }
  for (let i = Math.max(0, last - 3); i < last; i++) {
    if (isMobileSignature(lines[i] ?? '')) return hasContentBefore(lines, i) ? i : lines.length
  }
  return lines.length
}

const MAX_APP_WORDS = 5

function isMobileSignature(line: string): boolean {
  const text = line
    .trim()
    .toLowerCase()
    .replace(/^[<[(*_]+/, '')
  if (text.length === 0 || text.length >= 160) return false
  if (mobileSignatures.some((one) => text.startsWith(one))) return true
  if (text.length < 60 && mobileSignatureParts.some((one) => text.includes(one))) return true
  return text.startsWith('sent from ') && isAppName(text.slice('sent from '.length))
}

/** "Sent from TypeApp<http://...>", but not "Sent from the office, please ring me." */
function isAppName(text: string): boolean {
  const name = text.split('<')[0]?.trim() ?? ''
  return (
    name !== '' &&
    name.split(' ').length <= MAX_APP_WORDS &&
    !/[.,;!?]$/.test(name) &&
    !name.startsWith('the ')
  )
}

const hasContentBefore = (lines: readonly string[], at: number): boolean =>
  lines.slice(0, at).some((line) => line.trim() !== '')

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

/** Lines of list software and of phones stand last; only so many lines above the end are looked at. */
function isMobileSignature(line: string): boolean {
  const text = line
    .trim()
    .toLowerCase()
    .replace(/^[<[(*_"]+/, '')
  if (text.length === 0 || text.length >= 160) return false
  if (/^(?:sent|send) (?:from|via|with|by|using|through) /.test(text)) return isAppName(text)
  if (mobileSignatures.some((one) => text.startsWith(one))) return true
  if (text.length >= 60) return false
  if (/^(?:von meinem|from my|from|via) /.test(text) || /^\S+ from (?:my )?/.test(text))
    return namesDevice(text)
  return mobileSignatureParts.some((one) => text.includes(one))
}

const MAX_APP_WORDS = 7

/** "Sent from TypeApp<http://...>" and "Sent from my iPhone", but not "Sent from my desk, which is easier." */
function isAppName(text: string): boolean {
  const name = text.split('<')[0]?.trim() ?? ''
  if (/ (?:excuse|typos|brevity|sorry|apolog)/.test(name)) return true
  const isSentence = name.includes(', ') || / (?:is|was|are|and|but|the|your|our) /.test(name)
  return name.split(' ').length <= MAX_APP_WORDS && !isSentence && !/[;!?]$/.test(name)
}

/** Ends with what people carry: "von meinem iPhone gesendet", "Eva from mobile". */
const namesDevice = (text: string): boolean =>
  /(?:iphone|ipad|android|galaxy|samsung|blackberry|smartphone|handy|mobil|mobile|phone|tablet|gerät)[^.,;?]{0,25}\.?[>)]*$/.test(
    text,
  )

const hasContentBefore = (lines: readonly string[], at: number): boolean =>
  lines.slice(0, at).some((line) => line.trim() !== '')

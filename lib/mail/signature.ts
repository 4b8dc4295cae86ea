import { mobileSignatureParts, mobileSignatures } from './reply-phrases'

const MAX_SIGNATURE_LINES = 30

/** Where the signature begins in the writer's lines, or their number. A mail that is only a signature has none. */
export function signatureStart(lines: readonly string[]): number {
  let last = lines.length
  while (last > 0 && (lines[last - 1] ?? '').trim() === '') last--
  const from = Math.max(0, last - MAX_SIGNATURE_LINES)
  for (let i = from; i < last; i++) {
    const line = lines[i] ?? ''
    // "-- " is the convention (RFC 3676 section 4.3); the blank is often lost on the way. Writers part chapters so too.
    if (/^(?:--|—)\s*$/.test(line) && isShortEnd(lines, i + 1, last))
      return hasContentBefore(lines, i) ? i : lines.length
  }
  const ruled = ruledSignature(lines, from, last)
  if (ruled !== null) return ruled
  for (let i = Math.max(0, last - 3); i < last; i++) {
    if (isMobileSignature(lines[i] ?? '')) return hasContentBefore(lines, i) ? i : lines.length
  }
  return lines.length
}

function isShortEnd(lines: readonly string[], from: number, last: number): boolean {
  const below = lines.slice(from, last).filter((line) => line.trim() !== '')
  return below.length <= MAX_RULED_LINES && below.every((line) => line.length < 120)
}

const MAX_RULED_LINES = 14

/**
 * A line of dashes or the like with who and where below it: the last such line, if all below is short, and names a
 * telephone, an address or nothing but names. Dashes also part the items of a list, which stay.
 */
function ruledSignature(lines: readonly string[], from: number, last: number): number | null {
  for (let i = last - 2; i >= from; i--) {
    if (!isRule(lines[i] ?? '')) continue
    const below = lines.slice(i + 1, last).filter((line) => line.trim() !== '')
    const isShort = below.length <= MAX_RULED_LINES && below.every((line) => line.length < 90)
    if (!isShort || !(below.some(hasContact) || isNames(below))) return null
    return hasContentBefore(lines, i) ? i : null
  }
  return null
}

const isRule = (line: string): boolean =>
  /^\s{0,8}[-_=~*–—]{2,}\s*$/.test(line.slice(0, 200)) && line.length < 200

const hasContact = (line: string): boolean =>
  /https?:\/\/|www\.|[^\s@]@[^\s@]+\.[a-z]|(?:^|\W)(?:tel|phone|fax|mob|mobile|skype|t|f|m)\b[.:]|\+\d[\d\s().-]{7,}/i.test(
    line,
  )

/** "Eva Rossi", "Head of Sales": few words, no figures, no sentence. */
const isNames = (lines: readonly string[]): boolean =>
  lines.length > 0 &&
  lines.length <= 3 &&
  lines.every(
    (line) =>
      /^\p{Lu}/u.test(line.trim()) &&
      line.trim().split(/\s+/).length <= 4 &&
      !/[\d:?!;]|\.$/.test(line.trim()),
  )

/** Lines of list software and of phones stand last; only so many lines above the end are looked at. */
function isMobileSignature(line: string): boolean {
  const text = withoutMarks(line.trim().slice(0, 400).toLowerCase())
  if (text.length === 0 || text.length >= 160) return false
  if (/^(?:sent|send) (?:from|via|with|by|using|through) /.test(text)) return isAppName(text, MAX_APP_WORDS)
  if (mobileSignatures.some((one) => text.startsWith(one))) return isAppName(text, MAX_LINE_WORDS)
  if (text.length >= 60) return false
  if (/^(?:von meinem|from my|from|via) /.test(text) || /^\S+ from (?:my )?/.test(text))
    return namesDevice(text)
  return mobileSignatureParts.some((one) => text.includes(one)) && isAppName(text, MAX_LINE_WORDS)
}

/** Brackets, stars and targets of links: "Get [Outlook for iOS](https://…)", "<Sent from my phone>", "*Inviato da …*". */
const withoutMarks = (text: string): string =>
  text
    .replace(/[(<]https?:[^\s)>]{0,300}[)>]/g, '')
    .replace(/^[<[(*_"|~\-–—\s]+/, '')
    .replace(/[[\]*]/g, '')

const MAX_APP_WORDS = 7
/** Other languages need more of them: "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet." */
const MAX_LINE_WORDS = 11
const MAX_PLAIN_WORDS = 8

/** "Sent from TypeApp<http://...>" and "Sent from my iPhone", but not "Sent from my desk, which is easier." */
function isAppName(text: string, maxWords: number): boolean {
  const name = text.split('<')[0]?.trim() ?? ''
  if (excuses.some((one) => name.includes(one))) return true
  const isSentence = name.includes(', ') || / (?:is|was|are|and|but|the|your|our) /.test(name)
  if (name.split(' ').length > maxWords || isSentence || /[;!?]$/.test(name)) return false
  if (name.split(' ').length > MAX_PLAIN_WORDS && !/mail|app|outlook|phone|android|pad\b/.test(name))
    return false
  return namesDevice(name) || !sentenceWords.some((one) => ` ${name} `.includes(` ${one} `))
}

/** What people let their phones add. */
const excuses = [
  ' excuse',
  ' typos',
  ' brevity',
  ' sorry',
  ' apolog',
  'scusate',
  'scusa ',
  'brevità',
  'excusez',
  'veuillez excuser',
  'entschuldig',
  'tippfehler',
  'disculp',
  'desculp',
]

/** Words of a sentence, which names of programs and things do not have. */
const sentenceWords = (
  'non|che|ieri|oggi|ufficio|pacco|ne|pas|hier|matin|colis|nicht|nie|aber|gestern|nach|bis|ayer|pero|não|ontem|mas|' +
  'niet|nooit|maar|gisteren|inte|ikke|igår|nie|wczoraj|ale|не|вчера'
).split('|')

/** Ends with what people carry: "von meinem iPhone gesendet", "Eva from mobile". */
const namesDevice = (text: string): boolean =>
  /(?:iphone|ipad|android|galaxy|samsung|huawei|xiaomi|redmi|oppo|pixel|nokia|motorola|blackberry|smartphone|handy|mobil|mobile|phone|cellulare|telefono|téléphone|teléfono|celular|telemóvel|telefon|телефон|tablet|gerät)[^.,;?]{0,25}\.?[>)]*$/.test(
    text,
  )

const hasContentBefore = (lines: readonly string[], at: number): boolean =>
  lines.slice(0, at).some((line) => line.trim() !== '')

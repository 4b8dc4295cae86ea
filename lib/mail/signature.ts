import { isSentFrom } from './sent-from'
import { hasText, lastWithText } from './text-lines'

const MAX_SIGNATURE_LINES = 30

type Signed = { readonly text: readonly string[]; readonly signature: readonly string[] }

/**
 * The writer's lines without his signature. What a phone adds is a line by itself: what stands below it he wrote. A mail
 * that is only a signature has none; `hasMore` says that he writes elsewhere too, above or below a quote.
 */
export function splitSignature(lines: readonly string[], hasMore: boolean): Signed {
  const at = blockStart(lines, hasMore)
  if (at !== null) return { text: lines.slice(0, at), signature: lines.slice(at) }
  const last = lastText(lines)
  const isAdded = (line: string, i: number): boolean =>
    i >= last - 3 && i < last && isSentFrom(line) && standsApart(lines[i + 1] ?? '')
  const text = lines.filter((line, i) => !isAdded(line, i))
  if (text.length === lines.length || !(hasMore || hasText(text))) return { text: lines, signature: [] }
  return { text, signature: lines.filter(isAdded) }
}

/** No sentence of the writer's runs through it: "The footer says / Sent from my phone / and I want it away". */
const standsApart = (next: string): boolean => next.trim() === '' || isSentFrom(next)

/** Where the signature at the end of the lines begins, or their number. */
export function signatureStart(lines: readonly string[]): number {
  const at = blockStart(lines, false)
  if (at !== null) return at
  let start = lines.length
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = lines[i] ?? ''
    if (isSentFrom(line)) start = i
    else if (line.trim() !== '') return start
  }
  return lines.length
}

function lastText(lines: readonly string[]): number {
  let last = lines.length
  while (last > 0 && (lines[last - 1] ?? '').trim() === '') last--
  return last
}

/** Below a delimiter or a rule. */
function blockStart(lines: readonly string[], hasMore: boolean): number | null {
  const last = lastText(lines)
  const from = Math.max(0, last - MAX_SIGNATURE_LINES)
  for (let i = from; i < last; i++) {
    if (isDelimiter(lines, i, last)) return hasMore || hasText(lines.slice(0, i)) ? i : null
  }
  return ruledSignature(lines, from, last, hasMore)
}

function isShortEnd(lines: readonly string[], from: number, last: number): boolean {
  const below = lines.slice(from, last).filter((line) => line.trim() !== '')
  return below.length <= MAX_RULED_LINES && below.every((line) => line.length < 120)
}

/**
 * "-- " is the convention (RFC 3676 section 4.3). The blank is often lost on the way, and writers part chapters and
 * choices with dashes too: those ask, stand several times, or leave a line free below.
 */
function isDelimiter(lines: readonly string[], at: number, last: number): boolean {
  const line = lines[at] ?? ''
  if (!/^(?:--|—|–)\s*$/.test(line) || !isShortEnd(lines, at + 1, last) || isPresented(lines, at))
    return false
  const isAlone = lines.every((one, i) => i === at || one.trim() !== line.trim())
  if (line === '-- ' && isAlone) return !goesOnApart(lines.slice(at + 1, last))
  const next = lines.slice(at + 1, last)
  const below = next.filter((one) => one.trim() !== '')
  if (line !== '-- ' && isWritten(below)) return false
  if (line === '-- ') {
    // A list adds its own below that of the writer.
    const second = next.indexOf(line)
    const first = (second < 0 ? next : next.slice(0, second)).filter((one) => one.trim() !== '')
    return (first.some(hasContact) || isNames(first)) && !below.some(goesOn)
  }
  if (below.some(hasContact) || isNames(below)) return !below.some(goesOn)
  return isAlone && (lines[at + 1] ?? '').trim() !== '' && !below.some(goesOn)
}

/** The writer goes on: he asks something, or adds what he forgot. */
const goesOn = (line: string): boolean => /[?？]\s*$/.test(line.slice(-20)) || isPostscript(line)

const isPostscript = (line: string): boolean => /^\s{0,3}(?:p\.?\s?s|p\.\s?d|n\.\s?b)\b/i.test(line)

/** A slogan may ask too; what stands apart from name and address is written. */
function goesOnApart(below: readonly string[]): boolean {
  const first = below.findIndex((line) => line.trim() !== '')
  const end = below.findIndex((line, i) => i > first && line.trim() === '')
  if (below.some(isPostscript)) return true
  return end >= 0 && below.slice(end).some((line) => goesOn(line) || isAddressed(line))
}

/** A sentence to the reader, and none that stands below every mail. */
const isAddressed = (line: string): boolean => isSentence(line) && PERSONAL.test(line) && !FOOTER.test(line)

const PERSONAL =
  /(?:^|\s)(?:please|i|i'm|we|my|could you|can you|let me know|bitte|ich|wir|per favore|vorrei|potete|può|mi|ho|merci de|je|nous|pouvez|por favor|quiero|puede|necesito|preciso|graag|ik|wij|kunt u)\s/i

const MAX_RULED_LINES = 14

/**
 * A line of dashes or the like with who and where below it: the last such line, if all below is short, and names a
 * telephone, an address or nothing but names. Dashes also part the items of a list, which stay.
 */
function ruledSignature(
  lines: readonly string[],
  from: number,
  last: number,
  hasMore: boolean,
): number | null {
  for (let i = last - 2; i >= from; i--) {
    if (!isRule(lines[i] ?? '')) continue
    const below = lines.slice(i + 1, last).filter((line) => line.trim() !== '')
    const isShort = below.length <= MAX_RULED_LINES && below.every((line) => line.length < 90)
    if (!isShort || below.some(goesOn) || !(below.some(hasContact) || isNames(below))) return null
    if (isWritten(below) || isPresented(lines, i) || isPartition(lines, i) || isUnderlined(lines, i))
      return null
    return hasMore || hasText(lines.slice(0, i)) ? i : null
  }
  return null
}

const isRule = (line: string): boolean =>
  /^\s{0,8}[-_=~*–—]{2,}\s*$/.test(line.slice(0, 200)) && line.length < 200

const hasContact = (line: string): boolean =>
  /https?:\/\/|www\.|[^\s@]@[^\s@]+\.[a-z]|(?:^|\W)(?:tel|phone|fax|mob|mobile|skype|t|f|m)\b[.:]|\+\d[\d\s().-]{7,}/i.test(
    line,
  )

/** "Please send it to:", "My new address" above the line: what stands below is shown on purpose. */
function isPresented(lines: readonly string[], at: number): boolean {
  const above = lastWithText(lines.slice(Math.max(0, at - 3), at)) ?? ''
  return /[:：]\s*$/.test(above.slice(-20)) || (above.length < MAX_HEADING && HEADING.test(above))
}

const MAX_HEADING = 80
const HEADING =
  /(?:^|\P{L})(?:address|addresses|details|adresse|adressen|anschrift|kontaktdaten|rechnungsdaten|indirizzo|recapiti|recapito|dati|coordonnées|dirección|datos|endereço|morada|dados|adres|gegevens|adress|adresu|adresa)(?!\p{L})/iu

/** A heading, with its line right below: it does not end as a text does. */
const isUnderlined = (lines: readonly string[], at: number): boolean =>
  /[\p{L}\d)]\s*$/u.test((lines[at - 1] ?? '').slice(-20)) && (lines[at - 1] ?? '').length < 60

/** The same line stands further up: it parts what the writer lists. */
const isPartition = (lines: readonly string[], at: number): boolean =>
  lines.slice(0, at).some((line) => line.trim() === (lines[at] ?? '').trim())

/**
 * No signature but text: it begins as a list or with a heading, or holds a sentence. What mailing lists and companies
 * print below every mail is none of the writer's.
 */
function isWritten(below: readonly string[]): boolean {
  const first = (below[0] ?? '').trim()
  if (/^(?:\d{1,2}[.)]|[-*•]|#{1,6})\s|[:：]$/.test(first)) return true
  if (/^\p{L}[\p{L} ]{1,20}[:：]/u.test(first) && !hasContact(first)) return true
  if (below.length > 1 && isRule(below.at(-1) ?? '')) return true
  if (new Set(below.map(addressIn).filter((one) => one !== null)).size > 1) return true
  const footer = below.findIndex((line) => FOOTER.test(line))
  return below.slice(0, footer < 0 ? undefined : footer).some(isSentence)
}

const addressIn = (line: string): string | null =>
  /[^\s<>@]{1,64}@[^\s<>@]{3,200}/.exec(line.slice(0, 300))?.[0].toLowerCase() ?? null

/** What companies and gateways print at the end of every mail, and nothing of the writer's. */
export function isDisclaimer(lines: readonly string[]): boolean {
  const [first = ''] = lines
    .join('\n')
    .trim()
    .split(/\n\s*\n/, 1)
  return DISCLAIMER.test(first.slice(0, 2000)) && !lines.some(goesOn)
}

const DISCLAIMER =
  /disclaimer|confiden|privileged|intended (?:only|solely|recipient|for the)|vertraulich|riservat|destinatari|destinataire|vertrouwelijk|poufn|důvěrn|luottamuksell|конфиденциальн/i

const FOOTER =
  /unsubscri|mailing list|this e-?mail|this message|reply to this|receiving this|you received|confiden|privileg|vertraulich|riservat|disclaimer|destinat|questo messaggio|diese nachricht|ce message|este mensaje|esta mensagem|dit bericht/i

/** Words that begin small: two and an end, three behind a small beginning, seven. Names and titles are written large. */
function isSentence(line: string): boolean {
  const text = line.trim().slice(0, 300)
  const words = text.split(/\s+/)
  const small = words.filter((word) => /^\p{Ll}{2}/u.test(word)).length
  if (/[。！]$/.test(text)) return true
  if (small >= 2 && words.length >= 3 && /[.!…]$/.test(text) && !/\.\S+\.$/.test(text)) return true
  if (small >= 3 && words.length >= 4 && /^\p{Ll}/u.test(text) && !hasContact(text)) return true
  return small >= 7
}

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

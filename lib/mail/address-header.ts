import { parseAddress } from './address'
import { decodeWords } from './header-words'
import { toDbLine } from './to-db-text'
import type { MailAddress } from './types'

export type AddressList = {
  /** In order, doubles kept. */
  readonly addresses: readonly MailAddress[]
  /** Entries with text but no address that `parseAddress` accepts, as written. */
  readonly rejected: readonly string[]
  readonly hasGroup: boolean
}

const MAX_ENTRIES = 1000
const MAX_HEADER_LENGTH = 200_000
const MAX_NAME_BYTES = 400

/**
 * Reads a From, To, Cc ... field as it stands in the mail (unfolded, encoded-words still encoded: a comma in
 * a decoded name must not split). Lenient in finding entries, strict in what counts as an address: nothing is
 * pieced together, an entry without a clean address is only reported. One pass over the characters.
 */
export function parseAddressHeader(value: string): AddressList {
  const addresses: MailAddress[] = []
  const rejected: string[] = []
  const { entries, hasGroup } = splitEntries(value.slice(0, MAX_HEADER_LENGTH))
  for (const entry of entries) {
    const address = readEntry(entry)
    if (address !== null) addresses.push(address)
    else if (entry.source.trim() !== '') rejected.push(toDbLine(entry.source, { maxBytes: MAX_NAME_BYTES }))
  }
  return { addresses, rejected, hasGroup }
}

type Entry = { source: string; phrase: string; angle: string | null; angles: number; comment: string }

function splitEntries(value: string): { entries: Entry[]; hasGroup: boolean } {
  const entries: Entry[] = []
  let entry = newEntry()
  let hasGroup = false
  let isInGroup = false
  const lastSemicolon = value.lastIndexOf(';')
  const finish = (): void => {
    if (entry.source.trim() !== '' && entries.length < MAX_ENTRIES) entries.push(entry)
    entry = newEntry()
  }
  let i = 0
  while (i < value.length) {
    const char = value[i] ?? ''
    if (char === '"') {
      const end = quotedEnd(value, i)
      entry.phrase += value.slice(i, end)
      entry.source += value.slice(i, end)
      i = end
    } else if (char === '(') {
      const end = commentEnd(value, i)
      entry.comment = value.slice(i + 1, end - 1)
      entry.source += value.slice(i, end)
      i = end
    } else if (char === '<') {
      const end = angleEnd(value, i)
      entry.angles++
      entry.angle = value.slice(i + 1, value[end - 1] === '>' ? end - 1 : end)
      entry.source += value.slice(i, end)
      i = end
    } else if (char === ',' || char === ';') {
      finish()
      if (char === ';') isInGroup = false
      i++
    } else if (char === ':' && !isInGroup && lastSemicolon > i && entry.angle === null) {
      // "Team: a@x, b@y;" (RFC 5322 section 3.4); without a closing semicolon the colon belongs to a name.
      hasGroup = true
      isInGroup = true
      entry = newEntry()
      i++
    } else {
      entry.phrase += char
      entry.source += char
      i++
    }
  }
  finish()
  return { entries, hasGroup }
}

const newEntry = (): Entry => ({ source: '', phrase: '', angle: null, angles: 0, comment: '' })

function readEntry(entry: Entry): MailAddress | null {
  if (entry.angles > 1) return null
  const candidate = entry.angle === null ? entry.phrase.trim() : entry.angle.trim()
  const parsed = parseAddress(candidate)
  if (parsed === null) return null
  const name = entry.angle === null ? entry.comment : entry.phrase
  return { name: readName(name === '' ? entry.comment : name), address: parsed.address }
}

function readName(phrase: string): string {
  const unquoted = unquotePhrase(phrase)
  const name = toDbLine(decodeWords(unquoted), { maxBytes: MAX_NAME_BYTES })
  // Outlook writes 'Name' in single quotes inside the double ones.
  return name.length > 2 && name.startsWith("'") && name.endsWith("'") ? name.slice(1, -1).trim() : name
}

function unquotePhrase(phrase: string): string {
  if (!phrase.includes('"')) return phrase.trim()
  let out = ''
  for (let i = 0; i < phrase.length; i++) {
    const char = phrase[i]
    if (char === '\\' && i + 1 < phrase.length) out += phrase[++i]
    else if (char !== '"') out += char
  }
  return out.trim()
}

/** Index after the closing quote. An unclosed quote ends where the angle address begins. */
function quotedEnd(value: string, start: number): number {
  for (let i = start + 1; i < value.length; i++) {
    if (value[i] === '\\') i++
    else if (value[i] === '"') return i + 1
  }
  const angle = value.indexOf('<', start)
  return angle < 0 ? value.length : angle
}

function commentEnd(value: string, start: number): number {
  let depth = 0
  for (let i = start; i < value.length; i++) {
    if (value[i] === '\\') i++
    else if (value[i] === '(') depth++
    else if (value[i] === ')' && --depth === 0) return i + 1
  }
  return value.length
}

function angleEnd(value: string, start: number): number {
  const close = value.indexOf('>', start)
  return close < 0 ? value.length : close + 1
}

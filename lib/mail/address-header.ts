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
  for (const entry of joinNames(entries).flatMap(splitWords)) {
    const address = readEntry(entry)
    if (address !== null) addresses.push(address)
    else if (!isComment(entry)) rejected.push(toDbLine(entry.source, { maxBytes: MAX_NAME_BYTES }))
  }
  return { addresses, rejected, hasGroup }
}

/** Nothing, or a remark behind the last address. */
const isComment = ({ source, phrase, angle }: Entry): boolean =>
  source.trim() === '' || (angle === null && phrase.trim() === '')

/** `after`: what stands behind the angle address, which is nothing in a field as it should be. */
type Entry = { source: string; phrase: string; angle: string | null; after: string; comment: string }

function splitEntries(value: string): { entries: Entry[]; hasGroup: boolean } {
  const splitter = new EntrySplitter(value)
  for (let at = 0; at < value.length; ) at = splitter.take(at)
  splitter.endEntry()
  return splitter
}

/** The entries that are complete, and the one that is being read. */
class EntrySplitter {
  readonly entries: Entry[] = []
  hasGroup = false
  private readonly value: string
  private readonly lastSemicolon: number
  private entry = newEntry()
  private isInGroup = false

  constructor(value: string) {
    this.value = value
    this.lastSemicolon = value.lastIndexOf(';')
  }

  /** Takes what begins at a place; the place behind it. */
  take(at: number): number {
    const { value, entry } = this
    switch (value[at]) {
      case '=':
        return this.add(at, entry.angle === null ? Math.max(at + 1, wordEnd(value, at)) : at + 1)
      case '"':
        return this.add(at, quotedEnd(value, at))
      case '(':
        return this.takeComment(at)
      case '<':
        return this.takeAngle(at)
      case '>':
        if (entry.angle === null || entry.after !== '') return this.add(at, at + 1)
        entry.source += '>'
        return at + 1
      case ';':
        this.isInGroup = false
        return this.endEntry(at)
      case ',':
        return this.endEntry(at)
      case ':':
        return this.beginsGroup(at) ? this.beginGroup(at) : this.add(at, at + 1)
      default:
        return this.add(at, at + 1)
    }
  }

  endEntry(at = this.value.length): number {
    if (this.entry.source.trim() !== '' && this.entries.length < MAX_ENTRIES) this.entries.push(this.entry)
    this.entry = newEntry()
    return at + 1
  }

  private add(at: number, end: number): number {
    const text = this.value.slice(at, end)
    if (this.entry.angle === null) this.entry.phrase += text
    else this.entry.after += text
    this.entry.source += text
    return end
  }

  private takeComment(at: number): number {
    const { value, entry } = this
    const end = commentEnd(value, at)
    entry.comment = value.slice(at + 1, value[end - 1] === ')' ? end - 1 : end)
    entry.source += value.slice(at, end)
    if (entry.angle === null && isBetweenWords(value, at - 1, end)) entry.phrase += ' '
    return end
  }

  private takeAngle(at: number): number {
    // "Eva <eva@uno.example> Ugo <ugo@due.example>": the comma was forgotten.
    if (this.entry.angle !== null) {
      const { after: name, source } = this.entry
      this.entry.source = source.slice(0, source.length - name.length)
      this.endEntry()
      this.entry = { ...newEntry(), source: name, phrase: name }
    }
    const end = angleEnd(this.value, at)
    this.entry.angle = angleContent(this.value.slice(at + 1, end))
    this.entry.source += this.value.slice(at, end)
    this.entry.after = ''
    return end
  }

  /** "Team: a@x, b@y;" (RFC 5322 section 3.4); without a closing semicolon the colon belongs to a name. */
  private beginsGroup(at: number): boolean {
    return !this.isInGroup && this.lastSemicolon > at && this.entry.angle === null
  }

  private beginGroup(at: number): number {
    this.hasGroup = true
    this.isInGroup = true
    this.entry = newEntry()
    return at + 1
  }
}

const newEntry = (): Entry => ({ source: '', phrase: '', angle: null, after: '', comment: '' })

/** "Rossi, Eva <eva@uno.example>": a name with a comma that nobody quoted. What holds an address is no such name. */
function joinNames(entries: readonly Entry[]): Entry[] {
  const joined: Entry[] = []
  for (const entry of entries) {
    const before = joined.at(-1)
    const isName =
      before !== undefined && before.angle === null && /^[\p{L}\p{M}'’.\- ]{1,60}$/u.test(before.source)
    if (isName && entry.angle !== null && /^\s*[\p{L}]/u.test(entry.phrase)) {
      const name = `${before.source.trim()}, ${entry.phrase.trim()}`
      joined.splice(-1, 1, { ...entry, phrase: name, source: `${before.source},${entry.source}` })
    } else joined.push(entry)
  }
  return joined
}

/** "eva@uno.example ugo@due.example": only addresses, with blanks between them. */
function splitWords(entry: Entry): Entry[] {
  if (entry.angle !== null || entry.comment !== '' || entry.phrase.includes('"')) return [entry]
  const words = entry.phrase.split(/\s/).filter((word) => word !== '')
  if (words.length < 2 || words.length > MAX_ENTRIES || !words.every((word) => parseAddress(word) !== null))
    return [entry]
  return words.map((word) => ({ ...entry, source: word, phrase: word }))
}

function readEntry(entry: Entry): MailAddress | null {
  const { name, address } =
    entry.angle === null ? bareAddress(entry) : { name: entry.phrase, address: entry.angle }
  const parsed = parseAddress(address.trim())
  if (parsed === null) return null
  return { name: readName(name.trim() === '' ? entry.comment : name), address: parsed.address }
}

/**
 * An entry without angle brackets: all of it is the address, or the last word behind a name ("Eva Rossi
 * eva@uno.example"). Where anything else in it could be part of an address, there is none; nor where the word begins
 * with a sign, which others leave to the name: theirs would be another mailbox.
 */
function bareAddress({ phrase }: Entry): { name: string; address: string } {
  const text = phrase.trim().replace(/^mailto:/i, '')
  // The closing bracket alone came through.
  const whole = (text.endsWith('>') ? text.slice(0, -1) : text).trim()
  if (whole === text && !whole.includes(' ')) return { name: '', address: whole }
  const start = whole.lastIndexOf(' ') + 1
  const [name, address] = [whole.slice(0, start), whole.slice(start)]
  const isName = start === 0 || /^[\p{L}\p{M}\p{N}'’.\- ]+$/u.test(name)
  return isName && /^[\p{L}\p{N}_]/u.test(address) ? { name, address } : { name: '', address: '' }
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

/**
 * Behind an encoded-word: a comma that nobody encoded separates nothing in it ("=?utf-8?Q?Rossi,_Eva?="). One that holds
 * what could be an address is read sign by sign, as other readers do.
 */
function wordEnd(value: string, start: number): number {
  WORD.lastIndex = start
  return WORD.test(value) ? WORD.lastIndex : start
}

const WORD = /=\?[\w*-]{1,40}\?[bq]\?[^?\s<>@:"\\]{0,200}\?=/iy

/** Index after the closing quote. An unclosed quote ends where the angle address begins. */
function quotedEnd(value: string, start: number): number {
  for (let i = start + 1; i < value.length; i++) {
    if (value[i] === '\\') i++
    else if (value[i] === '"') return i + 1
  }
  const angle = value.indexOf('<', start)
  return angle < 0 ? value.length : angle
}

/** A comment stands for a blank, except beside "@" and ".": "x@uno(c)due" names no host "unodue". */
const isBetweenWords = (value: string, before: number, after: number): boolean =>
  !/[@.]/.test(value[before] ?? '') && !/[@.]/.test(value[after] ?? '')

function commentEnd(value: string, start: number): number {
  let depth = 0
  for (let i = start; i < value.length; i++) {
    if (value[i] === '\\') i++
    else if (value[i] === '(') depth++
    else if (value[i] === ')' && --depth === 0) return i + 1
  }
  return value.length
}

/** Behind the closing bracket; without one, where the next entry begins. */
function angleEnd(value: string, start: number): number {
  let at = start + 1
  let separator = -1
  while (at < value.length && value[at] === '<') at++
  for (; at < value.length && value[at] !== '<' && value[at] !== '"'; at++) {
    if (value[at] === '>') return at + 1
    if (separator < 0 && (value[at] === ',' || value[at] === ';')) separator = at
  }
  return separator < 0 ? at : separator
}

/**
 * Without the brackets: doubled ones, the "mailto:" of a copied link, and a route (RFC 5322 section 4.4), which says
 * nothing.
 */
function angleContent(text: string): string {
  const inner = text
    .replace(/^<{1,5}/, '')
    .replace(/>$/, '')
    .trim()
    // A comment is no part of the address, wherever it stands (appendix A.5). One with an address in it may be meant so.
    .replace(/\s{0,5}\([^()@<>]{0,200}\)\s{0,5}/g, '')
    .replace(/^(?:@[a-z\d.-]{1,253}[,\s]{0,3}){1,10}:/i, '')
    // Outlook's own quotes; no host ends with one, so that there is no other reading.
    .replace(/^'([^'<>]{1,320})'$/, '$1')
  return /^mailto:/i.test(inner) ? inner.slice(7) : inner
}

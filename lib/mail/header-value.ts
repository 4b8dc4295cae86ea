import { decodeCharset, strictUtf8 } from './charset'
import { charsetName } from './charset-labels'
import { decodeWords } from './header-words'

/** A structured header such as Content-Type. Keys and `value` are lower-case; what a parameter says is as written. */
export type HeaderValue = { readonly value: string; readonly params: ReadonlyMap<string, string> }

const MAX_PARAMS = 600

/**
 * The value and its parameters (RFC 2045 section 5.1), with RFC 2231 continuations and charsets, comments skipped, and
 * the usual breakages (unquoted blanks, missing semicolons) read sensibly. The first of two equal parameters counts.
 */
export function parseHeaderValue(source: string): HeaderValue {
  const fields = splitFields(source)
  const { value, rest } = splitValue(fields[0] ?? '')
  const raw = new Map<string, string>()
  for (const field of [...rest, ...fields.slice(1, MAX_PARAMS)].flatMap(splitGlued)) {
    const equals = field.indexOf('=')
    if (equals < 1) continue
    const key = stripComments(field.slice(0, equals)).replace(/\s/g, '').toLowerCase()
    if (key !== '' && !raw.has(key)) raw.set(key, readValue(key, field.slice(equals + 1).trim()))
  }
  return { value, params: joinContinuations(raw) }
}

/**
 * What stands before the first semicolon: the value, or a parameter where the value was forgotten, or both where the
 * semicolon was: "text/plain charset=utf-8", "filename=a.pdf", "text/html, charset=utf-8".
 */
function splitValue(field: string): { value: string; rest: string[] } {
  const glued = /(^|[\s,:"])(?:charset|name|filename|boundary|format|type)\*?\s?=/i.exec(field.trimStart())
  if (glued === null)
    return { value: stripComments(field).trim().replace(/["']/g, '').toLowerCase(), rest: [] }
  const start = glued.index + (glued[1]?.length ?? 0)
  const before = field.trimStart().slice(0, start)
  return {
    value: stripComments(before)
      .replace(/["',:]/g, '')
      .trim()
      .toLowerCase(),
    rest: [field.trimStart().slice(start)],
  }
}

const GLUED =
  /(\s)(?=(?:charset|(?:file)?name|boundary|format|delsp|type|size|method|protocol|micalg|report-type|x-mac-type|x-mac-creator|x-unix-mode)(?:\*\d{0,3}\*?)?\s?=)/gi

/** A parameter behind another one whose semicolon was forgotten: 'name="a.pdf" filename="a.pdf"'. */
function splitGlued(field: string): string[] {
  const pieces: string[] = []
  let from = 0
  let seen = 0
  let isQuoted = false
  let hasValue = false
  for (const { index } of field.matchAll(GLUED)) {
    for (; seen < index; seen++) {
      if (field[seen] === '"') isQuoted = !isQuoted
      else if (field[seen] === '=') hasValue = true
    }
    if (isQuoted || !hasValue) continue
    pieces.push(field.slice(from, index))
    from = index + 1
    hasValue = false
  }
  return [...pieces, field.slice(from)]
}

/** Splits at semicolons outside quotes and comments. */
function splitFields(source: string): string[] {
  const fields: string[] = []
  let from = 0
  let isQuoted = false
  for (let i = 0; i < source.length; i++) {
    const char = source[i]
    if (char === '\\' && isQuoted) i++
    else if (char === '"') isQuoted = !isQuoted
    else if (char === ';' && !isQuoted) {
      fields.push(source.slice(from, i))
      from = i + 1
    }
  }
  const rest = source.slice(from)
  // An unclosed quote swallows the rest; read the rest again without quoting.
  if (isQuoted && rest.includes(';')) fields.push(...rest.split(';'))
  else fields.push(rest)
  return fields
}

/** Without comments (RFC 5322 section 3.2.2), which may stand in one another. */
export function stripComments(source: string): string {
  if (!source.includes('(')) return source
  let out = ''
  let depth = 0
  for (let i = 0; i < source.length; i++) {
    const char = source[i]
    if (char === '\\') {
      if (depth === 0) out += source.slice(i, i + 2)
      i++
    } else if (char === '(') depth++
    else if (char === ')') depth = Math.max(0, depth - 1)
    else if (depth === 0) out += char
  }
  return out
}

function readValue(key: string, source: string): string {
  if (source.startsWith('"')) return unquote(source)
  // Browsers number their downloads, and some programs quote no name: "Offerta (1).pdf" is one, and no comment.
  const isName = /^(?:file)?name\b/.test(key) && /\)\S/.test(source)
  return (isName ? source : stripComments(source)).trim().replace(/"$/, '')
}

function unquote(value: string): string {
  const last = value.lastIndexOf('"')
  let out = ''
  for (let i = 1; i < value.length; i++) {
    const char = value[i]
    if (char === '"' && (i >= last || endsAt(value, i + 1))) break
    // RFC 5322 section 3.2.4, also where a path of Windows was written without doubling its strokes: so all readers do.
    if (char === '\\') out += value[++i] ?? ''
    else out += char
  }
  return out
}

/** Behind a closing quote stands nothing or a comment; anything else goes on with a name that has quotes in it. */
const endsAt = (value: string, at: number): boolean => /^\s{0,100}(?:\(|$)/.test(value.slice(at, at + 100))

/** `index`: null for the form that is not continued ("filename*=..."). */
type Continued = { index: number | null; isEncoded: boolean; value: string }

function joinContinuations(raw: ReadonlyMap<string, string>): Map<string, string> {
  const params = new Map<string, string>()
  const continued = new Map<string, Continued[]>()
  for (const [key, value] of raw) {
    const star = key.indexOf('*')
    if (star < 1) {
      if (!params.has(key)) params.set(key, decodePlain(value))
      continue
    }
    const [name = '', index = '', mark] = key.split('*')
    const list = continued.get(name) ?? []
    list.push({
      index: index === '' ? null : Number.parseInt(index, 10) || 0,
      isEncoded: key.endsWith('*') || mark === '',
      value,
    })
    continued.set(name, list)
  }
  for (const [name, list] of continued) {
    // The extended form wins over the plain one, and over pieces: senders give several for old readers.
    const whole = list.find(({ index }) => index === null)
    if (whole !== undefined) params.set(name, decodeExtended([whole]))
    else if (list.some(({ index }) => index === 0) || !params.has(name))
      params.set(name, decodeExtended(list))
  }
  return params
}

function decodeExtended(list: Continued[]): string {
  const ordered = [...list].sort((a, b) => (a.index ?? 0) - (b.index ?? 0))
  const first = ordered[0]
  if (first === undefined) return ''
  const { charset, head } = first.isEncoded ? splitCharset(first.value) : { charset: null, head: first.value }
  const chunks = ordered.map((piece, i) => {
    const text = i === 0 ? head : piece.value
    return piece.isEncoded ? percentBytes(text) : Buffer.from(text, 'utf8')
  })
  const text = decodeCharset(Buffer.concat(chunks), charset ?? 'utf-8').text
  return charset === null && !ordered.some(({ isEncoded }) => isEncoded)
    ? decodePlain(text)
    : decodeWords(text)
}

/** "utf-8'it'na%C3%AFf.txt"; some writers leave out the language with one of its marks. */
function splitCharset(value: string): { charset: string | null; head: string } {
  const tick = value.indexOf("'")
  if (tick < 0) return { charset: null, head: value }
  const second = value.indexOf("'", tick + 1)
  const label = value.slice(0, tick)
  if (second >= 0 && second - tick < 40) return { charset: label, head: value.slice(second + 1) }
  return /^(?:utf-?8|iso-8859-\d{1,2}|windows-\d{3,4})$/i.test(label)
    ? { charset: label, head: value.slice(tick + 1) }
    : { charset: null, head: value }
}

/**
 * A plain parameter. What is written in it against the rules: encoded-words (RFC 2047 section 5 forbids them here), the
 * extended form without its star, and bytes as in URLs, where they are letters beyond ASCII.
 */
function decodePlain(value: string): string {
  if (value.includes('=?')) return decodeWords(value)
  if (!/%[0-9a-f]{2}/i.test(value)) return value
  const { charset, head } = splitCharset(value)
  if (charset !== null && charsetName(charset) !== '') return decodeCharset(percentBytes(head), charset).text
  const bytes = percentBytes(value)
  return bytes.some((code) => code > 0x7f) && /%[89a-f]/i.test(value) ? (strictUtf8(bytes) ?? value) : value
}

function percentBytes(text: string): Uint8Array {
  const source = Buffer.from(text, 'utf8')
  const out = new Uint8Array(source.length)
  let length = 0
  for (let i = 0; i < source.length; i++) {
    const hex = source[i] === 0x25 ? source.toString('latin1', i + 1, i + 3) : ''
    if (/^[0-9a-fA-F]{2}$/.test(hex)) {
      out[length++] = Number.parseInt(hex, 16)
      i += 2
    } else out[length++] = source[i] ?? 0
  }
  return out.slice(0, length)
}

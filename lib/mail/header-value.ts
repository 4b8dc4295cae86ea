import { decodeCharset } from './charset'
import { decodeWords } from './header-words'

/**
 * A structured header such as Content-Type: the value and its parameters, with RFC 2231 continuations and
 * charsets, comments skipped, and the usual breakages (unquoted blanks, missing semicolons) read sensibly.
 * Keys and `value` are lower-case. The first of two equal parameters counts.
 */
export type HeaderValue = { readonly value: string; readonly params: ReadonlyMap<string, string> }

const MAX_PARAMS = 600

export function parseHeaderValue(source: string): HeaderValue {
  const fields = splitFields(source)
  const value = stripComments(fields[0] ?? '')
    .trim()
    .toLowerCase()
  const raw = new Map<string, string>()
  for (const field of fields.slice(1, MAX_PARAMS)) {
    const equals = field.indexOf('=')
    if (equals < 1) continue
    const key = field.slice(0, equals).trim().toLowerCase()
    if (key !== '' && !raw.has(key)) raw.set(key, unquote(field.slice(equals + 1).trim()))
  }
  return { value, params: joinContinuations(raw) }
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

function unquote(value: string): string {
  if (!value.startsWith('"')) return stripComments(value).trim()
  let out = ''
  for (let i = 1; i < value.length; i++) {
    const char = value[i]
    if (char === '"') break
    if (char === '\\' && (value[i + 1] === '"' || value[i + 1] === '\\')) out += value[++i]
    else out += char
  }
  return out
}

type Continued = { index: number; isEncoded: boolean; value: string }

function joinContinuations(raw: ReadonlyMap<string, string>): Map<string, string> {
  const params = new Map<string, string>()
  const continued = new Map<string, Continued[]>()
  for (const [key, value] of raw) {
    const star = key.indexOf('*')
    if (star < 1) {
      if (!params.has(key)) params.set(key, decodeWords(value))
      continue
    }
    const [name = '', index = '', mark] = key.split('*')
    const isEncoded = key.endsWith('*')
    const list = continued.get(name) ?? []
    list.push({
      index: index === '' ? 0 : Number.parseInt(index, 10) || 0,
      isEncoded: isEncoded || mark === '',
      value,
    })
    continued.set(name, list)
  }
  // The extended form wins over the plain one: senders give both for old readers.
  for (const [name, list] of continued) params.set(name, decodeExtended(list))
  return params
}

function decodeExtended(list: Continued[]): string {
  const ordered = [...list].sort((a, b) => a.index - b.index)
  const first = ordered[0]
  if (first === undefined) return ''
  let charset: string | null = null
  let head = first.value
  if (first.isEncoded) {
    const tick = head.indexOf("'")
    const second = tick < 0 ? -1 : head.indexOf("'", tick + 1)
    if (second >= 0) {
      charset = head.slice(0, tick)
      head = head.slice(second + 1)
    }
  }
  const chunks = ordered.map((piece, i) => {
    const text = i === 0 ? head : piece.value
    return piece.isEncoded ? percentBytes(text) : Buffer.from(text, 'utf8')
  })
  const text = decodeCharset(Buffer.concat(chunks), charset ?? 'utf-8').text
  return charset === null ? decodeWords(text) : text
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

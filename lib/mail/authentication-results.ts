import type { RawHeader } from './header-scan'
import { stripComments } from './header-value'

/** One method and what a server found by it, such as dkim, pass and the domain it is about. */
export type StatedResult = {
  readonly method: string
  readonly result: string
  /** "header.d" and the like, as written; keys lower-case. */
  readonly properties: ReadonlyMap<string, string>
}

export type StatedResults = {
  /** Lower-case; '' where the server left itself out. */
  readonly server: string
  readonly results: readonly StatedResult[]
}

const MAX_FIELD_LENGTH = 8192
const MAX_FIELDS = 300
const MAX_RESULTS = 50

/** Microsoft's filter writes its findings without its name, and its name into the field below. */
const NAMELESS = 'protection.outlook.com'

/**
 * What a mailbox's own server found out about the sender of a mail (RFC 8601). Anybody can write such a field: only those
 * count that bear the server's name and that it put on top itself, for it takes away others in its name (section 5).
 * That is the first of them, and those beside it up to the next Received. null when there is none.
 */
export function findServerResults(fields: readonly RawHeader[], server: string): StatedResult[] | null {
  const wanted = server.toLowerCase()
  const found: StatedResult[] = []
  let hasFound = false
  for (const [index, { name, value }] of fields.slice(0, MAX_FIELDS).entries()) {
    const key = name.toLowerCase()
    if (hasFound && key === 'received') break
    if (key !== 'authentication-results') continue
    const stated = parseAuthenticationResults(value)
    if (stated === null) continue
    const isNameless = stated.server === '' && wanted === NAMELESS && isSignedBelow(fields, index)
    if (stated.server !== wanted && !isNameless) continue
    hasFound = true
    found.push(...stated.results)
  }
  return hasFound ? found : null
}

const isSignedBelow = (fields: readonly RawHeader[], index: number): boolean =>
  fields
    .slice(index + 1, index + 4)
    .some(({ name, value }) => name.toLowerCase() === 'received-spf' && value.includes(`(${NAMELESS}:`))

/** A field of RFC 8601 section 2.2, comments left out; null when it is none or too long to be one. */
export function parseAuthenticationResults(value: string): StatedResults | null {
  if (value.length > MAX_FIELD_LENGTH) return null
  const [head = '', ...rest] = splitUnquoted(stripComments(value), ';')
  const [server = '', version = '1'] = wordsOf(head)
  if (server.includes('=')) return { server: '', results: resultsOf([head, ...rest]) }
  if (server === '' || !/^\d+$/.test(version)) return null
  return { server: server.toLowerCase(), results: resultsOf(rest) }
}

const resultsOf = (pieces: readonly string[]): StatedResult[] =>
  pieces.slice(0, MAX_RESULTS).flatMap((piece) => {
    const [first = '', ...others] = wordsOf(piece)
    const stated = /^([a-z0-9-]{1,40})(?:\/\d{1,3})?=([a-z]{1,40})$/i.exec(first)
    if (stated === null) return []
    const [, method = '', result = ''] = stated
    return [{ method: method.toLowerCase(), result: result.toLowerCase(), properties: propertiesOf(others) }]
  })

function propertiesOf(words: readonly string[]): Map<string, string> {
  const properties = new Map<string, string>()
  for (const word of words) {
    const equals = word.indexOf('=')
    const key = word.slice(0, Math.max(0, equals)).toLowerCase()
    if (key !== '' && !properties.has(key)) properties.set(key, word.slice(equals + 1).replaceAll('"', ''))
  }
  return properties
}

/** Words between blanks; blanks around "=" are none, and those in quotes neither. */
const wordsOf = (text: string): string[] =>
  splitUnquoted(text.replace(/\s+/g, ' ').trim().replace(/ ?= ?/g, '='), ' ')
    .map((word) => word.trim())
    .filter((word) => word !== '')

function splitUnquoted(text: string, separator: ';' | ' '): string[] {
  const pieces: string[] = []
  let from = 0
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '"') isQuoted = !isQuoted
    else if (!isQuoted && (char === separator || (separator === ' ' && char === '\t'))) {
      pieces.push(text.slice(from, at))
      from = at + 1
    }
  }
  return [...pieces, text.slice(from)]
}

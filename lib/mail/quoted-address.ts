import { parseAddress } from './address'
import { readableName } from './display-name'
import type { MailAddress } from './types'

const MAX_VALUE = 20_000
const MAX_ENTRIES = 200

/**
 * Addresses as people see them above a quoted mail: "Eva <eva@uno.example>", "Eva [mailto:eva@uno.example]",
 * "Eva <eva@uno.example<mailto:eva@uno.example>>", "Rossi, Eva <eva@...>; ...". Nobody escaped anything here, so
 * an entry ends with its address and never at a comma alone. Names without an address are left out. Linear.
 */
export function readQuotedAddresses(value: string): MailAddress[] {
  const found: MailAddress[] = []
  const text = value.slice(0, MAX_VALUE)
  let start = 0
  while (start < text.length && found.length < MAX_ENTRIES) {
    const end = entryEnd(text, start)
    found.push(...readEntry(text.slice(start, end)))
    start = end
  }
  return found
}

/** One mailbox, as in a From line: everything that is no address is its name. */
export function readQuotedMailbox(value: string): { address: MailAddress | null; text: string } {
  const text = value.slice(0, MAX_VALUE).trim()
  const end = entryEnd(text, 0)
  const [first] = readEntry(text.slice(0, end)).toReversed()
  if (first === undefined) return { address: nameAndAddress(text), text: cleanName(text) }
  const at = text.search(/[<[(]/)
  const name = at > 0 && first.name === '' ? cleanName(text.slice(0, at)) : first.name
  return {
    address: { ...first, name: name.toLowerCase() === first.address.toLowerCase() ? '' : name },
    text,
  }
}

/** `"Eva Rossi" eva@uno.example`, as programs print it that leave the brackets out; one address, at the end. */
function nameAndAddress(text: string): MailAddress | null {
  const words = text.slice(0, MAX_NAME).split(/[\s\u00a0]+/)
  const address = bareAddress(words.pop() ?? '')
  if (address === null || text.length > MAX_NAME || words.some((word) => word.includes('@'))) return null
  return { ...address, name: cleanName(words.join(' ')) }
}

const MAX_NAME = 400

/** Index after the bracket that closes the next address, or the end. */
function entryEnd(text: string, start: number): number {
  for (let i = start; i < text.length; i++) {
    const char = text[i]
    if (char !== '<' && char !== '[' && char !== '(') continue
    const end = bracketEnd(text, i)
    // A bracket without an address belongs to a name: "Eva [Sales] <eva@uno.example>".
    if (text.slice(i, end).includes('@')) return end
    i = end - 1
  }
  return text.length
}

/** Brackets of a mailto copy stand inside the address's own. */
function bracketEnd(text: string, start: number): number {
  const open = text[start]
  const close = open === '<' ? '>' : open === '[' ? ']' : ')'
  let depth = 0
  for (let i = start; i < text.length && i < start + 600; i++) {
    if (text[i] === open) depth++
    else if (text[i] === close && --depth === 0) return i + 1
  }
  const next = text.indexOf(close, start)
  return next < 0 ? text.length : next + 1
}

/** Bare addresses before the bracketed one are entries of their own. */
function readEntry(entry: string): MailAddress[] {
  const bracket = bracketStart(entry)
  const head = bracket < 0 ? entry : entry.slice(0, bracket)
  const pieces = head.split(/[;,]/)
  const last = bracket < 0 ? '' : (pieces.pop() ?? '')
  const before: MailAddress[] = []
  let name = ''
  for (const piece of pieces) {
    const bare = bareAddress(piece)
    if (bare !== null) {
      before.push(bare)
      name = ''
    } else name = piece.trim() === '' ? name : `${name}${name === '' ? '' : ','}${piece}`
  }
  if (bracket < 0) return before
  const address = addressIn(entry.slice(bracket))
  if (address === null) return before
  const full = cleanName(name === '' ? last : `${name},${last}`)
  return [...before, { name: full.toLowerCase() === address.toLowerCase() ? '' : full, address }]
}

function bracketStart(entry: string): number {
  for (let i = 0; i < entry.length; i++) {
    if ('<[('.includes(entry[i] ?? '') && entry.slice(i, bracketEnd(entry, i)).includes('@')) return i
  }
  return -1
}

function bareAddress(text: string): MailAddress | null {
  const trimmed = text.trim().replace(/^['"]+|['"]+$/g, '')
  return trimmed.includes('@') && !/\s/.test(trimmed) ? parseAddress(trimmed) : null
}

function addressIn(bracketed: string): string | null {
  for (const part of bracketed.split(/[<>[\]()\s;,]/)) {
    const bare = part.replace(/^mailto:/i, '').replace(/^['"*]+|['"*]+$/g, '')
    if (!bare.includes('@')) continue
    const parsed = parseAddress(bare)
    if (parsed !== null) return parsed.address
  }
  return null
}

const outerMarks = /^[\s'"“”„«»*;,‘’]+|[\s'"“”„«»*;,‘’]+$/g

/** Quotation marks of every kind, bold stars and separators around a name are not part of it. */
export const cleanName = (text: string): string => readableName(text.replace(outerMarks, '')).slice(0, 200)

import { parseAddress } from './address'
import { decodeCharset } from './charset'

export const maxReportBytes = 512 * 1024

export type Fields = ReadonlyMap<string, string>

/** Blocks of fields divided by blank lines (RFC 3464 section 2.1). */
export function readFieldBlocks(bytes: Uint8Array): Fields[] {
  const text = decodeCharset(bytes.subarray(0, maxReportBytes), null).text
  const blocks: Map<string, string>[] = []
  let block = new Map<string, string>()
  let last = ''
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line.trim() === '') {
      if (block.size > 0) blocks.push(block)
      block = new Map()
      last = ''
      continue
    }
    const colon = line.indexOf(':')
    const isField = colon > 0 && FIELD_NAME.test(line.slice(0, colon))
    // Gateways break long answers without the blank that RFC 5322 asks for: what is no field goes on.
    if ((line.startsWith(' ') || line.startsWith('\t') || !isField) && last !== '') {
      block.set(last, `${block.get(last) ?? ''} ${line.trim()}`)
    } else if (isField) {
      last = line.slice(0, colon).trim().toLowerCase()
      // Some relays leave out the blank line between recipients: a second one of the same name begins the next.
      if (RECIPIENT.test(last) && block.has(last)) {
        blocks.push(block)
        block = new Map()
      }
      if (!block.has(last)) block.set(last, line.slice(colon + 1).trim())
    }
  }
  if (block.size > 0) blocks.push(block)
  return blocks
}

/** RFC 5322 section 3.6.8; bounded. */
const FIELD_NAME = /^[!-9;-~]{1,80}[ \t]{0,5}$/

const RECIPIENT = /^(?:final|original)-recipient$/

/** All fields of a report that speaks of one mail; the first of a name counts. */
export function mergeBlocks(blocks: readonly Fields[]): Map<string, string> {
  const merged = new Map<string, string>()
  for (const block of blocks)
    for (const [name, value] of block) if (!merged.has(name)) merged.set(name, value)
  return merged
}

/** "rfc822; user@host" to "user@host". */
export function typed(value: string | undefined): string {
  if (value === undefined) return ''
  const semicolon = value.indexOf(';')
  return value
    .slice(semicolon + 1)
    .trim()
    .replace(CODED_LETTER, (_, code: string) => letterOf(code))
}

/** A letter outside of ASCII as servers write it that know no other (RFC 6533 section 3): "\\x{F6}". */
const CODED_LETTER = /\\x\{([\da-f]{2,6})\}/gi

function letterOf(code: string): string {
  const point = Number.parseInt(code, 16)
  return point > 0x10ffff ? '' : String.fromCodePoint(point)
}

/** The address in a field's value, or null. */
export function addressOf(value: string): string | null {
  // "<user@host>", "user@host (User Name)"
  const bare = (value.trim().split(/[\s(]/, 1)[0] ?? '').replace(/^<|>$/g, '')
  return parseAddress(bare)?.address ?? null
}

import { readAttributedAuthor } from './attributed-author'
import { attributionAt } from './attribution'
import { readHeaderBlock } from './header-block'
import type { MailAddress } from './types'

const MAX_LINES = 12

/** Whose mail a quote repeats, by the introduction that it begins with; null where that names no address. */
export function readQuotedAuthor(quoted: string): MailAddress | null {
  const lines = quoted
    .slice(0, 8000)
    .split('\n', 4 * MAX_LINES)
    .map((line) => line.replace(/^[>\s]+/, ''))
  for (let i = 0; i < MAX_LINES && i < lines.length; i++) {
    const block = readHeaderBlock(lines, i)
    if (block !== null) return block.from
    const attribution = attributionAt(lines, i)
    if (attribution !== null) return readAttributedAuthor(lines.slice(i, attribution.end).join(' ')).address
  }
  return null
}

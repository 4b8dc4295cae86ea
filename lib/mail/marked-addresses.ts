import type { ParsedMail } from './types'

const maxTextLength = 200_000
const maxBefore = 120
const maxBehind = 253
const maxFound = 50

/**
 * Ids and addresses in a mail's text in which a mark may stand: what a client prints above a quotation names the reply
 * address of the mail before, also where the header kept nothing. The nearest quotation stands first. One pass.
 */
export function markedAddresses({ text, html }: Pick<ParsedMail, 'text' | 'html'>): string[] {
  const found = new Set<string>()
  for (const body of [text, html ?? '']) {
    const looked = body.slice(0, maxTextLength)
    for (let at = looked.indexOf('@'); at >= 0 && found.size < maxFound; at = looked.indexOf('@', at + 1)) {
      const local = localPart.exec(looked.slice(Math.max(0, at - maxBefore), at))?.[0] ?? ''
      const domain = domainPart.exec(looked.slice(at + 1, at + 1 + maxBehind))?.[0] ?? ''
      // A mark has dots between its parts, and a plus before them when it stands in an address.
      if (domain !== '' && /\..*\./.test(local)) found.add(`${local}@${domain}`)
    }
  }
  return [...found]
}

const localPart = /[a-z0-9.+_-]{1,120}$/i
const domainPart = /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,10}/i

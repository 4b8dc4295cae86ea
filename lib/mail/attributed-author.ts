import { verbFillers } from './attribution-phrases'
import { cleanName, readQuotedMailbox } from './quoted-address'
import type { MailAddress } from './types'

const MAX_LENGTH = 1000
const LAST_TIME = /\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?\s?m\.?)?(?![\d:])/gi

/** Whom an attribution names: the address, the name before it, and the date before that. */
export function readAttributedAuthor(line: string): {
  readonly address: MailAddress | null
  readonly text: string
  readonly dateText: string
} {
  const text = line
    .slice(0, MAX_LENGTH)
    .replace(/^\ufeff/, '')
    .trim()
  const times = [...text.matchAll(LAST_TIME)]
  const last = times.at(-1)
  const cut = last === undefined ? 0 : last.index + last[0].length
  const dateText = text.slice(0, cut).replace(/^\p{L}+\.?\s(?=\d)/u, '')
  const rest = withoutFillers(text.slice(cut))
  const mailbox = readQuotedMailbox(rest)
  return { address: mailbox.address, text: cleanName(mailbox.address?.name ?? mailbox.text), dateText }
}

/** Verb, comma and words like "user" between the date and the name. */
function withoutFillers(text: string): string {
  let rest = text.replace(/[:：]\s*$/, '').trim()
  for (let i = 0; i < 6; i++) {
    const before = rest
    rest = rest.replace(/^[\s,;]+/, '')
    const lower = rest.toLowerCase()
    const filler = verbFillers.find((one) => lower.startsWith(`${one} `))
    if (filler !== undefined) rest = rest.slice(filler.length).trim()
    if (rest === before) break
  }
  return rest
}

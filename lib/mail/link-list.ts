import type { ReplyText } from './types'

export type LinkList = { readonly body: string; readonly list: string; readonly numbers: readonly string[] }

/**
 * Webmail that makes its plain text of HTML writes "[1]" for a link, and below everything a list of their targets, under
 * "Links:" and dashes. It is no line of the writer's, and stands below the quote too. null where there is none.
 */
export function splitLinkList(text: string): LinkList | null {
  const at = `\n${text}`.lastIndexOf(`\n${TITLE}\n`)
  if (at < 0 || text.length - at > MAX_LENGTH) return null
  const [rule = '', ...targets] = text.slice(at + TITLE.length + 1).split('\n')
  const filled = targets.map((line) => line.trim()).filter((line) => line !== '')
  const numbers = filled.map((line) => /^\[(\d{1,4})\] \S/.exec(line)?.[1])
  if (!/^-{4,20}\s*$/.test(rule) || filled.length === 0) return null
  const known = numbers.filter((one) => one !== undefined)
  if (known.length < numbers.length) return null
  return { body: text.slice(0, at), list: text.slice(at).trimEnd(), numbers: known }
}

const TITLE = 'Links:'
const MAX_LENGTH = 100_000

/** The list belongs where one of its numbers stands: what the writer points at is read, the rest goes with the quote. */
export function withLinkList(reply: ReplyText, { list, numbers }: LinkList): ReplyText {
  const isIn = (part: string): boolean => numbers.some((one) => part.includes(`[${one}]`))
  const add = (part: string): string => (part === '' ? list : `${part}\n\n${list}`)
  if (reply.confidence === 'low' || isIn(reply.visible)) return { ...reply, visible: add(reply.visible) }
  if (isIn(reply.signature)) return { ...reply, signature: add(reply.signature) }
  return reply.quoted === ''
    ? { ...reply, visible: add(reply.visible) }
    : { ...reply, quoted: add(reply.quoted) }
}

import { Parser } from 'htmlparser2'
import { isTooDeep } from './html-guard'
import { hasClass, quoteRule } from './quote-element'
import type { ReplyText } from './types'

/**
 * A signature that its client marked in the HTML ends where the element ends. Who writes on below it, as where the
 * signature is put above the cursor, is read: in the plain text beside it nothing tells these lines from those above.
 */
export function withTextBelowSignature(reply: ReplyText, html: string | null): ReplyText {
  if (html === null || reply.signature === '') return reply
  const analysed = html.slice(0, MAX_LENGTH)
  if (!MARKED.test(analysed) || isTooDeep(analysed)) return reply
  const below = withoutSpace(textBelow(analysed))
  if (below === '') return reply
  const lines = reply.signature.split('\n')
  let rest = ''
  for (let i = lines.length - 1; i > 0; i--) {
    rest = withoutSpace(lines[i] ?? '') + rest
    if (rest.length > below.length) break
    if (rest !== below) continue
    return {
      ...reply,
      visible: [reply.visible, lines.slice(i).join('\n')].join('\n\n').trim(),
      signature: lines.slice(0, i).join('\n').trim(),
    }
  }
  return reply
}

const MAX_LENGTH = 400_000
const MARKED = /gmail_signature|moz-signature/

/** What stands between the last such element and the quote. */
function textBelow(html: string): string {
  let depth = 0
  let signatureDepth = -1
  let isBelow = false
  let isDone = false
  let text = ''
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        depth++
        isDone ||= quoteRule(name, attributes) !== null
        if (isDone || signatureDepth >= 0) return
        if (hasClass(attributes, 'gmail_signature') || hasClass(attributes, 'moz-signature')) {
          signatureDepth = depth
          text = ''
        }
      },
      ontext(data) {
        if (isBelow && !isDone && signatureDepth < 0) text += data
      },
      onclosetag() {
        if (depth === signatureDepth) {
          signatureDepth = -1
          isBelow = true
        }
        depth--
      },
    },
    { decodeEntities: true },
  )
  parser.write(html)
  parser.end()
  return text
}

const withoutSpace = (text: string): string => text.replace(/[\s\u00a0\u200b-\u200d\ufeff]+/g, '')

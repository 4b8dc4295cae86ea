import { withTextBelowSignature } from './below-signature'
import { bodyText } from './body-text'
import { htmlToText } from './html-to-text'
import { splitReplyHtml } from './reply-html'
import { ANSWERS_IN_KNOWN_TEXT, type ReplyOptions, splitReplyText, withSignature } from './reply-text'
import type { ParsedMail, ReplyHtml, ReplyText } from './types'

/** The new part of a mail in both forms. `html` is still hostile: `cleanHtml` has to follow. */
export type Reply = { readonly text: ReplyText; readonly html: ReplyHtml | null }

/**
 * Structure beats words: where the HTML shows the border and the plain text does not, the text is taken from
 * the HTML's new part. What we ourselves sent beats both: answers between our own lines are shown, whatever border
 * stands above them.
 */
export function readReply(mail: Pick<ParsedMail, 'text' | 'html'>, options: ReplyOptions): Reply {
  const reply = readParts(mail, options)
  return { ...reply, text: withTextBelowSignature(reply.text, mail.html) }
}

function readParts(mail: Pick<ParsedMail, 'text' | 'html'>, options: ReplyOptions): Reply {
  if (mail.html === null) return { text: splitReplyText(mail.text, options), html: null }
  const html = splitReplyHtml(mail.html, options)
  const hasText = mail.text.trim() !== ''
  const canBeKnown = options.earlier !== undefined && options.earlier.length > 0
  if (hasText || canBeKnown) {
    const text = splitReplyText(bodyText(mail), options)
    if (text.rule === ANSWERS_IN_KNOWN_TEXT)
      return { text, html: { visible: mail.html, quoted: '', confidence: 'low', rule: text.rule } }
    if (hasText && (html.confidence !== 'high' || text.confidence === 'high')) return { text, html }
  }
  return { text: textOf(html, options), html }
}

function textOf(html: ReplyHtml, options: ReplyOptions): ReplyText {
  if (html.confidence !== 'high') return splitReplyText(htmlToText(html.visible), options)
  // The quote is found: what is left in block quotes is what the writer cites or indents.
  const asText = (part: string): string => htmlToText(part, { hasQuoteMarks: false })
  const quoted = htmlToText(html.quoted)
  const below = asText(html.below ?? '')
  if (html.below !== undefined && below.trim() !== '') {
    const above = asText(html.visible.slice(0, -html.below.length))
    const pieces = {
      above: above.split('\n'),
      quoted: quoted.split('\n'),
      below: below.split('\n'),
      rest: '',
    }
    return withSignature(pieces, 'high', html.rule)
  }
  const visible = splitReplyText(asText(html.visible))
  return {
    visible:
      visible.confidence === 'none' ? visible.visible : [visible.visible, visible.quoted].join('\n').trim(),
    quoted,
    signature: visible.signature,
    confidence: 'high',
    rule: html.rule,
  }
}

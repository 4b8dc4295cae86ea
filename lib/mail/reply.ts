import { htmlToText } from './html-to-text'
import { splitReplyHtml } from './reply-html'
import { type ReplyOptions, splitReplyText } from './reply-text'
import type { ParsedMail, ReplyHtml, ReplyText } from './types'

/** The new part of a mail in both forms. `html` is still hostile: `cleanHtml` has to follow. */
export type Reply = { readonly text: ReplyText; readonly html: ReplyHtml | null }

/**
 * Structure beats words: where the HTML shows the border and the plain text does not, the text is taken from
 * the HTML's new part.
 */
export function readReply(mail: Pick<ParsedMail, 'text' | 'html'>, options: ReplyOptions): Reply {
  const html = mail.html === null ? null : splitReplyHtml(mail.html, options)
  const text =
    mail.text.trim() === '' && html !== null ? textOf(html, options) : splitReplyText(mail.text, options)
  if (html !== null && html.confidence === 'high' && text.confidence !== 'high')
    return { text: textOf(html, options), html }
  return { text, html }
}

function textOf(html: ReplyHtml, options: ReplyOptions): ReplyText {
  if (html.confidence !== 'high') return splitReplyText(htmlToText(html.visible), options)
  // The quote is found: what is left in block quotes is what the writer cites or indents.
  const visible = splitReplyText(htmlToText(html.visible, { hasQuoteMarks: false }))
  const quoted = htmlToText(html.quoted)
  return {
    visible:
      visible.confidence === 'none' ? visible.visible : [visible.visible, visible.quoted].join('\n').trim(),
    quoted,
    signature: visible.signature,
    confidence: 'high',
    rule: html.rule,
  }
}

/** The text of a mail as an agent searches and reads it, whichever form it was sent in. */
export function bodyText(mail: Pick<ParsedMail, 'text' | 'html'>): string {
  return mail.text.trim() === '' && mail.html !== null ? htmlToText(mail.html) : mail.text
}

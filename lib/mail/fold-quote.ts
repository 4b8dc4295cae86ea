import { type CleanHtml, type CleanOptions, cleanHtml } from './clean-html'
import { splitReplyHtml } from './reply-html'

/**
 * Cleans a mail and folds away what its client quoted at the end. Both halves are cleaned by themselves, which closes
 * what is open in them, and our element goes around the second only then: nothing of the mail can close or forge it. Its
 * title is empty: whoever shows the mail writes it in the reader's language.
 */
export function cleanAndFold(html: string, options: CleanOptions): CleanHtml {
  const whole = cleanHtml(html, options)
  if (whole.isTextOnly) return whole
  const { visible, quoted, confidence } = splitReplyHtml(html)
  // An answer below the quote would be torn from what it answers.
  if (confidence !== 'high' || quoted === '' || visible + quoted !== html) return whole
  const [above, below] = [cleanHtml(visible, options), cleanHtml(quoted, options)]
  if (above.isTextOnly || below.isTextOnly) return whole
  return {
    html: `${above.html}<details><summary></summary>${below.html}</details>`,
    remoteImages: above.remoteImages + below.remoteImages,
    isTextOnly: false,
  }
}

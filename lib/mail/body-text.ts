import { htmlToText } from './html-to-text'
import type { ParsedMail } from './types'

/** The text of a mail as an agent searches and reads it, whichever form it was sent in. */
export function bodyText(mail: Pick<ParsedMail, 'text' | 'html'>): string {
  return mail.text.trim() === '' && mail.html !== null ? htmlToText(mail.html) : mail.text
}

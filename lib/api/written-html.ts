import { textToHtml } from '@/lib/mail/text-to-html'

/** Plain text as the HTML that a reply is made of: the contract takes one of the two. */
export const toHtml = ({ html, text }: { html?: string | undefined; text?: string | undefined }): string =>
  html ?? textToHtml(text ?? '')

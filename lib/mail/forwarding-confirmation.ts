import { addressDomain } from './address-domain'
import type { Evidence } from './classification'
import type { ParsedMail } from './types'

/**
 * Gmail asks the target of a forwarding for consent before it forwards: a mail from
 * forwarding-noreply@google.com with a code and a link. Without this the set-up of a mailbox hangs.
 */
export function forwardingConfirmation(mail: ParsedMail, text: string): Evidence[] {
  if (mail.from === null || mail.from.address.toLowerCase() !== 'forwarding-noreply@google.com') return []
  const { link, code } = readForwardingConfirmation(text, mail.subject)
  if (link === null && code === null) return []
  return [
    { where: 'from', value: mail.from.address, rule: 'gmail-forwarding' },
    { where: link === null ? 'subject' : 'text', value: link ?? code ?? '', rule: 'gmail-forwarding' },
  ]
}

/** What the tenant's admin needs: the link on Google's own host, and the code. */
export function readForwardingConfirmation(
  text: string,
  subject: string,
): { readonly link: string | null; readonly code: string | null } {
  const link = text.split(/[\s<>"]/).find((word) => isConfirmationLink(word)) ?? null
  const code = /\(#(\d{6,12})\)/.exec(subject)?.[1] ?? /\b(\d{8,10})\b/.exec(text.slice(0, 4000))?.[1] ?? null
  return { link, code }
}

function isConfirmationLink(word: string): boolean {
  if (!word.startsWith('https://')) return false
  const host = word.slice(8).split(/[/?#]/)[0] ?? ''
  const domain = addressDomain(`x@${host}`)
  return (domain === 'mail-settings.google.com' || domain === 'mail.google.com') && word.includes('/mail/')
}

import { parseAddress } from './address'
import type { BounceRecipient } from './classification'
import { toDbLine } from './to-db-text'
import type { ParsedMail } from './types'

/** What a sending provider tells about mails of ours in words of its own instead of a report. */
export type ProviderNotice =
  | {
      readonly kind: 'bounce'
      readonly isTransient: boolean
      readonly recipients: readonly BounceRecipient[]
    }
  | { readonly kind: 'complaint'; readonly feedbackType: string; readonly recipient: string | null }

/**
 * Amazon's sending service notifies by mail with one JSON object as text ("notificationType": Bounce or Complaint).
 * It is read field by field: mail systems on the way fold the one long line in the midst of words.
 */
export function readProviderNotice(mail: ParsedMail): ProviderNotice | null {
  if (mail.from?.address.toLowerCase() !== 'no-reply@sns.amazonaws.com') return null
  const start = mail.text.trimStart()
  if (!start.startsWith('{')) return null
  const text = start
    .slice(0, 100_000)
    .replace(/!?\r?\n ?/g, '')
    .replaceAll('\\"', '"')
    .replace(/" ?: ?"/g, '":"')
  const kind = field(text, 'notificationType') ?? field(text, 'eventType')
  // Behind "mail" stands the mail that this is about, with addresses of its own.
  const about = text.split('"mail":', 1)[0] ?? ''
  if (kind === 'Complaint') {
    return {
      kind: 'complaint',
      feedbackType: field(about, 'complaintFeedbackType') ?? 'abuse',
      recipient: parseAddress(field(about, 'emailAddress') ?? '')?.address ?? null,
    }
  }
  if (kind !== 'Bounce') return null
  const isTransient = field(about, 'bounceType') === 'Transient'
  const recipients = about
    .split('{')
    .slice(0, 200)
    .flatMap((one): BounceRecipient[] => {
      const address = parseAddress(field(one, 'emailAddress') ?? '')?.address
      if (address === undefined) return []
      const diagnostic = toDbLine(field(one, 'diagnosticCode') ?? '', { maxBytes: 2000 })
      const status = field(one, 'status') ?? null
      return [
        {
          address,
          reported: address,
          action: isTransient ? 'delayed' : 'failed',
          status,
          diagnostic,
          command: null,
        },
      ]
    })
  return { kind: 'bounce', isTransient, recipients }
}

function field(text: string, name: string): string | undefined {
  const at = text.indexOf(`"${name}":"`)
  if (at < 0) return undefined
  const from = at + name.length + 4
  const end = text.indexOf('"', from)
  return end < 0 ? undefined : text.slice(from, Math.min(end, from + 2000))
}

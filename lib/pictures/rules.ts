import { addressKey } from '@/lib/mail/address'

/**
 * Whose pictures may be shown without asking each time: only an address that nobody was caught forging in this mail.
 * null for what has no such sender: our own answers, and a mail that failed its sender's own check.
 */
export function pictureSenderOf(message: {
  kind: string
  fromAddress: string
  authentication: string
}): string | null {
  if (message.kind !== 'inbound' || message.fromAddress === '' || message.authentication === 'fail')
    return null
  return addressKey(message.fromAddress)
}

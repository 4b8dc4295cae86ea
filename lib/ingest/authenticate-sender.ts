import { addressDomain } from '@/lib/mail/address-domain'
import { pecCarrier } from '@/lib/mail/pec-carrier'
import type { MailFacts, ParsedMail } from '@/lib/mail/types'
import type { MailAuthenticatorPort, SenderAuthentication } from './ports'
import type { ClaimedMail } from './types'

/**
 * Whether the sender that we show is vouched for. Of certified mail the carrier is asked about, for it is his domain that
 * signs: that he is in order says nothing good of the author, that he is not says enough. And where several people are
 * said to have written, a proof for one of them is none.
 */
export async function authenticateSender(
  mail: { raw: ClaimedMail; bytes: Uint8Array; parsed: ParsedMail; facts: MailFacts },
  authenticator: MailAuthenticatorPort,
): Promise<SenderAuthentication> {
  const { raw, bytes, parsed, facts } = mail
  const carrier = pecCarrier(parsed)
  const asked = carrier ?? facts.from
  const found = await authenticator.authenticate({
    bytes,
    clientIp: raw.clientIp,
    helo: raw.helo,
    envelopeFrom: raw.envelopeFrom ?? '',
    fromDomain: asked === null ? null : addressDomain(asked),
    trustedServer: raw.trustedServer,
  })
  const details = [
    ...(carrier === null ? [] : [`certified mail, carried by ${addressDomain(carrier)}`]),
    ...found.details,
    ...(parsed.flags.includes('several-from') ? ['several senders'] : []),
  ]
  const isOpen = carrier !== null || parsed.flags.includes('several-from')
  return {
    verdict: isOpen && found.verdict === 'pass' ? 'none' : found.verdict,
    details,
    ...(parsed.flags.includes('pec-envelope') && { carrierVerdict: found.verdict }),
  }
}

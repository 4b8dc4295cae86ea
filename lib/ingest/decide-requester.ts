import { addressKey } from '@/lib/mail/address'
import type { ForwardedMail } from '@/lib/mail/forwarded-mail'
import type { MailAddress } from '@/lib/mail/types'
import type { IngestContext, ReadMail } from './types'

/** Why the original's sender of a forwarded mail is not the requester by itself: an agent may still make him so. */
export type ForwardRefusal =
  | 'no-original-sender'
  | 'original-is-own-address'
  | 'forwarded-by-machine'
  | 'forwarded-by-other'
  | 'forwarder-not-verified'
  | 'forward-unsure'

export type Requester =
  | { isOriginal: true; original: MailAddress }
  | { isOriginal: false; reason: ForwardRefusal }

/**
 * Who asks, in a mail that passes on another's. What it says of the original is a claim that anybody can write: it is
 * followed by itself only for an agent of this tenant, who may still sign in, and whose domain vouches for this very mail;
 * a name in From proves nothing.
 */
export function decideRequester(mail: ReadMail, forwarded: ForwardedMail, context: IngestContext): Requester {
  const reason = refusal(mail, forwarded, context)
  if (reason !== null || forwarded.from === null)
    return { isOriginal: false, reason: reason ?? 'no-original-sender' }
  return { isOriginal: true, original: forwarded.from }
}

function refusal(mail: ReadMail, forwarded: ForwardedMail, context: IngestContext): ForwardRefusal | null {
  if (forwarded.from === null) return 'no-original-sender'
  if (context.ownAddressKeys.includes(addressKey(forwarded.from))) return 'original-is-own-address'
  if (mail.classification.kind !== 'human') return 'forwarded-by-machine'
  if (context.agentId === null) return 'forwarded-by-other'
  if (mail.authentication.verdict !== 'pass') return 'forwarder-not-verified'
  return isSure(mail, forwarded) ? null : 'forward-unsure'
}

/** A reply may hold what looks like a forward of what it answers. */
const isSure = ({ facts }: ReadMail, { confidence }: ForwardedMail): boolean =>
  confidence === 'high' || (confidence === 'medium' && facts.subjectKind !== 'reply')

/**
 * Whether the claim is worth showing. Replies of some programs carry the same header lines above what they quote: those
 * speak of the mail that is answered.
 */
export function isForwardShown(mail: ReadMail, forwarded: ForwardedMail): boolean {
  // The mail in an envelope of certified mail is this mail, except where the envelope names somebody else as its writer.
  if (mail.pecEnvelope?.isAuthorVouched && forwarded.how === 'attached') return false
  return (
    forwarded.how === 'attached' || forwarded.confidence !== 'low' || mail.facts.subjectKind === 'forward'
  )
}

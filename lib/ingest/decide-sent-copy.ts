import { byTrust } from './match'
import type { Decision, IngestContext, ReadMail } from './types'

/**
 * A mail that an agent sent from another program is a reply in the ticket it answers, if it went to somebody who takes
 * part there. What went to others, say a colleague who was asked, is none of the ticket's.
 */
export function decideSentCopy(mail: ReadMail, context: IngestContext): Decision {
  const reached = [...context.candidates]
    .filter(({ how }) => how !== 'sibling' && how !== 'tied')
    .sort(byTrust)
    .find(({ participantKeys }) => mail.facts.recipientKeys.some((key) => participantKeys.includes(key)))
  return reached
    ? { kind: 'agent-reply', candidate: reached }
    : { kind: 'suppress', reason: 'sent-to-others' }
}

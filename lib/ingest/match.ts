import { addressKey } from '@/lib/mail/address'
import { conversationAround, mayBeMerged, mayMeet } from './conversation'
import type { IngestContext, Match, ReadMail, TicketCandidate } from './types'

/**
 * Which ticket a mail belongs to. A token of ours from a participant is that ticket, the nearest where there are
 * several; from anybody else it is a request to join, decided by an agent. A Message-ID that we know joins only for a
 * participant, or for somebody whom a participant wrote to before anybody answered: anybody can write any id into
 * References. Subjects and numbers never join.
 */
export function matchTicket(mail: ReadMail, context: IngestContext): Match {
  const senderKey = mail.facts.from ? addressKey(mail.facts.from.address) : null
  const ranked = context.candidates.filter(({ how }) => how !== 'tied').sort(byTrust)
  const token = ranked.find((candidate) => candidate.how === 'token')
  const nearer = token && ranked.find((one) => isNearer(one, token) && takesPart(one, senderKey))
  const isStranger = token !== undefined && !takesPart(token, senderKey)
  const candidate =
    nearer ?? (isStranger ? undefined : ranked.find((one) => takesPart(one, senderKey) || mayMeet(mail, one)))
  if (!candidate)
    return token ? { kind: 'join-request', candidate: token } : { kind: 'new', related: onePerTicket(ranked) }
  return {
    kind: 'ticket',
    candidate,
    others: onePerTicket(ranked).filter(({ ticketId }) => ticketId !== candidate.ticketId),
    conversation: mayBeMerged(candidate)
      ? conversationAround(mail, candidate, context.candidates)
      : [candidate],
  }
}

type Ranked = Pick<TicketCandidate, 'how' | 'distance' | 'number'>

const trust: Record<TicketCandidate['how'], number> = { token: 0, parent: 1, child: 2, sibling: 3, tied: 4 }

/** The surest way to a ticket first, the nearest ancestor before those further away. */
export const byTrust = (a: Ranked, b: Ranked): number =>
  trust[a.how] - trust[b.how] || a.distance - b.distance || a.number - b.number

/**
 * Whose mail became a ticket of its own writes on in that, though our mark of the other stands further up. An agent made
 * it one; what programs took apart is brought together by the mark.
 */
const isNearer = (one: TicketCandidate, token: TicketCandidate): boolean =>
  one.how === 'parent' && one.distance < token.distance && one.isTouched

const takesPart = (candidate: TicketCandidate, senderKey: string | null): boolean =>
  senderKey !== null && candidate.participantKeys.includes(senderKey)

function onePerTicket(candidates: TicketCandidate[]): TicketCandidate[] {
  const seen = new Set<string>()
  return candidates.filter(({ ticketId }) => !seen.has(ticketId) && seen.add(ticketId))
}

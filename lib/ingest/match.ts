import { addressKey } from '@/lib/mail/address'
import type { IngestContext, Match, ReadMail, TicketCandidate } from './types'

/**
 * Which ticket a mail belongs to. A token of ours from a participant is that ticket; from anybody else it is a
 * request to join, decided by an agent. A Message-ID that we know joins only for a participant: anybody can write
 * any id into References. Subjects and numbers never join.
 */
export function matchTicket(mail: ReadMail, context: IngestContext): Match {
  const senderKey = mail.facts.from ? addressKey(mail.facts.from.address) : null
  const ranked = [...context.candidates].sort(byTrust)
  const token = ranked.find((candidate) => candidate.how === 'token')
  if (token && !takesPart(token, senderKey)) return { kind: 'join-request', candidate: token }
  const allowed = ranked.filter((candidate) => takesPart(candidate, senderKey) || mayMeet(candidate, mail))
  const [chosen, ...others] = onePerTicket(allowed)
  if (chosen) return { kind: 'ticket', candidate: chosen, others }
  return { kind: 'new', related: onePerTicket(ranked) }
}

type Ranked = Pick<TicketCandidate, 'how' | 'distance' | 'number'>

const trust: Record<TicketCandidate['how'], number> = { token: 0, parent: 1, child: 2, sibling: 3 }

/** The surest way to a ticket first, the nearest ancestor before those further away. */
export const byTrust = (a: Ranked, b: Ranked): number =>
  trust[a.how] - trust[b.how] || a.distance - b.distance || a.number - b.number

const takesPart = (candidate: TicketCandidate, senderKey: string | null): boolean =>
  senderKey !== null && candidate.participantKeys.includes(senderKey)

/**
 * A parent that was overtaken by its reply: its own Message-ID is named by the ticket, and the ticket's people are
 * among those it was written to. Writing to somebody shows more than naming an id: the sender knew whom to address.
 */
function mayMeet(candidate: TicketCandidate, mail: ReadMail): boolean {
  if (candidate.how !== 'child') return false
  return mail.facts.recipientKeys.some((key) => candidate.participantKeys.includes(key))
}

function onePerTicket(candidates: TicketCandidate[]): TicketCandidate[] {
  const seen = new Set<string>()
  return candidates.filter(({ ticketId }) => !seen.has(ticketId) && seen.add(ticketId))
}

import { addressKey } from '@/lib/mail/address'
import type { ReadMail, TicketCandidate } from './types'

/** Marks a stored message that answers others: whether it may invite is asked again later. */
export const ancestorsFlag = 'has-ancestors'

/** How one conversation names another, as bits: a pair may be tied in several ways. */
export const tie = { names: 1, named: 2, both: 4 } as const

/** The same tie, seen from the other side. */
export const turned = (ties: number): number =>
  (ties & tie.both) | ((ties & tie.names) << 1) | ((ties & tie.named) >> 1)

/** Who wrote in a conversation, or was answered there; and whom its mails were written to by people one may believe. */
interface People {
  senders: ReadonlySet<string>
  invited: ReadonlySet<string>
}

/**
 * Whether two conversations that are tied by Message-IDs are one. Naming an id shows nothing, anybody can: somebody
 * must take part in both, or the mail that is named must have been written to whoever names it. Two that only name the
 * same third mail are one when each was written to the other's people.
 *
 * Nothing here depends on which mail came first, and more people never make less true: so whatever the order, the same
 * mails end up together.
 */
function areOne(one: People, other: People, ties: number): boolean {
  if (meet(one.senders, other.senders)) return true
  const isInvited = meet(one.senders, other.invited)
  const hasInvited = meet(other.senders, one.invited)
  return (
    ((ties & tie.names) !== 0 && isInvited) ||
    ((ties & tie.named) !== 0 && hasInvited) ||
    ((ties & tie.both) !== 0 && isInvited && hasInvited)
  )
}

/**
 * A mail that belongs to no ticket yet, as a conversation of its own. It invites whom it was written to, if its sender's
 * domain vouches for it or it answers nothing: a forged answer must not bring anybody into what others wrote.
 */
export function peopleOf({ facts, authentication }: ReadMail): People {
  const mayInvite =
    authentication.verdict === 'pass' || (authentication.verdict === 'none' && facts.parentIds.length === 0)
  const recipients = [...facts.to, ...facts.cc].map(({ address }) => addressKey(address))
  return {
    senders: new Set(facts.from ? [addressKey(facts.from.address)] : []),
    invited: new Set(mayInvite ? recipients : []),
  }
}

const ticketPeople = (candidate: TicketCandidate): People => ({
  senders: new Set(candidate.participantKeys),
  invited: new Set(candidate.invitedKeys),
})

const tieOf: Record<TicketCandidate['how'], number> = {
  token: tie.names,
  parent: tie.names,
  child: tie.named,
  sibling: tie.both,
  tied: 0,
}

/** Whether a mail belongs to a ticket that it names, or that names it. */
export const mayMeet = (mail: ReadMail, candidate: TicketCandidate): boolean =>
  areOne(peopleOf(mail), ticketPeople(candidate), tieOf[candidate.how])

/** By which ids a mail is tied to a ticket, all ways together. */
export const tiesTo = (ticketId: string, candidates: readonly TicketCandidate[]): number =>
  candidates.reduce((ties, one) => (one.ticketId === ticketId ? ties | tieOf[one.how] : ties), 0)

/**
 * The tickets that turn out to be one conversation when a mail joins one of them: those the mail belongs to as well,
 * those that belong to these now that more people are known, and so on.
 *
 * @returns one candidate of each, `first` among them
 */
export function conversationAround(
  mail: ReadMail,
  first: TicketCandidate,
  candidates: readonly TicketCandidate[],
): TicketCandidate[] {
  const tickets = new Map<string, TicketCandidate>()
  for (const candidate of candidates) {
    if (!tickets.has(candidate.ticketId)) tickets.set(candidate.ticketId, candidate)
  }
  const group = new Map([[first.ticketId, first]])
  let people = together(peopleOf(mail), ticketPeople(first))
  const tiesOf = ({ ticketId, ties }: TicketCandidate): number =>
    ties.reduce(
      (sum, one) => (group.has(one.ticketId) ? sum | turned(one.bits) : sum),
      tiesTo(ticketId, candidates),
    )
  for (let hasGrown = true; hasGrown; ) {
    hasGrown = false
    for (const candidate of tickets.values()) {
      const ties = tiesOf(candidate)
      if (group.has(candidate.ticketId) || ties === 0 || !mayBeMerged(candidate)) continue
      if (!areOne(people, ticketPeople(candidate), ties)) continue
      group.set(candidate.ticketId, candidate)
      people = together(people, ticketPeople(candidate))
      hasGrown = true
    }
  }
  return [...group.values()]
}

/** What somebody answered or closed stays where he answered it. */
export const mayBeMerged = ({ isAnswered, phase }: TicketCandidate): boolean =>
  !isAnswered && phase !== 'closing'

const together = (one: People, other: People): People => ({
  senders: new Set([...one.senders, ...other.senders]),
  invited: new Set([...one.invited, ...other.invited]),
})

const meet = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  [...one].some((key) => other.has(key))

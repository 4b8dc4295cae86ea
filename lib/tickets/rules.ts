import type { StatePhase } from './types'

/** Below it, the split of new and quoted text is a guess and a screen shows everything. */
export const trustedSplit = 0.7

export interface StateFacts {
  id: string
  name: string
  phase: StatePhase
  position: number
}

/** What of a ticket the rules look at. */
export interface TicketFacts {
  id: string
  number: number
  version: number
  state: StateFacts
  assigneeId: string | null
  unansweredSince: Date | null
  lastMessageAt: Date
  closedAt: Date | null
}

/** What shall be: only what changes is named. */
export interface TicketPatch {
  state?: StateFacts
  assigneeId?: string | null
  queueId?: string
  customerId?: string
  organizationId?: string | null
  mailboxId?: string
  excerpt?: string
  unansweredSince?: Date | null
  lastMessageAt?: Date
  closedAt?: Date | null
  addedMessages?: number
}

/**
 * An agent answered: nobody waits any more. A ticket that nobody had begun is now being worked on, and one without
 * an assignee is its author's; a state that the author chose wins.
 */
export function afterReply(
  ticket: TicketFacts,
  reply: { at: Date; authorId: string; excerpt: string; chosenState: StateFacts | null },
  states: readonly StateFacts[],
): TicketPatch {
  const next =
    reply.chosenState ?? (ticket.state.phase === 'opening' ? firstOfPhase(states, 'working') : null)
  return {
    ...(next ? afterStateChange(ticket, next, reply.at) : {}),
    ...(ticket.assigneeId === null ? { assigneeId: reply.authorId } : {}),
    unansweredSince: null,
    lastMessageAt: later(ticket.lastMessageAt, reply.at),
    excerpt: reply.excerpt,
    addedMessages: 1,
  }
}

/** An agent answered from another program: nobody waits any more, unless a customer wrote after it. */
export function afterReplyElsewhere(
  ticket: TicketFacts,
  reply: { at: Date; excerpt: string },
  states: readonly StateFacts[],
): TicketPatch {
  const next = ticket.state.phase === 'opening' ? firstOfPhase(states, 'working') : null
  const isLatest = reply.at.getTime() >= ticket.lastMessageAt.getTime()
  const isAnswered = ticket.unansweredSince === null || ticket.unansweredSince <= reply.at
  return {
    ...(next && isAnswered ? afterStateChange(ticket, next, reply.at) : {}),
    ...(isAnswered ? { unansweredSince: null } : {}),
    ...(isLatest ? { excerpt: reply.excerpt, lastMessageAt: reply.at } : {}),
    addedMessages: 1,
  }
}

export interface InboundFacts {
  at: Date
  excerpt: string
  /** A person wrote: back to the opening state, from whichever state. */
  openingState: StateFacts | null
  countsAsUnanswered: boolean
  /** The mailbox it came by: decides "reply via" from now on. */
  mailboxId: string | null
  /** A request to join leaves the ticket where it is in the list. */
  movesUp: boolean
}

/** A mail came into a ticket. What machines send neither reopens it nor waits for an answer. */
export function afterInbound(ticket: TicketFacts, inbound: InboundFacts): TicketPatch {
  const { openingState } = inbound
  const returns = openingState !== null && ticket.state.phase !== 'opening'
  return {
    ...(returns ? afterStateChange(ticket, openingState, inbound.at) : {}),
    ...(inbound.countsAsUnanswered ? { unansweredSince: earlier(ticket.unansweredSince, inbound.at) } : {}),
    ...(inbound.mailboxId === null ? {} : { mailboxId: inbound.mailboxId }),
    ...(inbound.movesUp
      ? { lastMessageAt: later(ticket.lastMessageAt, inbound.at), excerpt: inbound.excerpt }
      : {}),
    addedMessages: 1,
  }
}

/** Closing is when the phase becomes `closing`; from one closing state to another keeps the first time. */
export function afterStateChange(ticket: TicketFacts, next: StateFacts, at: Date): TicketPatch {
  if (next.phase !== 'closing') return { state: next, closedAt: null }
  return { state: next, closedAt: ticket.closedAt ?? at, unansweredSince: null }
}

export interface ReopenPolicy {
  policy: 'reopen' | 'new_linked' | 'reopen_within_days'
  days: number
}

/** May a person's reply bring this ticket back, or does it become a new, linked one? */
export function mayReopen(
  ticket: { phase: StatePhase; closedAt: Date | null },
  { policy, days }: ReopenPolicy,
  at: Date,
): boolean {
  if (ticket.phase !== 'closing' || policy === 'reopen') return true
  if (policy === 'new_linked') return false
  return ticket.closedAt === null || at.getTime() - ticket.closedAt.getTime() <= days * 24 * 3_600_000
}

export const firstOfPhase = (states: readonly StateFacts[], phase: StatePhase): StateFacts | null =>
  states.filter((state) => state.phase === phase).sort((a, b) => a.position - b.position)[0] ?? null

/** Marks a mail of one of the tenant's own people, for which his domain vouched: his name is his. */
export const fromAgentFlag = 'from-agent'

/** Marks a mail that a program took for a machine's and an agent for a person's. */
export const calledHumanFlag = 'called-human'

/** A name that looks like one of ours, or holds another address than the real one. */
export function isSpoofLike(
  author: { name: string; address: string },
  flags: readonly string[],
  agentNames: readonly string[],
): boolean {
  if (flags.includes('sender-name-misleading')) return true
  const name = plain(author.name)
  if (name !== '' && agentNames.some((agent) => plain(agent) === name)) return true
  const named = /[^\s<>"']+@[^\s<>"']+/.exec(author.name)?.[0].toLowerCase()
  return named !== undefined && named !== author.address.toLowerCase()
}

const plain = (name: string): string => name.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase()
const later = (a: Date, b: Date): Date => (a.getTime() >= b.getTime() ? a : b)
const earlier = (a: Date | null, b: Date): Date => (a === null || a.getTime() > b.getTime() ? b : a)

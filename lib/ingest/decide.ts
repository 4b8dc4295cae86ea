import { addressKey } from '@/lib/mail/address'
import { generatedAnswer } from '@/lib/mail/answer-signs'
import type { Classification, MailKind } from '@/lib/mail/classification'
import type { ForwardedMail } from '@/lib/mail/forwarded-mail'
import type { ConfirmationDecision } from '@/lib/outbound/confirmation-rules'
import { readComplaint } from '@/lib/outbound/report-rules'
import { mayReopen } from '@/lib/tickets/rules'
import { decideConfirmation, loopOf } from './decide-confirmation'
import { decideRequester } from './decide-requester'
import { decideSentCopy } from './decide-sent-copy'
import { reportedMails } from './reported-mails'
import type { Decision, IngestContext, Match, ReadMail, TicketCandidate } from './types'

/**
 * What is done with a mail that could be read. Every path ends in a recorded outcome: nothing is dropped, and what
 * machines send never reopens a ticket nor is answered.
 */
export function decide(
  mail: ReadMail,
  context: IngestContext,
  match: Match,
  at: Date,
  forwarded: ForwardedMail | null = null,
): Decision {
  if (context.sameContent) return { kind: 'duplicate', ...context.sameContent }
  if (isOurOwn(mail, context)) return { kind: 'suppress', reason: 'own-mail' }
  if (isFromBeforeMove(mail)) return { kind: 'quarantine', reason: 'before-move' }
  if (mail.raw.isSentCopy) return decideSentCopy(mail, context)
  const report = decideReport(mail, context)
  if (report) return report
  const { isAccepted } = mail.raw
  if (!isAccepted && isFromOwnAddress(mail, context))
    return { kind: 'quarantine', reason: 'from-own-address' }
  if (!isAccepted && context.mailbox.conversion !== 'automatic')
    return { kind: 'suppress', reason: 'manual-mailbox' }
  if (match.kind === 'join-request') return { ...match, countsAsUnanswered: asksForAnswer(mail) }
  if (match.kind === 'ticket') return decideAppend(mail, context, match, at)
  const requester = forwarded && decideRequester(mail, forwarded, context)
  // What agents pass on opens tickets of others.
  if (!requester?.isOriginal && isHeld(mail, context)) return held
  const confirmation: ConfirmationDecision = requester?.isOriginal
    ? // The agent knows, and the customer did not write to us.
      { send: false, reason: 'forwarded-by-agent' }
    : decideConfirmation(mail, context, at)
  return {
    kind: 'create',
    related: match.related,
    linkKind: 'possibly_related',
    requester: requester?.isOriginal ? requester.original : null,
    confirmation,
    loop: loopOf(confirmation, mail, context),
  }
}

function decideAppend(
  mail: ReadMail,
  context: IngestContext,
  match: Extract<Match, { kind: 'ticket' }>,
  at: Date,
): Decision {
  const { candidate, others } = match
  const isPerson = speaksForAPerson(mail.classification.kind)
  if (isPerson && !mayTake(candidate, at)) {
    const sequel = findSequel(candidate, mail, context, at)
    if (sequel) {
      const isLinked = ({ ticketId }: TicketCandidate) =>
        ticketId === sequel.ticketId || sequel.continues.includes(ticketId)
      const apart = others.filter((one) => !isLinked(one))
      return {
        ...{ kind: 'append', candidate: sequel, merged: [], others: apart },
        ...{ reopens: true, countsAsUnanswered: true },
      }
    }
    if (isHeld(mail, context)) return held
    const confirmation = decideConfirmation(mail, context, at)
    return {
      kind: 'create',
      related: [candidate, ...others],
      linkKind: 'continues',
      requester: null,
      confirmation,
      loop: loopOf(confirmation, mail, context),
    }
  }
  const { into, merged } = decideMerge(match)
  const isElsewhere = ({ ticketId }: TicketCandidate) =>
    ![into, ...merged].some((one) => one.ticketId === ticketId) && !into.continues.includes(ticketId)
  return {
    kind: 'append',
    candidate: into,
    merged,
    others: [candidate, ...others].filter(isElsewhere),
    reopens: isPerson,
    countsAsUnanswered: asksForAnswer(mail),
  }
}

/**
 * The newest ticket that continues one which may not be opened again, if it takes this mail: who writes twice to a closed
 * ticket has one new one. Null when nothing continues it for this sender.
 */
function findSequel(
  candidate: TicketCandidate,
  { facts }: ReadMail,
  { candidates }: IngestContext,
  at: Date,
): TicketCandidate | null {
  if (facts.from === null) return null
  const senderKey = addressKey(facts.from.address)
  const sequels = new Map([[candidate.ticketId, candidate]])
  for (const one of [...candidates].sort((a, b) => a.number - b.number))
    if (one.continues.some((id) => sequels.has(id))) sequels.set(one.ticketId, one)
  const newestFirst = [...sequels.values()].reverse()
  return newestFirst.find((one) => mayTake(one, at) && one.participantKeys.includes(senderKey)) ?? null
}

const mayTake = (one: TicketCandidate, at: Date): boolean =>
  mayReopen(one, { policy: one.reopenPolicy, days: one.reopenDays }, at)

/**
 * Which ticket the others become part of: the one an agent has in hand, else the oldest. Of two that agents have in
 * hand neither is taken away from them.
 */
function decideMerge({ candidate, conversation }: Extract<Match, { kind: 'ticket' }>): {
  into: TicketCandidate
  merged: TicketCandidate[]
} {
  const oldestFirst = [...conversation].sort((a, b) => a.number - b.number)
  const inHand = oldestFirst.filter(({ isTouched }) => isTouched)
  const into = candidate.isTouched ? candidate : (inHand[0] ?? oldestFirst[0] ?? candidate)
  const merged = oldestFirst.filter((one) => one.ticketId !== into.ticketId && !one.isTouched)
  // The mail goes where its candidate goes; a candidate in hand stayed itself above.
  return { into, merged }
}

/**
 * Bounces, complaints and receipts belong to the mail of ours that they speak of, never to a conversation. Who complains
 * of what we did not send, or without saying who he is, may be a person who writes: that becomes a ticket.
 */
function decideReport(mail: ReadMail, context: IngestContext): Decision | null {
  const { kind, complaint } = mail.classification
  if (complaint) {
    const named = reportedMails(mail, context).filter(
      ({ recipients }) =>
        readComplaint(
          complaint,
          recipients.map((address) => ({ address })),
        ).length > 0,
    )
    if (named.length === 0) return null
    return { kind: 'record-complaint', outboundMailIds: named.map(({ outboundMailId }) => outboundMailId) }
  }
  if (kind === 'bounce') {
    const ids = reportedMails(mail, context).map((named) => named.outboundMailId)
    return ids.length > 0
      ? { kind: 'record-bounce', outboundMailIds: ids }
      : { kind: 'quarantine', reason: 'bounce-of-unknown-mail' }
  }
  if (kind === 'receipt' || kind === 'pec-receipt') {
    const [named] = reportedMails(mail, context)
    return named
      ? { kind: 'record-receipt', outboundMailId: named.outboundMailId }
      : { kind: 'quarantine', reason: 'receipt-of-unknown-mail' }
  }
  return null
}

const held: Decision = { kind: 'quarantine', reason: 'too-many-from-sender' }

/** Its sender opened so many tickets in an hour that the next have to wait, in the order in which they came. */
const isHeld = ({ raw }: ReadMail, { ticketsLately }: IngestContext): boolean =>
  !raw.isAccepted && (ticketsLately.opened >= ticketsLately.limit || ticketsLately.isBehindHeld)

const dayMs = 24 * 3_600_000

/**
 * A mailbox that moved brings its old mails along. Those we know are duplicates; what is left and is no news either
 * must not open old tickets again: somebody looks at it first.
 */
function isFromBeforeMove({ raw: { movedAt }, facts }: ReadMail): boolean {
  if (!movedAt) return false
  return facts.date === null || facts.date.getTime() < movedAt.getTime() - dayMs
}

/** A mail of ours that came back, by a list or a forwarder: known by its Message-ID, which carries our token. */
function isOurOwn(mail: ReadMail, context: IngestContext): boolean {
  const own = new Set(context.namedOutbound.map((named) => named.messageIdHeader))
  return mail.facts.messageIds.some((id) => own.has(id))
}

function isFromOwnAddress(mail: ReadMail, context: IngestContext): boolean {
  return mail.facts.from !== null && context.ownAddressKeys.includes(addressKey(mail.facts.from.address))
}

const speaksForAPerson = (kind: MailKind): boolean =>
  kind === 'human' || kind === 'list' || kind === 'calendar' || kind === 'forwarding-confirmation'

const asksForAnswer = ({ classification }: ReadMail): boolean =>
  speaksForAPerson(classification.kind) || mayBeWrittenByPerson(classification)

/** Other people's programs for tickets send what they write to us: nothing is done by itself, but somebody looks. */
const mayBeWrittenByPerson = ({ evidence }: Classification): boolean =>
  evidence.some(({ rule }) => rule === generatedAnswer)

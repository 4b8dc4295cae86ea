import type { ForwardedMail } from '@/lib/mail/forwarded-mail'
import type { TrailEntry } from '@/lib/tickets/types'
import type { CleanText } from './clean'
import { decideRequester, isForwardShown } from './decide-requester'
import type { ClaimedMail, Decision, IngestContext, Match, ReadMail, TicketCandidate } from './types'

/** Why a mail is where it is: one entry a stage, made from what the stages answered. Stored with every mail. */
export function makeTrail(found: {
  mail: ReadMail
  context: IngestContext
  match: Match
  decision: Decision
  text: CleanText
}): TrailEntry[] {
  const { mail, context, match, decision, text } = found
  return [
    keptEntry(mail.raw),
    ...(mail.raw.isAccepted ? [{ stage: 'keep' as const, code: acceptedCode, data: {} }] : []),
    ...readingEntries(mail, context.isMessageIdReused),
    {
      stage: 'authenticate',
      code: mail.authentication.verdict,
      data: { details: mail.authentication.details },
    },
    matchEntry(match, context),
    ...textEntries(text),
    ...requesterEntries(mail, text, context, decision),
    decisionEntry(decision),
    ...mergeEntries(decision),
  ]
}

const acceptedCode = 'accepted'

/** Whether somebody took a mail out of quarantine as one that a person wrote. */
export const isAcceptedIn = (trail: readonly TrailEntry[]): boolean =>
  trail.some(({ stage, code }) => stage === 'keep' && code === acceptedCode)

/** As much of the trail as the mail alone decides: what a file shows that was delivered to nobody. */
export const makeReadingTrail = (
  mail: Pick<ReadMail, 'parsed' | 'facts' | 'classification'>,
  text: CleanText,
): TrailEntry[] => [...readingEntries(mail, false), ...textEntries(text)]

const readingEntries = (
  mail: Pick<ReadMail, 'parsed' | 'facts' | 'classification'>,
  isMessageIdReused: boolean,
): TrailEntry[] => [
  {
    stage: 'parse',
    code: 'read',
    data: {
      parts: mail.parsed.parts.length,
      attachments: mail.parsed.attachments.length,
      flags: [...mail.parsed.flags],
    },
  },
  {
    stage: 'describe',
    code: mail.facts.parentIds.length === 0 ? 'first' : 'ids',
    data: {
      messageId: mail.facts.messageId,
      parents: mail.facts.parentIds.slice(0, 10),
      isMessageIdReused,
    },
  },
  {
    stage: 'classify',
    code: mail.classification.kind,
    data: {
      evidence: mail.classification.evidence
        .slice(0, 10)
        .map((one) => `${one.where}: ${one.value} (${one.rule})`),
      mayAutoAnswer: mail.classification.mayAutoAnswer,
    },
  },
]

const textEntries = (text: CleanText): TrailEntry[] => [
  {
    stage: 'clean',
    code: text.rule,
    data: { confidence: text.confidence, hasQuote: text.quoted !== '' },
  },
  ...(text.forwarded === null ? [] : [forwardEntry(text.forwarded)]),
]

/** Who may be the requester instead of who forwarded, and by what it was seen: for an agent to accept. */
const forwardEntry = (forwarded: ForwardedMail): TrailEntry => ({
  stage: 'forward',
  code: forwarded.how,
  data: {
    from: forwarded.from?.address ?? null,
    name: forwarded.from?.name ?? forwarded.fromText,
    subject: forwarded.subject,
    date: forwarded.date?.toISOString() ?? forwarded.dateText,
    confidence: forwarded.confidence,
    evidence: forwarded.evidence.slice(0, 10).map((one) => `${one.where}: ${one.value} (${one.rule})`),
  },
})

/** Whether that makes him the requester, and why not. */
function requesterEntries(
  mail: ReadMail,
  { forwarded }: CleanText,
  context: IngestContext,
  decision: Decision,
): TrailEntry[] {
  if (decision.kind !== 'create' || forwarded === null || !isForwardShown(mail, forwarded)) return []
  const requester = decideRequester(mail, forwarded, context)
  const from = forwarded.from?.address ?? forwarded.fromText
  if (!requester.isOriginal)
    return [{ stage: 'forward', code: 'proposed', data: { from, reason: requester.reason } }]
  return [
    { stage: 'forward', code: 'requester', data: { from, forwarder: mail.facts.from?.address ?? null } },
  ]
}

/** The trail of a mail that could not be read or processed. */
export function makeFailureTrail(
  raw: ClaimedMail,
  stage: TrailEntry['stage'],
  code: string,
  detail: string,
): TrailEntry[] {
  return [keptEntry(raw), { stage, code, data: { detail, attempts: raw.attempts } }]
}

const keptEntry = (raw: ClaimedMail): TrailEntry => ({
  stage: 'keep',
  code: 'kept',
  data: {
    recipient: raw.recipient,
    envelopeFrom: raw.envelopeFrom,
    sizeBytes: raw.sizeBytes,
    sha256: raw.sha256,
  },
})

function matchEntry(match: Match, context: Pick<IngestContext, 'candidates'>): TrailEntry {
  const direct = context.candidates.filter(({ how }) => how !== 'tied')
  const considered = direct.map((one) => `#${one.number} ${one.how} ${one.evidence}`).slice(0, 10)
  if (match.kind === 'new') return { stage: 'match', code: 'new', data: { considered } }
  return {
    stage: 'match',
    code: match.kind === 'ticket' ? match.candidate.how : 'join-request',
    data: { ...ticketData(match.candidate), considered },
  }
}

function decisionEntry(decision: Decision): TrailEntry {
  const data: TrailEntry['data'] = {}
  if (decision.kind === 'create') {
    data.confirmation = decision.confirmation.send ? 'sent' : decision.confirmation.reason
    if (decision.related.length > 0) data.related = decision.related.map((one) => `#${one.number}`)
  }
  if (decision.kind === 'append') {
    Object.assign(data, ticketData(decision.candidate), { reopens: decision.reopens })
    if (decision.others.length > 0) data.related = decision.others.map((one) => `#${one.number}`)
  }
  if (decision.kind === 'agent-reply') Object.assign(data, ticketData(decision.candidate))
  if (decision.kind === 'suppress' || decision.kind === 'quarantine') data.reason = decision.reason
  return { stage: 'decide', code: decision.kind, data }
}

/** What else became of tickets because this mail came. */
function mergeEntries(decision: Decision): TrailEntry[] {
  if (decision.kind !== 'append' || decision.merged.length === 0) return []
  const { candidate, merged } = decision
  const data = { ticket: candidate.number, merged: merged.map((one) => `#${one.number}`) }
  return [{ stage: 'apply', code: 'merged', data }]
}

const ticketData = (candidate: TicketCandidate): TrailEntry['data'] => ({
  ticket: candidate.number,
  how: candidate.how,
  evidence: candidate.evidence,
})

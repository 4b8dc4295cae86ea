import { isOverLimit } from '@/lib/channels/rules'
import { answerReason } from '@/lib/mail/bounce-reason/bounce-reason'
import type { DeliveryDecision, RecipientRecord, SendEvidence } from './types'
import { withReason } from './with-reason'

/** What the rule knows of a mail besides what an attempt showed. */
export interface DeliveryFacts {
  /** Attempts made so far, this one included. */
  attempts: number
  /** Of the attempts since somebody last had to act, the first; null when this one is. */
  triedSince: Date | null
  recipients: readonly RecipientRecord[]
}

/** Waits before the second, third … attempt; the last one repeats until `giveUpAfterMs` (RFC 5321 section 4.5.4.1). */
const retryAfterMinutes = [1, 5, 15, 60]
const giveUpAfterMs = 5 * 24 * 3_600_000
const lookForConfigurationMs = 60_000

/**
 * What one attempt means for the stored mail. Said by the server: done, later or never. Not said although it was told
 * to take the data (354): it may have the mail, so nobody sends it again by himself. Who was accepted once is never
 * sent to again, whatever becomes of the others.
 */
export function decideDelivery(evidence: SendEvidence, facts: DeliveryFacts, at: Date): DeliveryDecision {
  const recipients = facts.recipients.map((one) => withAnswer(one, evidence))
  const { responseCode } = evidence
  if (evidence.outcome === 'not-configured') {
    const nextAttemptAt = new Date(at.getTime() + lookForConfigurationMs)
    const trouble = evidence.channelTrouble ?? 'not_configured'
    return { state: 'pending', trouble, nextAttemptAt, recipients: [...facts.recipients] }
  }
  if (responseCode === null) {
    if (!evidence.sawDataGo)
      return defer(evidence.channelTrouble ?? noAnswerTrouble(evidence), recipients, facts, at)
    const trouble = evidence.outcome === 'timed-out' ? 'timed_out_after_data' : 'connection_lost_after_data'
    return { state: 'uncertain', trouble, nextAttemptAt: null, recipients }
  }
  if (isYes(responseCode)) return afterAcceptance(recipients, facts, at)
  if (evidence.command === 'RCPT' && evidence.perRecipient.length > 0) {
    return afterRefusedRecipients(recipients, evidence, facts, at)
  }
  // What a server says before it has seen sender and recipient is about us or itself, not about this mail.
  if (evidence.command === 'CONN')
    return defer(evidence.channelTrouble ?? connectionTrouble(responseCode), recipients, facts, at)
  if (isOverLimit(responseCode, evidence.response)) return defer('throttled', recipients, facts, at)
  if (isLater(responseCode)) return defer(laterTrouble(evidence.command), recipients, facts, at)
  return fail(neverTrouble(evidence.command), recipients, evidence.response)
}

/** Recipients that the next attempt is for. */
export const waitingRecipients = (recipients: readonly RecipientRecord[]): string[] =>
  recipients.filter((one) => one.state === 'waiting').map((one) => one.address)

/**
 * Recipients of whom the server said that there is no such mailbox (RFC 3463: 5.1.x, 5.2.1; without such a code the
 * plain 550, 551 and 553). A refusal for any other reason says nothing about the address.
 */
export function deadAddresses(evidence: SendEvidence): string[] {
  return evidence.perRecipient
    .filter(({ isAccepted, response }) => !isAccepted && saysNoSuchMailbox(response))
    .map(({ address }) => address)
}

function saysNoSuchMailbox(response: string): boolean {
  const [, code, status] = /^\s*(\d{3})[ -](\d\.\d{1,3}\.\d{1,3})?/.exec(response) ?? []
  if (status) return /^5\.(?:1\.\d{1,3}|2\.1)$/.test(status)
  return code === '550' || code === '551' || code === '553'
}

function withAnswer(recipient: RecipientRecord, evidence: SendEvidence): RecipientRecord {
  if (recipient.state !== 'waiting') return recipient
  const key = recipient.address.toLowerCase()
  const answer = evidence.perRecipient.find((one) => one.address.toLowerCase() === key)
  const detail = answer?.response ?? evidence.response
  if (answer && !answer.isAccepted) {
    return isNever(replyCode(answer.response))
      ? { ...recipient, state: 'refused', detail, ...withReason(answerReason(detail, 'rcpt')) }
      : { ...recipient, detail }
  }
  const isTaken = evidence.responseCode !== null && isYes(evidence.responseCode)
  return isTaken ? { ...recipient, state: 'accepted', detail } : recipient
}

function afterAcceptance(recipients: RecipientRecord[], facts: DeliveryFacts, at: Date): DeliveryDecision {
  if (recipients.some((one) => one.state === 'waiting')) return defer('greylisted', recipients, facts, at)
  if (!recipients.some(wasAccepted)) return fail('recipient_refused', recipients, '')
  const trouble = recipients.some((one) => one.state === 'refused') ? 'some_recipients_refused' : null
  return { state: 'accepted', trouble, nextAttemptAt: null, recipients }
}

function afterRefusedRecipients(
  recipients: RecipientRecord[],
  evidence: SendEvidence,
  facts: DeliveryFacts,
  at: Date,
): DeliveryDecision {
  if (recipients.some((one) => one.state === 'waiting')) return defer('greylisted', recipients, facts, at)
  return fail('recipient_refused', recipients, evidence.response)
}

function defer(
  trouble: string,
  recipients: RecipientRecord[],
  { attempts, triedSince }: DeliveryFacts,
  at: Date,
): DeliveryDecision {
  // Time in which nobody could try is no patience of ours.
  if (triedSince && at.getTime() - triedSince.getTime() >= giveUpAfterMs)
    return fail('gave_up', recipients, '')
  const minutes = retryAfterMinutes[Math.max(attempts, 1) - 1] ?? retryAfterMinutes.at(-1) ?? 60
  return {
    state: 'deferred',
    trouble,
    nextAttemptAt: new Date(at.getTime() + minutes * 60_000),
    recipients,
  }
}

/** Nothing more will be tried. A mail that somebody got stays accepted; the others are told apart on it. */
function fail(trouble: string, recipients: RecipientRecord[], response: string): DeliveryDecision {
  const settled = recipients.map((one): RecipientRecord => {
    if (one.state !== 'waiting') return one
    const detail = one.detail || response
    return { ...one, state: 'refused', detail, ...withReason(answerReason(detail)) }
  })
  return settled.some(wasAccepted)
    ? { state: 'accepted', trouble: 'some_recipients_refused', nextAttemptAt: null, recipients: settled }
    : { state: 'failed', trouble, nextAttemptAt: null, recipients: settled }
}

const wasAccepted = ({ state }: RecipientRecord): boolean =>
  state === 'accepted' || state === 'viewed' || state === 'bounced'

const isYes = (code: number): boolean => code >= 200 && code < 300
const isLater = (code: number): boolean => code >= 400 && code < 500
const isNever = (code: number): boolean => code >= 500

/** The code at the head of a server's answer; an answer without one is read as "later". */
const replyCode = (response: string): number => Number(/^\s*(\d{3})/.exec(response)?.[1] ?? 450)

const noAnswerTrouble = ({ outcome }: SendEvidence): string =>
  outcome === 'timed-out' ? 'server_timed_out' : 'server_unavailable'

/** 530, 534, 535 and 538 are about signing in (RFC 4954 section 6): the tenant can mend that. */
const connectionTrouble = (code: number): string =>
  [530, 534, 535, 538].includes(code) ? 'sign_in_refused' : 'server_unavailable'

const laterTrouble = (command: SendEvidence['command']): string =>
  command === 'RCPT' ? 'greylisted' : 'server_busy'

const neverTrouble = (command: SendEvidence['command']): string =>
  command === 'MAIL' ? 'sender_refused' : command === 'RCPT' ? 'recipient_refused' : 'content_refused'

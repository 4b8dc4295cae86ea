/** What is known of the mail that asks for a confirmation, and of those sent lately. */
export interface ConfirmationFacts {
  isConfirmationOn: boolean
  isNewTicket: boolean
  /** RFC 3834: false for everything a machine sent. */
  mayAutoAnswer: boolean
  authentication: 'pass' | 'fail' | 'none'
  /** '' is the null sender of bounces; null when the transport did not say. */
  envelopeFrom: string | null
  /** Key of the address that would be written to; null when the mail has no usable sender. */
  senderKey: string | null
  /** Our own addresses and those the tenant blocks. */
  isOwnOrBlocked: boolean
  hasChannel: boolean
  lastConfirmedAt: Date | null
  /** Tickets with this subject, its digits aside, that the sender made in the last hour, after a confirmation. */
  alikeLately: number
  sentLastHour: { toDomain: number; byTenant: number; inTotal: number }
}

export interface ConfirmationLimits {
  perAddressMs: number
  /** So many tickets alike in an hour are made by a machine that answers ours. */
  alikePerHour: number
  perDomainAndHour: number
  perTenantAndHour: number
  inTotalAndHour: number
}

export const confirmationLimits: ConfirmationLimits = {
  perAddressMs: 24 * 3_600_000,
  alikePerHour: 4,
  perDomainAndHour: 50,
  perTenantAndHour: 500,
  inTotalAndHour: 5_000,
}

export type ConfirmationRefusal =
  | 'confirmation-off'
  | 'not-a-new-ticket'
  | 'forwarded-by-agent'
  | 'machine-mail'
  | 'authentication-failed'
  | 'null-sender'
  | 'no-sender'
  | 'own-or-blocked-address'
  | 'no-channel'
  | 'loop'
  | 'confirmed-lately'
  | 'domain-limit'
  | 'tenant-limit'
  | 'total-limit'

export type ConfirmationDecision = { send: true } | { send: false; reason: ConfirmationRefusal }

/**
 * May the sender of a new ticket be told that we have it? Whoever answers by himself can be made to write to
 * strangers or to talk to another machine for ever: so rather once too seldom. Over a limit the ticket is made in
 * silence.
 */
export function decideConfirmation(
  facts: ConfirmationFacts,
  limits: ConfirmationLimits,
  at: Date,
): ConfirmationDecision {
  const reason = refusal(facts, limits, at)
  return reason === null ? { send: true } : { send: false, reason }
}

function refusal(facts: ConfirmationFacts, limits: ConfirmationLimits, at: Date): ConfirmationRefusal | null {
  if (!facts.isConfirmationOn) return 'confirmation-off'
  if (!facts.isNewTicket) return 'not-a-new-ticket'
  if (!facts.mayAutoAnswer) return 'machine-mail'
  if (facts.authentication === 'fail') return 'authentication-failed'
  if (facts.envelopeFrom === '') return 'null-sender'
  if (facts.senderKey === null) return 'no-sender'
  if (facts.isOwnOrBlocked) return 'own-or-blocked-address'
  if (!facts.hasChannel) return 'no-channel'
  if (facts.alikeLately >= limits.alikePerHour) return 'loop'
  if (isLately(facts.lastConfirmedAt, limits.perAddressMs, at)) return 'confirmed-lately'
  const { toDomain, byTenant, inTotal } = facts.sentLastHour
  if (toDomain >= limits.perDomainAndHour) return 'domain-limit'
  if (byTenant >= limits.perTenantAndHour) return 'tenant-limit'
  return inTotal >= limits.inTotalAndHour ? 'total-limit' : null
}

/** A time in the future counts as lately: after the clock was set back nobody is written to twice. */
const isLately = (last: Date | null, spanMs: number, at: Date): boolean =>
  last !== null && at.getTime() - last.getTime() < spanMs

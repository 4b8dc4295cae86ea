import { recordChannelEvidence } from '@/lib/channels/changes'
import type { TenantSql } from '@/lib/db/tenant-sql'
import { announce } from '@/lib/live/announce'
import { addressKey } from '@/lib/mail/address'
import { cleanId } from '@/lib/mail/message-ids'
import { recordEvents } from '@/lib/outbox/record-events'
import type { TenantScope } from '@/lib/tenancy/scope'
import { deadAddresses } from './rules'
import { type AttemptRecord, type ClaimedOutboundMail, recordAttempts } from './store'
import type { SendEvidence } from './types'

/** What an attempt to send a mail came to. Without evidence nobody tried. */
export interface DeliveryOutcome {
  mail: ClaimedOutboundMail
  decision: AttemptRecord['decision']
  evidence: SendEvidence | null
  at: Date
}

/** Writes outcomes down, with what they say of the channels, and tells of them; nothing of mails whose lease was lost. */
export async function recordOutcomes(
  scope: TenantScope,
  db: TenantSql,
  outcomes: DeliveryOutcome[],
): Promise<void> {
  const written = new Set(await recordAttempts(db, outcomes.map(toRecord)))
  const recorded = outcomes.filter(({ mail }) => written.has(mail.id))
  // Nobody tried those that are stopped, and a test may have found them well meanwhile.
  const tried = recorded.filter(({ mail }) => !mail.channel.isStopped)
  // What the last of them showed of a channel is what holds.
  const channels = new Map(tried.map((outcome) => [outcome.mail.channel.id, outcome]))
  await Promise.all([
    ...[...channels.values()].map(({ mail, evidence, at }) =>
      recordChannelEvidence(db, mail.channel, evidence?.channelTrouble, at),
    ),
    recordEvents(
      db,
      recorded.filter(isReplySettled).map(({ mail }) => ({
        name: 'outbound/settled',
        data: { tenantId: scope.tenantId, outboundMailId: mail.id },
      })),
    ),
    announce(
      db,
      recorded.map(({ mail: { ticketId, ticketNumber } }) => ({
        kind: 'delivery',
        ticketId,
        ticketNumber,
        change: 'changed',
      })),
    ),
  ])
}

const isReplySettled = ({ mail, decision }: DeliveryOutcome): boolean =>
  mail.kind === 'reply' && decision.state !== 'pending' && decision.state !== 'deferred'

const toRecord = ({ mail, decision, evidence, at }: DeliveryOutcome): AttemptRecord => ({
  outboundMailId: mail.id,
  leaseToken: mail.leaseToken,
  decision,
  serverResponse: evidence?.response.slice(0, maxResponseLength) ?? '',
  countsAsAttempt: evidence !== null && evidence.outcome !== 'not-configured',
  deadAddressKeys: evidence ? deadAddresses(evidence).map(addressKey) : [],
  providerMessageId: providerId(evidence),
  at,
})

const maxResponseLength = 1_000

/** As Message-IDs are kept: without angle brackets. */
const providerId = (evidence: SendEvidence | null): string | null =>
  evidence?.providerMessageId ? cleanId(evidence.providerMessageId.trim().replace(/^<(.*)>$/, '$1')) : null

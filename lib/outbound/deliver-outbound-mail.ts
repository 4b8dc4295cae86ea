import { setTimeout as wait } from 'node:timers/promises'
import { recordChannelEvidence } from '@/lib/channels/changes'
import type { ChannelSenders } from '@/lib/channels/ports'
import type { ChannelTrouble } from '@/lib/channels/types'
import { now } from '@/lib/clock'
import { type CredentialPorts, openCredential } from '@/lib/credentials/open-credential'
import { type TenantSql, withTenantSql } from '@/lib/db/tenant-sql'
import { isAppError } from '@/lib/errors'
import { announce } from '@/lib/live/announce'
import { addressKey } from '@/lib/mail/address'
import { cleanId } from '@/lib/mail/message-ids'
import { recordEvents } from '@/lib/outbox/record-events'
import type { TenantScope } from '@/lib/tenancy/scope'
import { deadAddresses, decideDelivery, waitingRecipients } from './rules'
import {
  type AttemptRecord,
  type ClaimedOutboundMail,
  claimOutboundMail,
  extendLease,
  recordAttempt,
  recordDataBegan,
  takeBackOutboundMail,
} from './store'
import { takeTurn } from './take-turn'
import type { RecipientRecord, SendEvidence } from './types'

/** The ways out, and what opens their logins. */
export interface DeliveryPorts extends Pick<ChannelSenders, 'senderFor'> {
  credentials: CredentialPorts
}

/** Short, so that a dead sender is noticed; a living one extends it. */
const leaseMs = 30_000
const extendEveryMs = 10_000
const rememberForMs = 60_000
const rememberEveryMs = 500

/**
 * One attempt to send one mail. The row says who may try and what became of it; the network is touched between two
 * transactions. What the server accepted is never sent again, and what it may have accepted neither: such a mail
 * is `uncertain` until somebody says.
 */
export async function deliverOutboundMail(
  scope: TenantScope,
  input: { outboundMailId: string },
  ports: DeliveryPorts,
): Promise<void> {
  const mail = await claim(scope, input.outboundMailId)
  if (!mail) return
  const allowed = withoutBlocked(mail)
  const to = waitingRecipients(allowed)
  if (to.length === 0) return record(scope, mail, suppressed(allowed), null)
  const evidence = await attempt(scope, mail, to, ports)
  const facts = { attempts: mail.attempts, queuedAt: mail.createdAt, recipients: allowed }
  const decision = decideDelivery(evidence, facts, now())
  await untilWritten(() => record(scope, mail, decision, evidence))
}

/**
 * What a server said is known here alone: a database that is away for a moment must not turn an accepted mail into an
 * uncertain one.
 */
async function untilWritten(write: () => Promise<void>): Promise<void> {
  const triesEnd = now().getTime() + rememberForMs
  for (;;) {
    try {
      return await write()
    } catch (error) {
      if (!isAppError(error, 'database_unavailable') || now().getTime() >= triesEnd) throw error
      await wait(rememberEveryMs)
    }
  }
}

function claim(scope: TenantScope, outboundMailId: string): Promise<ClaimedOutboundMail | null> {
  const work = async (db: TenantSql) => {
    const takenBack = await takeBackOutboundMail(db, outboundMailId)
    if (takenBack?.isUncertain) {
      const { ticketId, ticketNumber } = takenBack
      await announce(db, [{ kind: 'delivery', ticketId, ticketNumber, change: 'changed' }])
    }
    if (!(await takeTurn(db, outboundMailId))) return null
    return claimOutboundMail(db, outboundMailId, leaseMs)
  }
  // Before a byte leaves, something is committed that brings the claim along.
  return withTenantSql(scope, work, { mayBeForgotten: true })
}

async function attempt(
  scope: TenantScope,
  mail: ClaimedOutboundMail,
  recipients: string[],
  ports: DeliveryPorts,
): Promise<SendEvidence> {
  const { id, leaseToken, envelopeFrom, bytes, channel } = mail
  if (!channel.isUsable) return noWayOut('not_configured')
  const extension = setInterval(() => {
    // A failure shows at the next write, which finds the lease gone.
    withTenantSql(scope, (db) => extendLease(db, id, leaseToken, leaseMs)).catch(() => {})
  }, extendEveryMs)
  try {
    const { credentialId } = channel
    const login = credentialId ? await openCredential(scope, { credentialId }, ports.credentials) : null
    return await ports.senderFor(channel, login).send({
      promise: { key: id, queuedAt: mail.createdAt, attempts: mail.attempts },
      envelopeFrom,
      recipients,
      bytes,
      beforeData: () => withTenantSql(scope, (db) => recordDataBegan(db, id, leaseToken)),
    })
  } catch (error) {
    if (isAppError(error, 'credential_refused'))
      return noWayOut(error.details.trouble === 'consent_revoked' ? 'consent_revoked' : 'password_refused')
    if (isAppError(error, 'server_unavailable') || isAppError(error, 'timed_out'))
      return { ...noWayOut('server_unavailable'), outcome: 'no-connection', command: 'CONN' }
    if (isAppError(error, 'key_missing')) return noWayOut('not_configured')
    throw error
  } finally {
    clearInterval(extension)
  }
}

async function record(
  scope: TenantScope,
  mail: ClaimedOutboundMail,
  decision: AttemptRecord['decision'],
  evidence: SendEvidence | null,
): Promise<void> {
  await withTenantSql(scope, async (db) => {
    const at = now()
    const isRecorded = await recordAttempt(db, {
      outboundMailId: mail.id,
      leaseToken: mail.leaseToken,
      decision,
      serverResponse: evidence?.response.slice(0, maxResponseLength) ?? '',
      countsAsAttempt: evidence !== null && evidence.outcome !== 'not-configured',
      deadAddressKeys: evidence ? deadAddresses(evidence).map(addressKey) : [],
      providerMessageId: providerId(evidence),
      at,
    })
    if (!isRecorded) return
    const isReplySettled =
      mail.kind === 'reply' && decision.state !== 'pending' && decision.state !== 'deferred'
    const settled = { tenantId: scope.tenantId, outboundMailId: mail.id }
    await Promise.all([
      recordChannelEvidence(db, mail.channel, evidence?.channelTrouble, at),
      recordEvents(db, isReplySettled ? [{ name: 'outbound/settled', data: settled }] : []),
      announce(db, [
        { kind: 'delivery', ticketId: mail.ticketId, ticketNumber: mail.ticketNumber, change: 'changed' },
      ]),
    ])
  })
}

/** Our own addresses and those the tenant lists are refused here too: they may have been listed after writing. */
const withoutBlocked = (mail: ClaimedOutboundMail): RecipientRecord[] =>
  mail.recipients.map((recipient) =>
    recipient.state === 'waiting' && mail.blockedKeys.includes(recipient.address.toLowerCase())
      ? { ...recipient, state: 'refused', detail: 'blocked' }
      : recipient,
  )

/** Nobody tries while the tenant has something to mend: the mail waits and says what for. */
const noWayOut = (channelTrouble: ChannelTrouble): SendEvidence => ({
  outcome: 'not-configured',
  responseCode: null,
  response: '',
  command: null,
  sawDataGo: false,
  perRecipient: [],
  channelTrouble,
  providerMessageId: null,
})

const suppressed = (recipients: RecipientRecord[]): AttemptRecord['decision'] => ({
  state: 'suppressed',
  trouble: 'recipient_blocked',
  nextAttemptAt: null,
  recipients,
})

const maxResponseLength = 1_000

/** As Message-IDs are kept: without angle brackets. */
const providerId = (evidence: SendEvidence | null): string | null =>
  evidence?.providerMessageId ? cleanId(evidence.providerMessageId.trim().replace(/^<(.*)>$/, '$1')) : null

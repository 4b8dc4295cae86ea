import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { announce } from '@/lib/live/announce'
import { recordEvents } from '@/lib/outbox/record-events'
import type { TenantScope } from '@/lib/tenancy/scope'
import { decideDelivery, waitingRecipients } from './rules'
import {
  type AttemptRecord,
  abandonOutboundMail,
  type ClaimedOutboundMail,
  claimOutboundMail,
  recordAttempt,
} from './store'
import type { MailSender, RecipientRecord, SendEvidence } from './types'

/** Longer than the longest attempt: the sender's own time limits end before. */
const leaseMs = 15 * 60_000

/**
 * One attempt to send one mail. The row says who may try and what became of it; the network is touched between two
 * transactions. What the server accepted is never sent again, and what it may have accepted neither: such a mail
 * is `uncertain` until somebody says.
 */
export async function deliverOutboundMail(
  scope: TenantScope,
  input: { outboundMailId: string },
  ports: { senderFor(channelKind: string): MailSender },
): Promise<void> {
  const mail = await withTenant(scope, async (db) => {
    const claimed = await claimOutboundMail(db, input.outboundMailId, leaseMs)
    if (claimed) return claimed
    const abandoned = await abandonOutboundMail(db, input.outboundMailId)
    if (abandoned) await announce(db, [{ kind: 'delivery', ...abandoned, change: 'changed' }])
    return null
  })
  if (!mail) return
  const allowed = withoutBlocked(mail)
  const to = waitingRecipients(allowed)
  if (to.length === 0) return record(scope, mail, suppressed(allowed), '')
  const evidence = await ports
    .senderFor(mail.channelKind)
    .send({ envelopeFrom: mail.envelopeFrom, recipients: to, bytes: mail.bytes })
  const facts = { attempts: mail.attempts, queuedAt: mail.createdAt, recipients: allowed }
  await record(scope, mail, decideDelivery(evidence, facts, now()), responseOf(evidence))
}

async function record(
  scope: TenantScope,
  mail: ClaimedOutboundMail,
  decision: AttemptRecord['decision'],
  serverResponse: string,
): Promise<void> {
  await withTenant(scope, async (db) => {
    const at = now()
    const isRecorded = await recordAttempt(db, {
      outboundMailId: mail.id,
      leaseToken: mail.leaseToken,
      decision,
      serverResponse,
      at,
    })
    if (!isRecorded) return
    if (decision.state !== 'pending' && decision.state !== 'deferred') {
      await recordEvents(db, [
        { name: 'outbound/settled', data: { tenantId: scope.tenantId, outboundMailId: mail.id } },
      ])
    }
    await announce(db, [
      { kind: 'delivery', ticketId: mail.ticketId, ticketNumber: mail.ticketNumber, change: 'changed' },
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

const suppressed = (recipients: RecipientRecord[]): AttemptRecord['decision'] => ({
  state: 'suppressed',
  trouble: 'recipient_blocked',
  nextAttemptAt: null,
  recipients,
})

const maxResponseLength = 1_000
const responseOf = (evidence: SendEvidence): string => evidence.response.slice(0, maxResponseLength)

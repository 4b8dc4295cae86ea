import { setTimeout as wait } from 'node:timers/promises'
import type { ChannelSenders } from '@/lib/channels/ports'
import { keptTrouble } from '@/lib/channels/rules'
import type { ChannelTrouble } from '@/lib/channels/types'
import { now } from '@/lib/clock'
import { type CredentialPorts, openCredential } from '@/lib/credentials/open-credential'
import { AppError, isAppError } from '@/lib/errors'
import type { TenantScope } from '@/lib/tenancy/scope'
import type { DeliveryOutcome } from './record-outcomes'
import { decideDelivery, waitingRecipients } from './rules'
import type { AttemptRecord, ClaimedOutboundMail } from './store'
import type { RecipientRecord, SendEvidence } from './types'

/** The ways out, and what opens their logins. */
export interface DeliveryPorts extends Pick<ChannelSenders, 'senderFor'> {
  credentials: CredentialPorts
}

/** What is written down while mails of one tenant are sent: of several that come at once, together. */
export interface DeliveryBook {
  /** False when the lease was lost: then nothing may leave. */
  dataBegan(mail: ClaimedOutboundMail): Promise<boolean>
  settled(outcome: DeliveryOutcome): Promise<void>
}

const rememberForMs = 60_000
const rememberEveryMs = 500

/**
 * One attempt to send one claimed mail. The row says who may try and what became of it; the network is touched between
 * two transactions. What the server accepted is never sent again, and what it may have accepted neither: such a mail
 * is `uncertain` until somebody says.
 */
export async function deliverOutboundMail(
  scope: TenantScope,
  mail: ClaimedOutboundMail,
  ports: DeliveryPorts,
  book: DeliveryBook,
): Promise<void> {
  const allowed = withoutBlocked(mail)
  const to = waitingRecipients(allowed)
  if (to.length === 0) return book.settled({ mail, decision: suppressed(allowed), evidence: null, at: now() })
  const evidence = await attempt(scope, mail, to, ports, book)
  if (!evidence) return
  const { attempts, triedSince } = mail
  const facts = { attempts, triedSince, recipients: allowed }
  const decision = decideDelivery(evidence, facts, now())
  await untilWritten(() => book.settled({ mail, decision, evidence, at: now() }))
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

/**
 * @returns null when the lease was lost before the data: whoever has it now makes the attempt
 * @throws AppError `database_unavailable` when it could not be written that data begins. Nothing left, and the server is
 *   not to blame: the lease ends by itself, and the attempt counts for nothing.
 */
async function attempt(
  scope: TenantScope,
  mail: ClaimedOutboundMail,
  recipients: string[],
  ports: DeliveryPorts,
  book: DeliveryBook,
): Promise<SendEvidence | null> {
  const { id, envelopeFrom, bytes, channel } = mail
  if (!channel.isUsable) return noWayOut('not_configured')
  if (channel.isStopped) return noWayOut('smtp_auth_disabled')
  const data: { mayLeave: boolean; error?: unknown } = { mayLeave: true }
  const beforeData = async () => {
    data.mayLeave = await book.dataBegan(mail).catch((error: unknown) => {
      data.error = error
      return false
    })
    if (!data.mayLeave) throw new AppError('conflict', 'nothing may leave')
  }
  try {
    const { credentialId } = channel
    const login = credentialId ? await openCredential(scope, { credentialId }, ports.credentials) : null
    const promise = { key: id, queuedAt: mail.createdAt, attempts: mail.attempts }
    const ready = { promise, envelopeFrom, recipients, bytes, beforeData }
    const evidence = await ports.senderFor(channel, login).send(ready)
    if (data.mayLeave) return evidence
  } catch (error) {
    if (data.mayLeave) return evidenceOf(error)
  }
  if (data.error) throw data.error
  return null
}

/** @throws what says nothing about the way out */
function evidenceOf(error: unknown): SendEvidence {
  if (isAppError(error, 'credential_refused')) return noWayOut(keptTrouble(error.details.trouble))
  if (isAppError(error, 'server_unavailable') || isAppError(error, 'timed_out'))
    return { ...noWayOut('server_unavailable'), outcome: 'no-connection', command: 'CONN' }
  if (isAppError(error, 'key_missing')) return noWayOut('not_configured')
  throw error
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

import type { TenantDb } from '@/lib/db/with-tenant'
import type { TrailEntry } from '@/lib/tickets/types'
import type { ClaimedMail } from './types'

/**
 * Takes waiting mails, oldest first. A claim is a token and an end: whoever works past the end finds at the last
 * statement that the row is no longer his (`finishRawMail` answers false) and rolls back.
 */
export async function claimRawMails(
  db: TenantDb,
  claim: { token: string; leaseMs: number; limit: number },
): Promise<ClaimedMail[]> {
  const rows = await db.$queryRaw<Omit<ClaimedMail, 'claimToken'>[]>`
    UPDATE raw_mail SET claim_token = ${claim.token}::uuid, attempts = attempts + 1,
      claimed_until = now() + ${claim.leaseMs} * interval '1 millisecond'
    WHERE id IN (
      SELECT id FROM raw_mail
      WHERE state = 'kept' AND next_attempt_at <= now() AND (claimed_until IS NULL OR claimed_until <= now())
      ORDER BY received_at, id LIMIT ${claim.limit} FOR UPDATE SKIP LOCKED)
    RETURNING id, mailbox_id AS "mailboxId", recipient, envelope_from AS "envelopeFrom", envelope_to AS "envelopeTo",
      client_ip AS "clientIp", helo, size_bytes AS "sizeBytes", sha256, received_at AS "receivedAt",
      is_sent_copy AS "isSentCopy", attempts`
  return rows
    .map((row) => ({ ...row, claimToken: claim.token }))
    .sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime() || (a.id < b.id ? -1 : 1))
}

/** Keeps the rest of a batch ours while a slow mail is read. */
export async function extendClaim(db: TenantDb, token: string, leaseMs: number): Promise<void> {
  await db.$executeRaw`
    UPDATE raw_mail SET claimed_until = now() + ${leaseMs} * interval '1 millisecond'
    WHERE state = 'kept' AND claim_token = ${token}::uuid`
}

export interface RawMailOutcome {
  state: 'processed' | 'quarantined'
  outcome: string
  reason: string | null
  subject: string
  fromAddress: string
  ticketId: string | null
  messageId: string | null
  trail: TrailEntry[]
}

/** Records what became of a mail; false when the claim was lost, and then the caller must roll back. */
export async function finishRawMail(
  db: TenantDb,
  raw: ClaimedMail,
  result: RawMailOutcome,
): Promise<boolean> {
  const changed = await db.$executeRaw`
    UPDATE raw_mail SET state = ${result.state}::raw_mail_state, outcome = ${result.outcome}, reason = ${result.reason},
      subject = ${result.subject}, from_address = ${result.fromAddress}, ticket_id = ${result.ticketId}::uuid,
      message_id = ${result.messageId}::uuid, trail = ${JSON.stringify(result.trail)}::jsonb, decided_at = now(),
      claim_token = NULL, claimed_until = NULL
    WHERE id = ${raw.id}::uuid AND state = 'kept' AND claim_token = ${raw.claimToken}::uuid`
  return changed === 1
}

/** Gives a mail back, to be tried again after a while. */
export async function releaseRawMail(
  db: TenantDb,
  raw: ClaimedMail,
  retry: { afterMs: number; reason: string; countsAsAttempt: boolean },
): Promise<void> {
  await db.$executeRaw`
    UPDATE raw_mail SET claim_token = NULL, claimed_until = NULL, reason = ${retry.reason},
      attempts = attempts - ${retry.countsAsAttempt ? 0 : 1},
      next_attempt_at = now() + ${retry.afterMs} * interval '1 millisecond'
    WHERE id = ${raw.id}::uuid AND state = 'kept' AND claim_token = ${raw.claimToken}::uuid`
}

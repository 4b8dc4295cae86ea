import type { TenantSql } from '@/lib/db/tenant-sql'
import type { TrailEntry } from '@/lib/tickets/types'
import type { ClaimedMail } from './types'

/**
 * Takes waiting mails, oldest first. A claim is a token and an end: whoever works past the end finds at the last
 * statement that the row is no longer his (`finishRawMails` counts fewer) and rolls back.
 */
export async function claimRawMails(
  db: TenantSql,
  claim: { token: string; leaseMs: number; limit: number; keptBeforeMs: number },
): Promise<ClaimedMail[]> {
  const rows = await db.$queryRaw<Omit<ClaimedMail, 'claimToken'>[]>`
    UPDATE raw_mail SET claim_token = ${claim.token}::uuid, attempts = attempts + 1,
      claimed_until = now() + ${claim.leaseMs} * interval '1 millisecond'
    WHERE id = ANY(ARRAY(
      SELECT id FROM raw_mail
      WHERE state = 'kept' AND next_attempt_at <= now() AND (claimed_until IS NULL OR claimed_until <= now())
        AND received_at <= now() - ${claim.keptBeforeMs} * interval '1 millisecond'
      ORDER BY received_at, id LIMIT ${claim.limit} FOR UPDATE SKIP LOCKED))
    RETURNING id, mailbox_id AS "mailboxId", recipient,
      CASE WHEN source <> 'imap' THEN envelope_from END AS "envelopeFrom", envelope_to AS "envelopeTo",
      client_ip AS "clientIp", helo, size_bytes AS "sizeBytes", sha256, received_at AS "receivedAt",
      is_sent_copy AS "isSentCopy", attempts, coalesce(reason = 'accepted', false) AS "isAccepted", CASE WHEN epoch > 0 AND reason IS NULL THEN (
        SELECT f.opened_at FROM mailbox_folder f
        WHERE f.mailbox_id = raw_mail.mailbox_id AND f.epoch = raw_mail.epoch AND f.folder = raw_mail.folder
          AND f.uid_validity = raw_mail.uid_validity AND f.first_uid_next > raw_mail.uid) END AS "movedAt",
      CASE WHEN source = 'imap' THEN (
        SELECT nullif(c.trusted_server, '') FROM mailbox_connection c
        WHERE c.mailbox_id = raw_mail.mailbox_id) END AS "trustedServer"`
  return rows.map((row) => ({ ...row, claimToken: claim.token })).sort(byArrival)
}

/** The oldest first. */
export const byArrival = (a: ClaimedMail, b: ClaimedMail): number =>
  a.receivedAt.getTime() - b.receivedAt.getTime() || (a.id < b.id ? -1 : 1)

/** Keeps the rest of a batch ours while a slow mail is read. */
export async function extendClaim(db: TenantSql, token: string, leaseMs: number): Promise<void> {
  await db.$executeRaw`
    UPDATE raw_mail SET claimed_until = now() + ${leaseMs} * interval '1 millisecond'
    WHERE state = 'kept' AND claim_token = ${token}::uuid`
}

export interface RawMailOutcome {
  raw: Pick<ClaimedMail, 'id' | 'claimToken'>
  state: 'processed' | 'quarantined'
  outcome: string
  reason: string | null
  subject: string
  fromAddress: string
  ticketId: string | null
  messageId: string | null
  /** Whose mail is held; null for all that is not. */
  heldCustomerId: string | null
  trail: TrailEntry[]
}

/**
 * Records what became of mails.
 *
 * @returns of how many; when it is not all, a claim was lost, and then the caller must roll back
 */
export async function finishRawMails(db: TenantSql, outcomes: RawMailOutcome[]): Promise<number> {
  const rows = outcomes.map(({ raw, ...outcome }) => ({ ...outcome, id: raw.id, claimToken: raw.claimToken }))
  return db.$executeRaw`
    UPDATE raw_mail r SET state = o.state, outcome = o.outcome, reason = o.reason, subject = o.subject,
      from_address = o."fromAddress", ticket_id = o."ticketId", message_id = o."messageId", trail = o.trail,
      held_customer_id = o."heldCustomerId",
      decided_at = now(), claim_token = NULL, claimed_until = NULL
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS o(id uuid, "claimToken" uuid, state raw_mail_state,
      outcome text, reason text, subject text, "fromAddress" text, "ticketId" uuid, "messageId" uuid, "heldCustomerId" uuid,
      trail jsonb)
    WHERE r.id = o.id AND r.state = 'kept' AND r.claim_token = o."claimToken"`
}

/** Gives a mail back, to be tried again after a while. */
export async function releaseRawMail(
  db: TenantSql,
  raw: ClaimedMail,
  retry: { afterMs: number; reason: string; countsAsAttempt: boolean },
): Promise<void> {
  await db.$executeRaw`
    UPDATE raw_mail SET claim_token = NULL, claimed_until = NULL,
      reason = CASE WHEN reason = 'accepted' THEN reason ELSE ${retry.reason} END,
      attempts = attempts - ${retry.countsAsAttempt ? 0 : 1},
      next_attempt_at = now() + ${retry.afterMs} * interval '1 millisecond'
    WHERE id = ${raw.id}::uuid AND state = 'kept' AND claim_token = ${raw.claimToken}::uuid`
}

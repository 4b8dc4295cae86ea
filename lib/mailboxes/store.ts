import type { TenantDb } from '@/lib/db/with-tenant'
import { AppError } from '@/lib/errors'
import type { LeasedMailbox, MailboxStateWord, MailboxTarget } from './types'

interface LeaseRow extends Omit<LeasedMailbox, 'tenantId' | 'target' | 'leaseToken'>, MailboxTarget {
  leaseToken: number
}

/**
 * Takes a mailbox that is due and free. Every later write names the token: whoever was paused beyond his lease finds
 * that it is another's.
 */
export async function claimMailbox(
  db: TenantDb,
  claim: { tenantId: string; mailboxId: string; worker: string; leaseMs: number },
): Promise<LeasedMailbox | null> {
  const [row] = await db.$queryRaw<LeaseRow[]>`
    UPDATE mailbox_connection c SET lease_token = lease_token + 1, leased_by = ${claim.worker},
      leased_until = now() + ${claim.leaseMs} * interval '1 millisecond',
      cut_off_at = coalesce(cut_off_at, date_trunc('milliseconds', now()))
    FROM mailbox m
    WHERE m.id = c.mailbox_id AND c.mailbox_id = ${claim.mailboxId}::uuid AND c.removed_at IS NULL AND m.paused_at IS NULL
      AND c.next_attempt_at <= now() AND (c.leased_until IS NULL OR c.leased_until <= now())
    RETURNING c.mailbox_id AS "mailboxId", c.lease_token AS "leaseToken", m.name, c.address, c.host, c.port, c.encryption,
      c.is_certificate_checked AS "isCertificateChecked", c.pinned_fingerprint AS "pinnedFingerprint", c.auth, c.username,
      c.shared_mailbox AS "sharedMailbox", c.credential_id AS "credentialId", c.folder, c.processed_folder AS "processedFolder",
      c.is_sent_read AS "isSentRead", c.sent_folder AS "sentFolder", c.cut_off_at AS "cutOffAt", c.epoch, c.version,
      c.refusals, c.failures, c.last_mail_at AS "lastMailAt"`
  if (!row) return null
  const { host, port, encryption, isCertificateChecked, pinnedFingerprint, ...rest } = row
  return {
    ...rest,
    tenantId: claim.tenantId,
    target: { host, port, encryption, isCertificateChecked, pinnedFingerprint },
  }
}

/** False when the mailbox is another's by now, was paused or removed, or has other settings. */
export async function renewLease(db: TenantDb, mailbox: LeasedMailbox, leaseMs: number): Promise<boolean> {
  const changed = await db.$executeRaw`
    UPDATE mailbox_connection c SET leased_until = now() + ${leaseMs} * interval '1 millisecond'
    FROM mailbox m
    WHERE m.id = c.mailbox_id AND c.mailbox_id = ${mailbox.mailboxId}::uuid AND c.lease_token = ${mailbox.leaseToken}
      AND c.version = ${mailbox.version} AND c.removed_at IS NULL AND m.paused_at IS NULL`
  return changed === 1
}

/**
 * First statement of every write about a mailbox. Nobody waits for the disk then: what a crash of the database forgets
 * of the book is found again at the server. A mail itself is kept by `keepMail`, which does wait.
 *
 * @throws AppError `stale_version` when the lease is another's
 */
export async function holdLease(db: TenantDb, mailbox: LeasedMailbox): Promise<void> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT set_config('synchronous_commit', 'off', true) FROM mailbox_connection
    WHERE mailbox_id = ${mailbox.mailboxId}::uuid AND lease_token = ${mailbox.leaseToken} AND epoch = ${mailbox.epoch}
    FOR SHARE`
  if (rows.length === 0) throw new AppError('stale_version', 'the mailbox was taken over')
}

/** A look at the whole mailbox went well. Counts are given when they were taken. */
export async function recordWell(
  db: TenantDb,
  mailbox: LeasedMailbox,
  seen: { isIdle: boolean; onServer: number | null; unaccounted: number | null },
): Promise<void> {
  await db.$executeRaw`
    UPDATE mailbox_connection SET state = 'well', failures = 0, refusals = 0, last_success_at = now(),
      state_since = CASE WHEN state = 'well' THEN state_since ELSE now() END, is_idle = ${seen.isIdle},
      on_server = coalesce(${seen.onServer}::int, on_server), unaccounted = coalesce(${seen.unaccounted}::int, unaccounted)
    WHERE mailbox_id = ${mailbox.mailboxId}::uuid AND lease_token = ${mailbox.leaseToken}`
}

/** Ends a lease: the mailbox is looked at again after a while, by anybody. */
export async function releaseMailbox(
  db: TenantDb,
  mailbox: LeasedMailbox,
  end: { afterMs: number; trouble: { state: MailboxStateWord; isRefusal: boolean } | null },
): Promise<void> {
  const state = end.trouble?.state ?? null
  await db.$executeRaw`
    UPDATE mailbox_connection SET leased_until = NULL, leased_by = NULL, is_idle = false,
      next_attempt_at = CASE WHEN version = ${mailbox.version} THEN now() + ${end.afterMs} * interval '1 millisecond' ELSE now() END,
      state = CASE WHEN version = ${mailbox.version} THEN coalesce(${state}, state) ELSE state END,
      state_since = CASE WHEN coalesce(${state}, state) = state THEN state_since ELSE now() END,
      failures = failures + ${state === null ? 0 : 1}, refusals = refusals + ${end.trouble?.isRefusal ? 1 : 0}
    WHERE mailbox_id = ${mailbox.mailboxId}::uuid AND lease_token = ${mailbox.leaseToken}`
}

/** When a mail came, and how long it took from the server to us. */
export async function recordArrival(
  db: TenantDb,
  mailbox: LeasedMailbox,
  arrival: { at: Date; lagMs: number | null },
): Promise<void> {
  await db.$executeRaw`SELECT set_config('synchronous_commit', 'off', true)`
  await db.$executeRaw`
    UPDATE mailbox_connection SET last_mail_at = ${arrival.at}, lag_ms = coalesce(${arrival.lagMs}::int, lag_ms)
    WHERE mailbox_id = ${mailbox.mailboxId}::uuid AND lease_token = ${mailbox.leaseToken}`
}

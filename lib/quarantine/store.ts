import { Prisma } from '@/lib/db/generated/client'
import type { TenantDb } from '@/lib/db/with-tenant'

export interface QuarantineRow {
  rawMailId: string
  receivedAt: Date
  from: string
  subject: string
  recipient: string
  sizeBytes: number
  reason: string
  attempts: number
}

/** Newest first. */
export async function readQuarantinePage(
  db: TenantDb,
  { before, limit }: { before: { at: Date; id: string } | null; limit: number },
): Promise<QuarantineRow[]> {
  const earlier =
    before === null
      ? Prisma.empty
      : Prisma.sql`AND (received_at, id) < (${before.at}::timestamptz, ${before.id}::uuid)`
  return db.$queryRaw<QuarantineRow[]>`
    SELECT id AS "rawMailId", received_at AS "receivedAt",
      CASE WHEN from_address = '' THEN envelope_from ELSE from_address END AS "from", subject, recipient,
      size_bytes AS "sizeBytes", coalesce(reason, '') AS reason, attempts
    FROM raw_mail WHERE state = 'quarantined' ${earlier}
    ORDER BY received_at DESC, id DESC LIMIT ${limit}::int`
}

/**
 * Puts a mail back before the pipeline, as if it had just come, but for the reason: somebody has looked at it; accepted,
 * he says that it is a ticket's. False when it is not in quarantine.
 */
export async function releaseFromQuarantine(
  db: TenantDb,
  rawMailId: string,
  reason: 'released' | 'accepted',
): Promise<boolean> {
  const changed = await db.$executeRaw`
    UPDATE raw_mail SET state = 'kept', outcome = NULL, reason = ${reason}, attempts = 0, claim_token = NULL,
      claimed_until = NULL, decided_at = NULL, next_attempt_at = date_trunc('milliseconds', now())
    WHERE id = ${rawMailId}::uuid AND state = 'quarantined'`
  return changed === 1
}

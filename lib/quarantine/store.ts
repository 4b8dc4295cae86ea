import { Prisma } from '@/lib/db/generated/client'
import type { TenantDb } from '@/lib/db/with-tenant'
import type { QuarantineItem } from './types'

export type QuarantineRow = Omit<QuarantineItem, 'receivedAt'> & { receivedAt: Date }

const maxSenders = 1_000
const countCap = 1_000

/** Newest first. Of the held mails of one sender there is the first in turn, with how many are behind it. */
export async function readQuarantinePage(
  db: TenantDb,
  { before, limit }: { before: { at: Date; id: string } | null; limit: number },
): Promise<QuarantineRow[]> {
  const earlier =
    before === null
      ? Prisma.empty
      : Prisma.sql`AND (r.received_at, r.id) < (${before.at}::timestamptz, ${before.id}::uuid)`
  const columns = Prisma.sql`r.id AS "rawMailId", r.received_at AS "receivedAt",
    CASE WHEN r.from_address = '' THEN r.envelope_from ELSE r.from_address END AS "from", r.subject, r.recipient,
    r.size_bytes AS "sizeBytes", coalesce(r.reason, '') AS reason, r.attempts`
  return db.$queryRaw<QuarantineRow[]>`
    (SELECT ${columns}, 0 AS "heldBehind" FROM raw_mail r
      WHERE r.state = 'quarantined' AND r.held_customer_id IS NULL ${earlier}
      ORDER BY r.received_at DESC, r.id DESC LIMIT ${limit}::int)
    UNION ALL
    (SELECT ${columns}, (SELECT count(*)::int FROM (
        SELECT 1 FROM raw_mail o WHERE o.held_customer_id = h.customer_id AND o.id <> r.id
        ORDER BY o.received_at, o.id LIMIT ${countCap}::int) behind)
      FROM postino_first_held(${maxSenders}::int) h JOIN raw_mail r ON r.id = h.raw_mail_id WHERE true ${earlier})
    ORDER BY 2 DESC, 1 DESC LIMIT ${limit}::int`
}

/**
 * Puts the held mails of each sender back before the pipeline, oldest first, as many as he may open tickets now; at most
 * `maxMails` in all.
 *
 * @returns how many
 */
export async function releaseHeld(
  db: TenantDb,
  { ticketsPerSenderAndHour, maxMails }: { ticketsPerSenderAndHour: number; maxMails: number },
): Promise<number> {
  return db.$executeRaw`
    UPDATE raw_mail SET ${asIfJustCome('released')}
    WHERE held_customer_id IS NOT NULL AND id = ANY(ARRAY(
      SELECT next.id FROM postino_first_held(${maxSenders}::int) h
      CROSS JOIN LATERAL (SELECT count(*) AS opened FROM (
        SELECT 1 FROM ticket t WHERE t.customer_id = h.customer_id AND t.created_at > now() - interval '1 hour'
        ORDER BY t.created_at LIMIT ${ticketsPerSenderAndHour}::int) opened) lately
      CROSS JOIN LATERAL (
        SELECT r.id FROM raw_mail r WHERE r.held_customer_id = h.customer_id
        ORDER BY r.received_at, r.id LIMIT ${ticketsPerSenderAndHour}::int - lately.opened) next
      LIMIT ${maxMails}::int))`
}

/**
 * Puts a mail back before the pipeline: somebody has looked at it; accepted, he says that it is a ticket's. False when it
 * is not in quarantine.
 */
export async function releaseFromQuarantine(
  db: TenantDb,
  rawMailId: string,
  reason: 'released' | 'accepted',
): Promise<boolean> {
  const changed = await db.$executeRaw`
    UPDATE raw_mail SET ${asIfJustCome(reason)}
    WHERE id = ${rawMailId}::uuid AND state = 'quarantined'`
  return changed === 1
}

/** But for the reason: somebody, or the room that there is again, let it through. */
const asIfJustCome = (
  reason: 'released' | 'accepted',
): Prisma.Sql => Prisma.sql`state = 'kept', outcome = NULL,
  reason = ${reason}, attempts = 0, claim_token = NULL, claimed_until = NULL, decided_at = NULL, held_customer_id = NULL,
  next_attempt_at = date_trunc('milliseconds', now())`

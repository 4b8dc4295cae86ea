import type { TenantDb } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'

export interface AnnouncedMail {
  mailboxId: string
  providerMailId: string
  recipient: string
  envelopeFrom: string
  envelopeTo: string[]
}

export async function insertFetches(
  db: TenantDb,
  webhookEventId: string,
  mails: readonly AnnouncedMail[],
  announcedAt: Date,
): Promise<void> {
  await db.inboundFetch.createMany({
    data: mails.map((mail) => ({
      ...mail,
      id: newId(),
      webhookEventId,
      announcedAt,
      nextAttemptAt: announcedAt,
    })),
  })
}

export interface ClaimedFetch extends AnnouncedMail {
  id: string
  attempts: number
  announcedAt: Date
}

/** Takes a mail that is due, for a while; null when it is not, or another worker has it. */
export async function claimFetch(
  db: TenantDb,
  id: string,
  at: Date,
  leaseMs: number,
): Promise<ClaimedFetch | null> {
  const [row] = await db.$queryRaw<ClaimedFetch[]>`
    UPDATE inbound_fetch SET attempts = attempts + 1,
      claimed_until = ${at}::timestamptz + ${leaseMs}::int * interval '1 millisecond'
    WHERE id = ${id}::uuid AND state = 'waiting' AND next_attempt_at <= ${at}::timestamptz
      AND (claimed_until IS NULL OR claimed_until <= ${at}::timestamptz)
    RETURNING id, mailbox_id AS "mailboxId", provider_mail_id AS "providerMailId", recipient,
      envelope_from AS "envelopeFrom", envelope_to AS "envelopeTo", attempts, announced_at AS "announcedAt"`
  return row ?? null
}

/** The end of a fetch; what another worker ended stays as it is. */
export async function settleFetch(
  db: TenantDb,
  id: string,
  end: { state: 'kept' | 'expired'; trouble: string | null; at: Date },
): Promise<void> {
  await db.inboundFetch.updateMany({
    where: { id, state: 'waiting' },
    data: { state: end.state, trouble: end.trouble, settledAt: end.at, claimedUntil: null },
  })
}

export async function putOffFetch(
  db: TenantDb,
  id: string,
  later: { trouble: string; nextAttemptAt: Date },
): Promise<void> {
  await db.inboundFetch.updateMany({
    where: { id, state: 'waiting' },
    data: { ...later, claimedUntil: null },
  })
}

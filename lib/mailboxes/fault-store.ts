import type { TenantDb } from '@/lib/db/with-tenant'
import type { FolderKey } from './ledger-store'
import { batchSizeAfter, pauseAfterFaultMs, suspectedAlone } from './rules'

/**
 * The next mails to fetch, oldest first. Those at which the server broke off come after all others, and in fewer and
 * fewer together: none of them stands in the way of the mail behind it, and the one at fault is found.
 */
export async function listNextMails(db: TenantDb, key: FolderKey): Promise<number[]> {
  const rows = await db.$queryRaw<{ uid: bigint }[]>`
    SELECT uid FROM mailbox_mail
    WHERE mailbox_id = ${key.mailboxId}::uuid AND epoch = ${key.epoch} AND folder = ${key.folder}
      AND uid_validity = ${key.uidValidity} AND outcome = 'discovered' AND next_attempt_at <= now() AND attempts = 0
    ORDER BY uid LIMIT ${batchSizeAfter(0)}`
  return rows.length > 0 ? rows.map((row) => Number(row.uid)) : listSuspects(db, key)
}

async function listSuspects(db: TenantDb, key: FolderKey): Promise<number[]> {
  const rows = await db.$queryRaw<{ uid: bigint; attempts: number }[]>`
    SELECT uid, attempts FROM mailbox_mail
    WHERE mailbox_id = ${key.mailboxId}::uuid AND epoch = ${key.epoch} AND folder = ${key.folder}
      AND uid_validity = ${key.uidValidity} AND outcome = 'discovered' AND next_attempt_at <= now() AND attempts > 0
    ORDER BY attempts, uid LIMIT ${batchSizeAfter(1)}`
  const attempts = rows[0]?.attempts ?? 0
  return rows
    .filter((row) => row.attempts === attempts)
    .slice(0, batchSizeAfter(attempts))
    .map((row) => Number(row.uid))
}

/** The server broke off while these were asked for. @returns how much each of them is to blame */
export async function recordFault(
  db: TenantDb,
  key: FolderKey,
  uids: readonly number[],
  weight: number,
): Promise<{ uid: number; attempts: number }[]> {
  const isAlone = uids.length === 1
  const [least, more] = isAlone ? [suspectedAlone, weight] : [0, 1]
  const rows = await db.$queryRaw<{ uid: bigint; attempts: number }[]>`
    UPDATE mailbox_mail SET attempts = greatest(attempts, ${least}::int) + ${more}::int,
      next_attempt_at = now() + CASE WHEN attempts > ${suspectedAlone}::int THEN ${pauseAfterFaultMs}::int ELSE 0 END
        * interval '1 millisecond'
    WHERE mailbox_id = ${key.mailboxId}::uuid AND epoch = ${key.epoch} AND folder = ${key.folder}
      AND uid_validity = ${key.uidValidity} AND outcome = 'discovered' AND uid = ANY(${[...uids]}::bigint[])
    RETURNING uid, attempts`
  return rows.map(({ uid, attempts }) => ({ uid: Number(uid), attempts }))
}

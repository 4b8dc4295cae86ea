import type { TenantDb } from '@/lib/db/with-tenant'
import type { FolderKey } from './ledger-store'

export interface MailToMove {
  uid: number
  messageId: string
  /** Of those that look the same from outside (Message-ID, size, second of receipt), how many were moved before. */
  movedAlike: number
}

/** Mails that are done with in the database, and whose turn to move has come. */
export async function listMovesDue(db: TenantDb, key: FolderKey, limit: number): Promise<MailToMove[]> {
  const rows = await db.$queryRaw<{ uid: bigint; messageId: string; movedAlike: number }[]>`
    SELECT k.uid, k.message_id_header AS "messageId", (
        SELECT count(*)::int FROM mailbox_mail o
        WHERE o.message_id_header = k.message_id_header AND o.message_id_header <> '' AND o.mailbox_id = k.mailbox_id
          AND o.size_bytes = k.size_bytes AND o.internal_date = k.internal_date AND o.move = 'done') AS "movedAlike"
    FROM mailbox_mail k
    JOIN raw_mail r ON r.mailbox_id = k.mailbox_id AND r.epoch = k.epoch AND r.folder = k.folder
      AND r.uid_validity = k.uid_validity AND r.uid = k.uid
    WHERE k.mailbox_id = ${key.mailboxId}::uuid AND k.epoch = ${key.epoch} AND k.folder = ${key.folder}
      AND k.uid_validity = ${key.uidValidity} AND k.move = 'due' AND k.next_move_at <= now() AND r.state = 'processed'
    ORDER BY k.uid LIMIT ${limit}`
  return rows.map((row) => ({ ...row, uid: Number(row.uid) }))
}

/** Will there be something to move in a moment: mails that the pipeline has not finished, or whose turn is near? */
export async function hasMovesAhead(db: TenantDb, mailboxId: string): Promise<boolean> {
  const [row] = await db.$queryRaw<{ isAhead: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM mailbox_mail k
      JOIN raw_mail r ON r.mailbox_id = k.mailbox_id AND r.epoch = k.epoch AND r.folder = k.folder
        AND r.uid_validity = k.uid_validity AND r.uid = k.uid
      WHERE k.mailbox_id = ${mailboxId}::uuid AND k.move = 'due' AND r.state IN ('kept', 'processed')
        AND k.next_move_at <= now() + interval '2 seconds') AS "isAhead"`
  return row?.isAhead ?? false
}

export async function recordMoved(db: TenantDb, key: FolderKey, uids: readonly number[]): Promise<void> {
  if (uids.length === 0) return
  await db.mailboxMail.updateMany({
    where: { ...key, uid: { in: uids.map(BigInt) }, move: 'due' },
    data: { move: 'done' },
  })
}

const maxMoveAttempts = 8

/** Tries again after 10 s, 20 s … an hour; after eight times the mails stay where they are. */
export async function putOffMoves(db: TenantDb, key: FolderKey, uids: readonly number[]): Promise<void> {
  if (uids.length === 0) return
  await db.$executeRaw`
    UPDATE mailbox_mail SET move_attempts = move_attempts + 1,
      next_move_at = now() + least(3600, 10 * 2 ^ move_attempts) * interval '1 second',
      move = CASE WHEN move_attempts + 1 >= ${maxMoveAttempts} THEN 'given-up' ELSE 'due' END
    WHERE mailbox_id = ${key.mailboxId}::uuid AND epoch = ${key.epoch} AND folder = ${key.folder}
      AND uid_validity = ${key.uidValidity} AND uid = ANY(${[...uids]}::bigint[]) AND move = 'due'`
}

import { now } from '@/lib/clock'
import { Prisma } from '@/lib/db/generated/client'
import type { TenantDb } from '@/lib/db/with-tenant'
import type { FolderFacts } from './rules'
import {
  firstOwnNumbering,
  type LeasedMailbox,
  type MailHead,
  type OpenedFolder,
  type SeenOutcome,
} from './types'

/** A folder under one numbering: what a UID means something in. */
export interface FolderKey {
  mailboxId: string
  epoch: number
  folder: string
  uidValidity: bigint
}

export interface KnownFolder extends FolderFacts {
  floorUid: number
}

export const folderKey = (mailbox: LeasedMailbox, folder: string, opened: OpenedFolder): FolderKey => ({
  mailboxId: mailbox.mailboxId,
  epoch: mailbox.epoch,
  folder,
  uidValidity: opened.uidValidity,
})

export async function findFolder(db: TenantDb, key: FolderKey): Promise<KnownFolder | null> {
  const row = await db.mailboxFolder.findFirst({ where: key })
  return (
    row && {
      floorUid: Number(row.floorUid),
      firstUidNext: Number(row.firstUidNext),
      isKnownUnderOtherNumbers: row.isRenumbered || row.epoch > 0,
    }
  )
}

/** Looks at a folder from this UID on. Under another numbering we may have seen its mails already. */
export async function insertFolder(
  db: TenantDb,
  key: FolderKey,
  first: { floorUid: number; uidNext: number },
): Promise<KnownFolder> {
  const { uidValidity, ...place } = key
  const isRenumbered =
    (await db.mailboxFolder.count({ where: { ...place, uidValidity: { not: uidValidity } } })) > 0
  await closeOldNumberings(db, key)
  await db.mailboxFolder.createMany({
    data: [{ ...key, floorUid: first.floorUid, firstUidNext: first.uidNext, isRenumbered }],
    skipDuplicates: true,
  })
  return {
    floorUid: first.floorUid,
    firstUidNext: first.uidNext,
    isKnownUnderOtherNumbers: isRenumbered || key.epoch > 0,
  }
}

/**
 * What waited under numbers that mean nothing any more waits no longer: it is discovered anew under its new number, at
 * another host it counts as gone if it did not come along. What should have been moved stays where it is. Of numberings that we made up ourselves, one a session, only what
 * is needed to know the mails again is left.
 */
async function closeOldNumberings(db: TenantDb, key: FolderKey): Promise<void> {
  const isOther = Prisma.sql`mailbox_id = ${key.mailboxId}::uuid AND folder = ${key.folder}
    AND (epoch, uid_validity) <> (${key.epoch}, ${key.uidValidity})`
  await db.$executeRaw`
    DELETE FROM mailbox_mail WHERE ${isOther} AND epoch = ${key.epoch} AND outcome = 'discovered'`
  await db.$executeRaw`
    UPDATE mailbox_mail SET outcome = 'gone', settled_at = now() WHERE ${isOther} AND outcome = 'discovered'`
  await db.$executeRaw`UPDATE mailbox_mail SET move = 'given-up' WHERE ${isOther} AND move = 'due'`
  await db.$executeRaw`
    DELETE FROM mailbox_mail
    WHERE ${isOther} AND uid_validity >= ${firstOwnNumbering} AND outcome IN ('renumbered', 'gone')`
  await db.$executeRaw`
    DELETE FROM mailbox_folder f
    WHERE ${isOther} AND uid_validity >= ${firstOwnNumbering} AND NOT EXISTS (
      SELECT FROM mailbox_mail k WHERE k.mailbox_id = f.mailbox_id AND k.folder = f.folder AND k.epoch = f.epoch
        AND k.uid_validity = f.uid_validity)`
}

/** The highest UID that is written down, 0 when there is none. The cursor is nothing but this. */
export async function findHighestUid(db: TenantDb, key: FolderKey): Promise<number> {
  const { _max } = await db.mailboxMail.aggregate({ where: key, _max: { uid: true } })
  return Number(_max.uid ?? 0n)
}

/** Writes down mails as seen, before anything is fetched. @returns how many were new */
export async function insertDiscovered(
  db: TenantDb,
  key: FolderKey,
  uids: readonly number[],
  isSent: boolean,
): Promise<number> {
  return db.$executeRaw`
    INSERT INTO mailbox_mail (mailbox_id, epoch, folder, uid_validity, uid, is_sent)
    SELECT ${key.mailboxId}::uuid, ${key.epoch}, ${key.folder}, ${key.uidValidity}, uid, ${isSent}
    FROM unnest(${[...uids]}::bigint[]) AS uid
    ON CONFLICT DO NOTHING`
}

/** Of these UIDs of the server, the ones that no row tells of. */
export async function listUnknownUids(
  db: TenantDb,
  key: FolderKey,
  uids: readonly number[],
): Promise<number[]> {
  const rows = await db.$queryRaw<{ uid: bigint }[]>`
    SELECT s.uid FROM unnest(${[...uids]}::bigint[]) AS s(uid)
    WHERE NOT EXISTS (
      SELECT 1 FROM mailbox_mail k
      WHERE k.mailbox_id = ${key.mailboxId}::uuid AND k.epoch = ${key.epoch} AND k.folder = ${key.folder}
        AND k.uid_validity = ${key.uidValidity} AND k.uid = s.uid)
    ORDER BY s.uid`
  return rows.map((row) => Number(row.uid))
}

/** What is said to be kept and is not is to be fetched again. @returns how many */
export async function rediscoverLost(db: TenantDb, key: FolderKey): Promise<number> {
  return db.$executeRaw`
    UPDATE mailbox_mail k SET outcome = 'discovered', settled_at = NULL, move = 'none', attempts = 0, next_attempt_at = now()
    WHERE k.mailbox_id = ${key.mailboxId}::uuid AND k.epoch = ${key.epoch} AND k.folder = ${key.folder}
      AND k.uid_validity = ${key.uidValidity} AND k.outcome = 'kept' AND k.move <> 'done'
      AND NOT EXISTS (
        SELECT 1 FROM raw_mail r WHERE r.mailbox_id = k.mailbox_id AND r.epoch = k.epoch AND r.folder = k.folder
          AND r.uid_validity = k.uid_validity AND r.uid = k.uid)`
}

/** Mails that were taken for gone and are there: some servers are late with what they tell. @returns how many */
export async function rediscoverGone(db: TenantDb, key: FolderKey, uids: readonly number[]): Promise<number> {
  return db.$executeRaw`
    UPDATE mailbox_mail SET outcome = 'discovered', settled_at = NULL, attempts = 0, next_attempt_at = now()
    WHERE mailbox_id = ${key.mailboxId}::uuid AND epoch = ${key.epoch} AND folder = ${key.folder}
      AND uid_validity = ${key.uidValidity} AND outcome = 'gone' AND uid = ANY(${[...uids]}::bigint[])`
}

/**
 * Writes down numbers that were given out since the first look and that nobody ever saw a mail under: it came and went
 * between two looks. @returns how many
 */
export async function insertMissed(
  db: TenantDb,
  key: FolderKey,
  range: { from: number; to: number; isSent: boolean },
): Promise<number> {
  return db.$executeRaw`
    INSERT INTO mailbox_mail (mailbox_id, epoch, folder, uid_validity, uid, is_sent, outcome, settled_at)
    SELECT ${key.mailboxId}::uuid, ${key.epoch}, ${key.folder}, ${key.uidValidity}, uid, ${range.isSent}, 'gone', now()
    FROM generate_series(${range.from}::bigint, ${range.to}::bigint) AS uid
    ON CONFLICT DO NOTHING`
}

export interface SettledMail {
  uid: number
  outcome: Exclude<SeenOutcome, 'discovered' | 'kept'>
  head: MailHead | null
}

/** Says what came of mails that are not kept. */
export async function settleMails(
  db: TenantDb,
  key: FolderKey,
  mails: readonly SettledMail[],
): Promise<void> {
  if (mails.length === 0) return
  await db.$executeRaw`
    UPDATE mailbox_mail k SET outcome = s.outcome, settled_at = now(), size_bytes = s.size,
      internal_date = s.at, message_id_header = s.id
    FROM jsonb_to_recordset(${JSON.stringify(mails.map(toRow))}::jsonb)
      AS s(uid bigint, outcome text, size bigint, at timestamptz, id text)
    WHERE k.mailbox_id = ${key.mailboxId}::uuid AND k.epoch = ${key.epoch} AND k.folder = ${key.folder}
      AND k.uid_validity = ${key.uidValidity} AND k.uid = s.uid AND k.outcome = 'discovered'`
}

const toRow = ({ uid, outcome, head }: SettledMail) => ({
  uid,
  outcome,
  size: head?.sizeBytes ?? 0,
  at: head?.internalDate?.toISOString() ?? null,
  id: head?.messageId ?? '',
})

/** Writes down what is known of mails that will be fetched: it stays when they are gone. */
export async function noteHeads(db: TenantDb, key: FolderKey, heads: readonly MailHead[]): Promise<void> {
  if (heads.length === 0) return
  const rows = heads.map((head) => toRow({ uid: head.uid, outcome: 'gone', head }))
  await db.$executeRaw`
    UPDATE mailbox_mail k SET size_bytes = s.size, internal_date = s.at, message_id_header = s.id
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS s(uid bigint, size bigint, at timestamptz, id text)
    WHERE k.mailbox_id = ${key.mailboxId}::uuid AND k.epoch = ${key.epoch} AND k.folder = ${key.folder}
      AND k.uid_validity = ${key.uidValidity} AND k.uid = s.uid`
}

/** Looks at these again later. */
export async function putOff(
  db: TenantDb,
  key: FolderKey,
  uids: readonly number[],
  afterMs: number,
): Promise<void> {
  if (uids.length === 0) return
  await db.mailboxMail.updateMany({
    where: { ...key, uid: { in: uids.map(BigInt) }, outcome: 'discovered' },
    data: { nextAttemptAt: new Date(now().getTime() + afterMs) },
  })
}

/**
 * Mails that this folder held under other numbers: same Message-ID, same size, received in the same second. Nobody who
 * writes to us can choose the last.
 */
export async function listRenumbered(
  db: TenantDb,
  key: FolderKey,
  heads: readonly MailHead[],
): Promise<number[]> {
  const named = heads.filter((head) => head.messageId !== '' && head.internalDate !== null)
  if (named.length === 0) return []
  const rows = named.map((head) => toRow({ uid: head.uid, outcome: 'renumbered', head }))
  const known = await db.$queryRaw<{ uid: bigint }[]>`
    SELECT DISTINCT s.uid FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS s(uid bigint, size bigint, at timestamptz, id text)
    JOIN mailbox_mail k ON k.message_id_header = s.id AND k.size_bytes = s.size AND k.internal_date = s.at
    WHERE k.mailbox_id = ${key.mailboxId}::uuid AND k.epoch = ${key.epoch} AND k.folder = ${key.folder}
      AND k.uid_validity <> ${key.uidValidity} AND k.outcome IN ('kept', 'before-cut-off', 'renumbered')`
  return known.map((row) => Number(row.uid))
}

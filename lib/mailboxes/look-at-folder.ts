import { type TenantDb, withTenant } from '@/lib/db/with-tenant'
import { AppError } from '@/lib/errors'
import type { TenantScope } from '@/lib/tenancy/scope'
import {
  type FolderKey,
  findFolder,
  findHighestUid,
  folderKey,
  insertDiscovered,
  insertFolder,
  insertMissed,
  type KnownFolder,
  listUnknownUids,
  rediscoverGone,
  rediscoverLost,
} from './ledger-store'
import { missedRange, searchDay } from './rules'
import { holdLease } from './store'
import type { LeasedMailbox, MailSession } from './types'

const uidsPerStatement = 5_000

export interface Look {
  key: FolderKey
  folder: KnownFolder
  /** Taken when everything was compared. */
  counts: { onServer: number; unaccounted: number } | null
}

/**
 * Opens a folder for reading and writes down what lies there that no row tells of, before anything is fetched. A quick
 * look asks for what came after the highest UID we know; a thorough one compares everything from the first on.
 *
 * @throws AppError `mailbox_trouble` (folder-missing and what the session throws), `stale_version`
 */
export async function lookAtFolder(
  scope: TenantScope,
  mailbox: LeasedMailbox,
  session: MailSession,
  look: { folder: string; isSent: boolean; isThorough: boolean },
): Promise<Look> {
  const opened = await session.openFolder(look.folder, 'read')
  if (!opened) {
    throw new AppError('mailbox_trouble', `no folder ${look.folder}`, {
      details: { state: 'folder-missing' },
    })
  }
  const key = folderKey(mailbox, look.folder, opened)
  const { known, highest } = await withTenant(scope, async (db) => ({
    known: await findFolder(db, key),
    highest: look.isThorough ? 0 : await findHighestUid(db, key),
  }))
  const folder = known ?? (await meetFolder(scope, mailbox, session, key, opened.uidNext))
  if (known && !look.isThorough) {
    const uids = await session.listUids(Math.max(folder.floorUid, highest + 1))
    await discover(scope, mailbox, key, uids, look.isSent)
    return { key, folder, counts: null }
  }
  const uids = await session.listUids(folder.floorUid)
  const unknown = await inTurns(scope, uids, (db, some) => listUnknownUids(db, key, some))
  await discover(scope, mailbox, key, unknown, look.isSent)
  const lost = await withTenant(scope, async (db) => {
    await holdLease(db, mailbox)
    const count = (await rediscoverLost(db, key)) + (await rediscoverGone(db, key, uids))
    const range = missedRange(folder, opened.uidNext)
    if (range) await insertMissed(db, key, { ...range, isSent: look.isSent })
    return count
  })
  return { key, folder, counts: { onServer: uids.length, unaccounted: known ? unknown.length + lost : 0 } }
}

/** The first look under this numbering: what was there before the cut-off is left below the floor. */
async function meetFolder(
  scope: TenantScope,
  mailbox: LeasedMailbox,
  session: MailSession,
  key: FolderKey,
  uidNext: number,
): Promise<KnownFolder> {
  const first = await session.findFirstUidSince(searchDay(mailbox.cutOffAt))
  return withTenant(scope, async (db) => {
    await holdLease(db, mailbox)
    return insertFolder(db, key, { floorUid: first ?? uidNext, uidNext })
  })
}

async function discover(
  scope: TenantScope,
  mailbox: LeasedMailbox,
  key: FolderKey,
  uids: readonly number[],
  isSent: boolean,
): Promise<void> {
  // In rising order and one after the other: what is written down never has a gap below it.
  for (let start = 0; start < uids.length; start += uidsPerStatement) {
    await withTenant(scope, async (db) => {
      await holdLease(db, mailbox)
      await insertDiscovered(db, key, uids.slice(start, start + uidsPerStatement), isSent)
    })
  }
}

async function inTurns(
  scope: TenantScope,
  uids: readonly number[],
  ask: (db: TenantDb, some: readonly number[]) => Promise<number[]>,
): Promise<number[]> {
  const answers: number[] = []
  for (let start = 0; start < uids.length; start += uidsPerStatement) {
    answers.push(...(await withTenant(scope, (db) => ask(db, uids.slice(start, start + uidsPerStatement)))))
  }
  return answers
}

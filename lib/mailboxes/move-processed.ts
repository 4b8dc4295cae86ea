import { withTenant } from '@/lib/db/with-tenant'
import { isAppError } from '@/lib/errors'
import type { TenantScope } from '@/lib/tenancy/scope'
import type { Look } from './look-at-folder'
import { listMovesDue, type MailToMove, putOffMoves, recordMoved } from './move-store'
import { holdLease } from './store'
import type { LeasedMailbox, MailHead, MailSession } from './types'

const batchSize = 50

/**
 * Puts mails that are tickets by now into the folder of processed mail. A failure never touches a ticket: the mail's
 * line waits for another try. One that people moved or deleted meanwhile has left as well.
 */
export async function moveProcessed(
  scope: TenantScope,
  mailbox: LeasedMailbox,
  session: MailSession,
  { key }: Look,
): Promise<void> {
  if (mailbox.processedFolder === '' || mailbox.processedFolder === key.folder) return
  const due = await withTenant(scope, (db) => listMovesDue(db, key, batchSize))
  if (due.length === 0) return
  const opened = await session.openFolder(key.folder, 'write')
  if (!opened || opened.uidValidity !== key.uidValidity) return
  const heads = await session.readHeads(due.map((mail) => mail.uid)).catch(async (error: unknown) => {
    // One of them may be what breaks the connection: it must not be the first thing again next time.
    if (!session.isLeft)
      await withTenant(scope, (db) =>
        putOffMoves(
          db,
          key,
          due.map((mail) => mail.uid),
        ),
      )
    throw error
  })
  const left = await moveAll(session, due, heads, mailbox.processedFolder)
  await withTenant(scope, async (db) => {
    await holdLease(db, mailbox)
    await recordMoved(db, key, left)
    await putOffMoves(
      db,
      key,
      due.map((mail) => mail.uid).filter((uid) => !left.includes(uid)),
    )
  })
}

/** A number alone is not trusted with a mail: it moves only when it still is the mail we kept. */
async function moveAll(
  session: MailSession,
  due: MailToMove[],
  heads: MailHead[],
  folder: string,
): Promise<number[]> {
  const there = new Map(heads.map((head) => [head.uid, head]))
  const gone = due.filter((mail) => !there.has(mail.uid)).map((mail) => mail.uid)
  const ours = due.flatMap(({ uid, messageId, movedAlike }) => {
    const head = there.get(uid)
    return head?.messageId === messageId ? [{ ...head, movedAlike }] : []
  })
  if (ours.length === 0) return gone
  try {
    await session.ensureFolder(folder)
    return [...gone, ...(await session.moveMails(ours, folder))]
  } catch (error) {
    // Refused by the server, or cut off: what really moved is found gone at the next try.
    if (isAppError(error, 'mailbox_trouble') && session.isOpen) return gone
    throw error
  }
}

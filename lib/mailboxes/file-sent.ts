import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { isAppError } from '@/lib/errors'
import type { TenantScope } from '@/lib/tenancy/scope'
import { listAnswersMissingInSent, type UnfiledAnswer } from './sent-store'
import { holdLease } from './store'
import type { LeasedMailbox, MailSession } from './types'

/** A server that keeps copies by itself has done so by then. */
const patienceMs = 2 * 60_000
/** What lies longer was taken out by somebody, or is of a time when the folder was not read. */
const longestMs = 24 * 3_600_000
const batchSize = 20

/**
 * Puts copies of our answers into the Sent folder, which is open, where the server that took them keeps none: people
 * look there with their own programs. Whether it does is seen in the folder itself, mail by mail; it is asked once more
 * before a copy is made, so that whoever was cut off makes no second one.
 *
 * @throws AppError `stale_version` when the lease is another's
 */
export async function fileSent(
  scope: TenantScope,
  mailbox: LeasedMailbox,
  session: MailSession,
  folder: string,
): Promise<void> {
  const at = now().getTime()
  const period = { after: new Date(at - longestMs), before: new Date(at - patienceMs) }
  const answers = await withTenant(scope, async (db) => {
    await holdLease(db, mailbox)
    return listAnswersMissingInSent(db, mailbox, period, batchSize)
  })
  for (const answer of answers) if (!(await fileAnswer(session, folder, answer))) return
}

/** False when the server takes no copy: the next pass tries again, and reading goes on without. */
async function fileAnswer(session: MailSession, folder: string, answer: UnfiledAnswer): Promise<boolean> {
  try {
    if (!(await session.hasMail(answer.messageId)))
      await session.appendMail(folder, { bytes: answer.bytes, at: answer.sentAt })
    return true
  } catch (error) {
    if (!isAppError(error, 'mailbox_trouble') || !session.isOpen) throw error
    return false
  }
}

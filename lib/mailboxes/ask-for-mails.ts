import { withTenant } from '@/lib/db/with-tenant'
import { type AppError, isAppError } from '@/lib/errors'
import type { TenantScope } from '@/lib/tenancy/scope'
import { recordFault } from './fault-store'
import type { FolderKey } from './ledger-store'
import { isGivenUpAfter, weightOfFault } from './rules'
import { holdLease } from './store'
import type { LeasedMailbox, MailHead, MailSession } from './types'

export interface MailRequest {
  scope: TenantScope
  mailbox: LeasedMailbox
  session: MailSession
  key: FolderKey
  /** What is known of those that are asked for. */
  heads: readonly MailHead[]
  /** For one at which the server broke off too often. */
  giveUp(head: MailHead): Promise<void>
}

/**
 * Asks the server for something of these mails. One mail can be too much for a server, or for us to read in its answer:
 * the connection is lost then, and would be lost again at the same mail. Who was asked for is written down, so that the
 * next passes ask for fewer together, and at last for one alone no more.
 */
export async function askForMails<T>(request: MailRequest, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (isFault(error) && !request.session.isLeft) await blame(request, weightOfFault(error.details.state))
    throw error
  }
}

const isFault = (error: unknown): error is AppError =>
  isAppError(error, 'mailbox_trouble') &&
  (error.details.state === 'protocol-broken' || error.details.state === 'server-ill')

async function blame({ scope, mailbox, key, heads, giveUp }: MailRequest, weight: number): Promise<void> {
  const blamed = await withTenant(scope, async (db) => {
    await holdLease(db, mailbox)
    return recordFault(
      db,
      key,
      heads.map((head) => head.uid),
      weight,
    )
  })
  const hopeless = new Set(blamed.filter((one) => isGivenUpAfter(one.attempts)).map((one) => one.uid))
  for (const head of heads) if (hopeless.has(head.uid)) await giveUp(head)
}

/** Of a mail that was never told of: its number. */
export const unknownHead = (uid: number): MailHead => ({
  ...{ uid, sizeBytes: 0, internalDate: null, messageId: '', parentIds: [], sentAt: null },
  ...{ from: null, subject: '', replyTo: [], recipients: [] },
})

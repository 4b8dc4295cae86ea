import { takePoint } from '@/lib/db/rate-limits'
import { withTenant } from '@/lib/db/with-tenant'
import { AppError, notFound } from '@/lib/errors'
import type { TenantScope } from '@/lib/tenancy/scope'
import type { TestMailboxInput } from './inputs'
import { findMailbox } from './settings-store'
import { insertTest } from './test-store'

/** A test opens a connection to a host of the tenant's choice: not a tool to look around with. */
const testLimit = { name: 'mailbox-test', points: 10, windowSeconds: 3_600 }

/**
 * Asks a worker to sign in at a mailbox and look; `getMailboxTest` has the answer.
 *
 * @throws AppError `not_found`; `rate_limited` after ten in an hour
 */
export async function testMailbox(
  scope: TenantScope,
  { mailboxId }: TestMailboxInput,
): Promise<{ mailboxTestId: string }> {
  const isThere = await withTenant(scope, async (db) => (await findMailbox(db, mailboxId)) !== null)
  if (!isThere) throw notFound('mailbox')
  const answer = await takePoint(testLimit, scope.tenantId)
  if (!answer.isAllowed) throw new AppError('rate_limited', 'too many connection tests')
  return { mailboxTestId: await withTenant(scope, (db) => insertTest(db, mailboxId)) }
}

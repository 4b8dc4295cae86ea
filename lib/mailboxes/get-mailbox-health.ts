import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import type { TenantScope } from '@/lib/tenancy/scope'
import { readBalance } from './balance-store'
import type { MailboxBalance } from './dtos'
import type { GetMailboxHealthInput } from './inputs'

/** The balance of a mailbox: what was seen there is what became of it. @throws AppError `not_found` */
export async function getMailboxHealth(
  scope: TenantScope,
  { mailboxId }: GetMailboxHealthInput,
): Promise<MailboxBalance> {
  const balance = await withTenant(scope, (db) => readBalance(db, mailboxId))
  if (!balance) throw notFound('mailbox')
  return balance
}

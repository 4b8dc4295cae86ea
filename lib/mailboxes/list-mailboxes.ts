import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import type { TenantScope } from '@/lib/tenancy/scope'
import type { MailboxDto } from './dtos'
import { listMailboxRows, listQueueChoices } from './settings-store'

/**
 * The mailboxes that are read by IMAP and how it stands with each, by name, at most 200, with the queues that their mail
 * may go to; never a password.
 */
export const listMailboxes = (
  scope: TenantScope,
): Promise<{ mailboxes: MailboxDto[]; queues: { id: string; name: string }[] }> =>
  withTenant(scope, async (db) => ({
    mailboxes: await listMailboxRows(db, now()),
    queues: await listQueueChoices(db),
  }))

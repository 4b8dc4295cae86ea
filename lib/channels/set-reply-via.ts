import { now } from '@/lib/clock'
import { type TenantDb, withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import type { AgentScope } from '@/lib/tenancy/scope'
import { auditActor } from '@/lib/tickets/audit'
import type { SetMailboxReplyViaInput, SetQueueReplyViaInput } from './inputs'
import { insertReplyViaAudit, updateMailboxReplyVia, updateQueueReplyVia } from './reply-via-store'
import { findChannel } from './store'

/** Answers to mail of this mailbox leave by this channel; null: by the default one. @throws AppError `not_found` */
export const setMailboxReplyVia = (
  scope: AgentScope,
  { mailboxId, channelId }: SetMailboxReplyViaInput,
): Promise<null> =>
  setReplyVia(scope, { mailboxId, channelId }, (db) => updateMailboxReplyVia(db, mailboxId, channelId))

/** Tickets of this queue are answered by this channel, whatever their mailbox; null: as their mailbox says. */
export const setQueueReplyVia = (
  scope: AgentScope,
  { queueId, channelId }: SetQueueReplyViaInput,
): Promise<null> =>
  setReplyVia(scope, { queueId, channelId }, (db) => updateQueueReplyVia(db, queueId, channelId))

async function setReplyVia(
  scope: AgentScope,
  details: { channelId: string | null; mailboxId?: string; queueId?: string },
  update: (db: TenantDb) => Promise<boolean>,
): Promise<null> {
  return withTenant(scope, async (db) => {
    if (details.channelId !== null && !(await findChannel(db, details.channelId))) throw notFound('channel')
    if (!(await update(db))) throw notFound('mailbox or queue')
    await insertReplyViaAudit(db, auditActor(scope.actor), details, now())
    return null
  })
}

import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import type { AgentScope } from '@/lib/tenancy/scope'
import { auditMailbox } from './changes'
import type { PauseMailboxInput } from './inputs'
import { findMailbox, setPaused } from './settings-store'

/** Stops reading a mailbox: what comes meanwhile waits there. Twice is once. @throws AppError `not_found` */
export async function pauseMailbox(scope: AgentScope, { mailboxId }: PauseMailboxInput): Promise<null> {
  const at = now()
  return withTenant(scope, async (db) => {
    const before = await findMailbox(db, mailboxId)
    if (!before) throw notFound('mailbox')
    if (before.mailbox.pausedAt !== null) return null
    await setPaused(db, mailboxId, at, at)
    await auditMailbox(db, scope.actor, 'mailbox_paused', { mailboxId, name: before.mailbox.name }, at)
    return null
  })
}

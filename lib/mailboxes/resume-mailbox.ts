import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import type { AgentScope } from '@/lib/tenancy/scope'
import { auditMailbox } from './changes'
import type { ResumeMailboxInput } from './inputs'
import { findMailbox, setCutOff, setPaused } from './settings-store'

const dayMs = 24 * 3_600_000

/**
 * Starts reading a mailbox, for the first time or again. The first time sets the line before which nothing becomes a
 * ticket: now, or as many days ago as were asked for.
 *
 * @throws AppError `not_found`
 */
export async function resumeMailbox(
  scope: AgentScope,
  { mailboxId, importDays }: ResumeMailboxInput,
): Promise<null> {
  const at = now()
  return withTenant(scope, async (db) => {
    const before = await findMailbox(db, mailboxId)
    if (!before) throw notFound('mailbox')
    if (before.mailbox.pausedAt === null) return null
    if (before.cutOffAt === null) await setCutOff(db, mailboxId, new Date(at.getTime() - importDays * dayMs))
    await setPaused(db, mailboxId, null, at)
    await auditMailbox(
      db,
      scope.actor,
      'mailbox_resumed',
      { mailboxId, name: before.mailbox.name, importDays: before.cutOffAt === null ? importDays : 0 },
      at,
    )
    return null
  })
}

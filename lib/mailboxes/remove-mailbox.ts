import { now } from '@/lib/clock'
import { deleteUnusedCredential } from '@/lib/credentials/store'
import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import type { AgentScope } from '@/lib/tenancy/scope'
import { auditMailbox } from './changes'
import type { RemoveMailboxInput } from './inputs'
import { findMailbox, removeMailboxRow } from './settings-store'

/**
 * Takes a mailbox away, and its password with it. Tickets and mails that came by it stay; nothing is touched at the
 * server.
 *
 * @throws AppError `not_found`
 */
export async function removeMailbox(scope: AgentScope, { mailboxId }: RemoveMailboxInput): Promise<null> {
  const at = now()
  return withTenant(scope, async (db) => {
    const before = await findMailbox(db, mailboxId)
    if (!before) throw notFound('mailbox')
    await removeMailboxRow(db, mailboxId, at)
    if (before.credentialId) await deleteUnusedCredential(db, before.credentialId)
    const { address, mailbox } = before
    await auditMailbox(db, scope.actor, 'mailbox_removed', { mailboxId, name: mailbox.name, address }, at)
    return null
  })
}

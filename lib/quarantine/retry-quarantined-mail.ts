import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import { newId } from '@/lib/ids'
import type { TenantScope } from '@/lib/tenancy/scope'
import { auditActor } from '@/lib/tickets/audit'
import type { RetryQuarantinedMailInput } from '@/lib/tickets/inputs'
import { tellReleased } from './changes'
import { releaseFromQuarantine } from './store'

/**
 * Sends a mail through the pipeline again, `asTicket` as one that a person wrote, whatever it was taken for. Pressing twice
 * is once.
 *
 * @throws AppError `not_found` for a mail that is not in quarantine here
 */
export async function retryQuarantinedMail(
  scope: TenantScope,
  { rawMailId, asTicket = false }: RetryQuarantinedMailInput,
): Promise<void> {
  const actor = auditActor(scope.actor)
  await withTenant(scope, async (db) => {
    if (!(await releaseFromQuarantine(db, rawMailId, asTicket ? 'accepted' : 'released')))
      throw notFound('quarantined mail')
    await db.auditEntry.create({
      data: {
        id: newId(),
        actorKind: actor.kind,
        actorId: actor.id,
        action: asTicket ? 'quarantine_accepted' : 'quarantine_retried',
        details: { rawMailId },
        at: now(),
      },
    })
    await tellReleased(db, scope.tenantId)
  })
}

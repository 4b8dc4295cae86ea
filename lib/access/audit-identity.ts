import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import type { AgentScope } from '@/lib/tenancy/scope'
import { auditActor } from '@/lib/tickets/audit'

/** Writes down, in the tenant where it was done, that a person changed his ways in. */
export async function auditIdentity(
  scope: AgentScope,
  action: 'identity_linked' | 'identity_unlinked' | 'password_set' | 'password_changed',
  details: { provider?: string },
): Promise<void> {
  const actor = auditActor(scope.actor)
  await withTenant(scope, (db) =>
    db.auditEntry.create({
      data: {
        id: newId(),
        actorKind: actor.kind,
        actorId: actor.id,
        action,
        details,
        at: now(),
      },
    }),
  )
}

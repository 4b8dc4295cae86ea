import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import { newId } from '@/lib/ids'
import type { TenantScope } from '@/lib/tenancy/scope'
import { auditActor } from '@/lib/tickets/audit'
import { markRevoked } from './endpoint-store'

/** Closes a way in: its secret is worth nothing from now on. @throws AppError `not_found` */
export async function revokeInboundEndpoint(
  scope: TenantScope,
  { endpointId }: { endpointId: string },
): Promise<void> {
  const at = now()
  const actor = auditActor(scope.actor)
  await withTenant(scope, async (db) => {
    if (!(await markRevoked(db, endpointId, at))) throw notFound('inbound endpoint')
    await db.auditEntry.create({
      data: {
        id: newId(),
        actorKind: actor.kind,
        actorId: actor.id,
        action: 'inbound_endpoint_revoked',
        details: { endpointId },
        at,
      },
    })
  })
}

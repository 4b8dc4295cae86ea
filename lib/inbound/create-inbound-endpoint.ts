import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { getEnv } from '@/lib/env'
import { notFound } from '@/lib/errors'
import { newId } from '@/lib/ids'
import type { TenantScope } from '@/lib/tenancy/scope'
import { auditActor } from '@/lib/tickets/audit'
import { endpointKeys } from './endpoint-keys'
import { findCreationAddressId, insertEndpoint } from './endpoint-store'
import { secretOfKey } from './rules'

export interface CreatedEndpoint {
  endpointId: string
  url: string
  /** Said once: nobody can read it again. */
  secret: string
}

/**
 * Opens a way in by HTTP for one creation address: who holds the secret may hand in mails as they are.
 *
 * @throws AppError `not_found` for an address that this tenant does not use
 */
export async function createInboundEndpoint(
  scope: TenantScope,
  { address }: { address: string },
): Promise<CreatedEndpoint> {
  const [endpointId, at] = [newId(), now()]
  const actor = auditActor(scope.actor)
  await withTenant(scope, async (db) => {
    const creationAddressId = await findCreationAddressId(db, address)
    if (creationAddressId === null) throw notFound('creation address')
    await insertEndpoint(db, { id: endpointId, creationAddressId, createdAt: at })
    await db.auditEntry.create({
      data: {
        id: newId(),
        actorKind: actor.kind,
        actorId: actor.id,
        action: 'inbound_endpoint_created',
        details: { endpointId, address },
        at,
      },
    })
  })
  return {
    endpointId,
    url: new URL(`/api/inbound/${endpointId}`, getEnv().BASE_URL).toString(),
    secret: secretOfKey(endpointKeys(endpointId)[0]),
  }
}

import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { AppError, notFound } from '@/lib/errors'
import { newId } from '@/lib/ids'
import type { TenantScope } from '@/lib/tenancy/scope'
import { auditActor } from '@/lib/tickets/audit'
import type { UnblockAddressInput } from './inputs'
import { deleteBlockedAddress, findBlockedAddress } from './store'

/**
 * Mail may leave to this address again. What was suppressed meanwhile stays unsent.
 *
 * @throws AppError `not_found`; `own_address` for one of the tenant's own
 */
export async function unblockAddress(
  scope: TenantScope,
  { blockedAddressId }: UnblockAddressInput,
): Promise<null> {
  const at = now()
  const actor = auditActor(scope.actor)
  return withTenant(scope, async (db) => {
    const found = await findBlockedAddress(db, { id: blockedAddressId })
    if (!found) throw notFound('blocked address')
    if (found.isOwn || !(await deleteBlockedAddress(db, blockedAddressId)))
      throw new AppError('own_address', 'an address of the tenant stays blocked')
    await db.auditEntry.create({
      data: {
        id: newId(),
        actorKind: actor.kind,
        actorId: actor.id,
        action: 'address_unblocked',
        details: { address: found.address },
        at,
      },
    })
    return null
  })
}

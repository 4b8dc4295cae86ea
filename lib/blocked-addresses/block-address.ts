import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { addressKey, parseAddress } from '@/lib/mail/address'
import type { TenantScope } from '@/lib/tenancy/scope'
import { auditActor } from '@/lib/tickets/audit'
import type { BlockAddressInput } from './inputs'
import { insertBlockedAddress } from './store'

/**
 * Nothing is sent to this address from now on: no reply, no confirmation, and what waits to leave is suppressed with
 * its reason. Mail from it still comes in. An address that is listed already stays as it is.
 *
 * @throws AppError `invalid_input` for no address
 */
export async function blockAddress(
  scope: TenantScope,
  input: BlockAddressInput,
): Promise<{ address: string }> {
  const parsed = parseAddress(input.address)
  if (!parsed) throw new AppError('invalid_input', 'no address', { details: { fields: ['address'] } })
  const [address, at] = [addressKey(parsed), now()]
  const actor = auditActor(scope.actor)
  await withTenant(scope, async (db) => {
    if (!(await insertBlockedAddress(db, { id: newId(), addressKey: address, createdAt: at }))) return
    await db.auditEntry.create({
      data: {
        id: newId(),
        actorKind: actor.kind,
        actorId: actor.id,
        action: 'address_blocked',
        details: { address },
        at,
      },
    })
  })
  return { address }
}

import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { notFound } from '@/lib/errors'
import { newId } from '@/lib/ids'
import type { AgentScope } from '@/lib/tenancy/scope'
import type { AllowPicturesInput } from './inputs'
import { pictureSenderOf } from './rules'
import { deletePictureSender, insertPictureSender } from './sender-store'

/**
 * From now on pictures of this message's sender are shown to everybody here without asking, or no longer. The address
 * is the message's: what the browser says about it does not matter.
 *
 * @throws AppError `not_found` for a message that is not here or whose sender cannot be relied on
 */
export async function allowPictures(scope: AgentScope, input: AllowPicturesInput): Promise<void> {
  await withTenant(scope, async (db) => {
    const message = await db.message.findFirst({
      where: { id: input.messageId },
      select: { kind: true, fromAddress: true, authentication: true },
    })
    const address = message && pictureSenderOf(message)
    if (!address) throw notFound('sender')
    const isChanged = input.isAllowed
      ? await insertPictureSender(db, address, scope.actor.membershipId)
      : await deletePictureSender(db, address)
    if (!isChanged) return
    await db.auditEntry.create({
      data: {
        id: newId(),
        actorKind: 'agent',
        actorId: scope.actor.membershipId,
        action: input.isAllowed ? 'pictures_allowed' : 'pictures_no_longer_allowed',
        details: { address },
        at: now(),
      },
    })
  })
}

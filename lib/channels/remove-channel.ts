import { now } from '@/lib/clock'
import { deleteUnusedCredential } from '@/lib/credentials/store'
import { withTenant } from '@/lib/db/with-tenant'
import { AppError, notFound } from '@/lib/errors'
import type { AgentScope } from '@/lib/tenancy/scope'
import { auditChannel } from './changes'
import type { RemoveChannelInput } from './inputs'
import { countWaitingMails, findChannel, removeChannelRow } from './store'

/**
 * Takes a way out away, and its login, if nothing else uses it. Mailboxes and queues that answered by it answer by the default one from then on.
 *
 * @throws AppError `not_found`; `channel_in_use` for the default one, and while mails wait to leave by it
 */
export async function removeChannel(scope: AgentScope, { channelId }: RemoveChannelInput): Promise<null> {
  return withTenant(scope, async (db) => {
    const channel = await findChannel(db, channelId)
    if (!channel) throw notFound('channel')
    if (channel.isDefault || (await countWaitingMails(db, channelId)) > 0)
      throw new AppError('channel_in_use', 'the channel is the default one, or mails wait')
    const at = now()
    await removeChannelRow(db, channelId, at)
    if (channel.credentialId) await deleteUnusedCredential(db, channel.credentialId)
    await auditChannel(db, scope.actor, 'channel_removed', { channelId, address: channel.fromAddress }, at)
    return null
  })
}

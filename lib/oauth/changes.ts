import { updateChannelRow, wakeMails } from '@/lib/channels/store'
import type { TenantDb } from '@/lib/db/with-tenant'
import { wakeMailboxesOf } from '@/lib/mailboxes/settings-store'
import { listChannelsOf } from './store'

/** Mailboxes and ways out that share a login begin anew with it: nobody waits for the end of a pause. */
export async function wakeUses(db: TenantDb, credentialId: string, at: Date): Promise<void> {
  await wakeMailboxesOf(db, credentialId, at)
  for (const channelId of await listChannelsOf(db, credentialId)) {
    await updateChannelRow(db, channelId, {})
    await wakeMails(db, channelId, at)
  }
}

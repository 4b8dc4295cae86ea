import { withTenant } from '@/lib/db/with-tenant'
import type { IngestSettings } from '@/lib/ingest/settings'
import type { TenantScope } from '@/lib/tenancy/scope'
import { tellReleased } from './changes'
import { releaseHeld } from './store'

const maxMails = 500

/**
 * Lets through what waits because its senders opened too many tickets, as much as they may open again by now. Several
 * workers may let too much through together: the pipeline holds again what is over the limit.
 */
export async function releaseHeldMails(
  scope: TenantScope,
  { ticketsPerSenderAndHour }: Pick<IngestSettings, 'ticketsPerSenderAndHour'>,
): Promise<{ released: number }> {
  return withTenant(scope, async (db) => {
    const released = await releaseHeld(db, { ticketsPerSenderAndHour, maxMails })
    if (released > 0) await tellReleased(db, scope.tenantId)
    return { released }
  })
}

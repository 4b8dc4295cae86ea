import { listTenantsWithHeldMail } from '@/lib/db/system-mail'
import type { Kick } from '@/lib/ingest/kick'
import { ingestSettings } from '@/lib/ingest/settings'
import { releaseHeldMails } from '@/lib/quarantine/release-held-mails'
import { systemScope } from '@/lib/tenancy/scope'
import { eachTenant, repeat } from './repeat'

const everyMs = 15_000
const maxTenants = 1_000

/** Lets through, again and again, what waits because somebody sent very much. Any number of workers may. */
export function startHeldMail({ kick }: { kick: Kick }): { stop(): Promise<void> } {
  const release = async (tenantId: string) => {
    const { released } = await releaseHeldMails(systemScope(tenantId, 'held-mail'), ingestSettings())
    if (released > 0) kick(tenantId)
  }
  const look = async (isStopped: () => boolean) =>
    eachTenant(await listTenantsWithHeldMail(maxTenants), release, {
      isStopped,
      trouble: 'held mail waits on; the next look tries again',
    })
  return repeat(look, { everyMs, trouble: 'held mail waits; the next look starts over' })
}

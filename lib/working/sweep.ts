import { forgetRequests } from '@/lib/api/forget-requests'
import { listTenantsWithWaitingMail } from '@/lib/db/system'
import { forgetEvents } from '@/lib/inbound/forget-events'
import type { Kick } from '@/lib/ingest/kick'
import { repeat } from './repeat'

const everyMs = 2_000
const maxTenants = 200
const forgetEveryMs = 600_000

/**
 * The net under the events: finds kept mail that nobody works on, and needs nothing but the database. Now and then it
 * throws away what nobody needs any more.
 */
export function startSweep({ kick }: { kick: Kick }): { stop(): Promise<void> } {
  let forgotAtMs = 0
  const sweep = async () => {
    for (const tenantId of await listTenantsWithWaitingMail(maxTenants)) kick(tenantId)
    if (Date.now() - forgotAtMs > forgetEveryMs) {
      await forgetRequests()
      await forgetEvents()
      forgotAtMs = Date.now()
    }
  }
  return repeat(sweep, { everyMs, trouble: 'the sweep was cut short; the next one starts over' })
}

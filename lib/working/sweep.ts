import { forgetRequests } from '@/lib/api/forget-requests'
import { listTenantsWithWaitingMail } from '@/lib/db/system'
import { forgetEvents } from '@/lib/inbound/forget-events'
import type { Kick } from '@/lib/ingest/kick'
import { log } from '@/lib/log'

const everyMs = 2_000
const maxTenants = 200
const forgetEveryMs = 600_000

/**
 * The net under the events: finds kept mail that nobody works on, and needs nothing but the database. Now and then it
 * throws away what nobody needs any more.
 */
export function startSweep({ kick }: { kick: Kick }) {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let running: Promise<void> = Promise.resolve()
  let forgotAt = 0

  const sweep = async () => {
    try {
      for (const tenantId of await listTenantsWithWaitingMail(maxTenants)) kick(tenantId)
      if (Date.now() - forgotAt > forgetEveryMs) {
        await forgetRequests()
        await forgetEvents()
        forgotAt = Date.now()
      }
    } catch (error) {
      log().warn({ err: error }, 'the sweep was cut short; the next one starts over')
    }
    if (!isStopped) timer = setTimeout(start, everyMs)
  }
  const start = () => {
    running = sweep()
  }
  start()
  return {
    stop: async () => {
      isStopped = true
      clearTimeout(timer)
      await running
    },
  }
}

import { forgetRequests } from '@/lib/api/forget-requests'
import { listDueOutboundMails, listTenantsWithWaitingMail } from '@/lib/db/system'
import { forgetEvents } from '@/lib/inbound/forget-events'
import type { Kick } from '@/lib/ingest/kick'
import { log } from '@/lib/log'
import { deliverOutboundMail } from '@/lib/outbound/deliver-outbound-mail'
import { systemScope } from '@/lib/tenancy/scope'
import type { Wiring } from '@/lib/wiring'

const everyMs = 2_000
const maxTenants = 200
const maxMails = 200
const parallelDeliveries = 8
const forgetEveryMs = 600_000

/**
 * The net under the events: finds kept mail that nobody works on and outbound mail whose time has come (later
 * attempts have no event of their own), and needs nothing but the database.
 */
export function startSweep(parts: { kick: Kick; outbound: Wiring['outbound'] }) {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let running: Promise<void> = Promise.resolve()
  let forgotAt = 0

  const sweep = async () => {
    try {
      for (const tenantId of await listTenantsWithWaitingMail(maxTenants)) parts.kick(tenantId)
      await deliverDue(parts.outbound, () => isStopped)
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

async function deliverDue(outbound: Wiring['outbound'], isStopped: () => boolean): Promise<void> {
  const due = await listDueOutboundMails(maxMails)
  const lane = async () => {
    for (let next = due.shift(); next && !isStopped(); next = due.shift()) {
      await deliverOutboundMail(systemScope(next.tenantId, 'deliver'), { outboundMailId: next.id }, outbound)
    }
  }
  await Promise.all(Array.from({ length: parallelDeliveries }, lane))
}

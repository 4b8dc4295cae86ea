import { listTenantsWithDueMail } from '@/lib/db/system'
import { log } from '@/lib/log'
import { deliverDueMails } from '@/lib/outbound/deliver-due-mails'
import type { DeliveryPorts } from '@/lib/outbound/deliver-outbound-mail'
import { systemScope } from '@/lib/tenancy/scope'
import { repeat } from './repeat'

const everyMs = 2_000
/** Tenants whose mails are tried at the same moment: somebody's dead server leaves room for the others. */
const maxTenants = 32

/**
 * Outbound mails whose time has come: later attempts have no event of their own. Nobody waits for an attempt to end
 * but the mails of the same tenant.
 */
export function startDeliveries(ports: DeliveryPorts): { stop(): Promise<void> } {
  const running = new Map<string, Promise<void>>()

  const deliver = async (tenantId: string) => {
    try {
      await deliverDueMails(systemScope(tenantId, 'deliver'), ports)
    } catch (error) {
      log().warn({ tenantId, err: error }, 'an attempt to send was cut short; its lease ends by itself')
    }
    running.delete(tenantId)
  }
  const look = async (isStopped: () => boolean) => {
    // Those that are under way are listed as well.
    for (const tenantId of await listTenantsWithDueMail(2 * maxTenants)) {
      if (isStopped() || running.size >= maxTenants) return
      if (!running.has(tenantId)) running.set(tenantId, deliver(tenantId))
    }
  }
  const looking = repeat(look, { everyMs, trouble: 'due mails wait; the next look starts over' })
  return {
    stop: async () => {
      await looking.stop()
      await Promise.all(running.values())
    },
  }
}

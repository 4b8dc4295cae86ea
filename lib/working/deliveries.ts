import { listDueOutboundMails } from '@/lib/db/system'
import { log } from '@/lib/log'
import { type DeliveryPorts, deliverOutboundMail } from '@/lib/outbound/deliver-outbound-mail'
import { systemScope } from '@/lib/tenancy/scope'

const everyMs = 2_000
const maxMails = 200
/** Attempts at the same moment; of one tenant few, so that his dead server leaves room for the others. */
const maxAttempts = 32
const maxAttemptsOfTenant = 2

/**
 * Outbound mails whose time has come: later attempts have no event of their own. Nobody waits for an attempt to end
 * but the mails of the same tenant.
 */
export function startDeliveries(ports: DeliveryPorts): { stop(): Promise<void> } {
  const running = new Map<string, { tenantId: string; attempt: Promise<void> }>()
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let looking: Promise<void> = Promise.resolve()

  const look = async () => {
    for (const { tenantId, id } of await listDueOutboundMails(maxMails)) {
      if (isStopped || running.size >= maxAttempts) return
      const own = [...running.values()].filter((one) => one.tenantId === tenantId).length
      if (running.has(id) || own >= maxAttemptsOfTenant) continue
      const attempt = deliverOutboundMail(systemScope(tenantId, 'deliver'), { outboundMailId: id }, ports)
        .catch((error: unknown) =>
          log().warn({ tenantId, err: error }, 'an attempt to send was cut short; its lease ends by itself'),
        )
        .finally(() => running.delete(id))
      running.set(id, { tenantId, attempt })
    }
  }
  const start = () => {
    looking = look()
      .catch((error: unknown) => log().warn({ err: error }, 'due mails wait; the next look starts over'))
      .finally(() => {
        if (!isStopped) timer = setTimeout(start, everyMs)
      })
  }
  start()
  return {
    stop: async () => {
      isStopped = true
      clearTimeout(timer)
      await looking
      await Promise.all([...running.values()].map(({ attempt }) => attempt))
    },
  }
}

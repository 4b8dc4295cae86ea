import { type AlarmPorts, tellAdmins } from '@/lib/alarms/tell-admins'
import { watchSilence, watchTenant } from '@/lib/alarms/watch-tenant'
import { listTenantIds } from '@/lib/db/system'
import { listTenantsToWatch } from '@/lib/db/system-alarms'
import { log } from '@/lib/log'
import { systemScope } from '@/lib/tenancy/scope'

const everyMs = 10_000
const silenceEveryMs = 10 * 60_000
const maxTenants = 1_000

/** Looks for what is broken, and tells those who can mend it. Any number of workers may: an alarm is told by one. */
export function startAlarms(ports: AlarmPorts & { isStorageWell(): boolean }): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let silenceAtMs = 0
  let running: Promise<void> = Promise.resolve()

  const each = async (tenantIds: readonly string[], work: (tenantId: string) => Promise<void>) => {
    for (const tenantId of tenantIds) {
      if (isStopped) return
      // One tenant's trouble must not keep others from hearing of theirs.
      await work(tenantId).catch((error: unknown) =>
        log().warn({ tenantId, err: error }, 'alarms were not looked after; the next look does'),
      )
    }
  }
  const look = async () => {
    if (Date.now() - silenceAtMs > silenceEveryMs) {
      silenceAtMs = Date.now()
      await each(await listTenantIds(), (tenantId) => watchSilence(systemScope(tenantId, 'alarms')))
    }
    await each(await listTenantsToWatch(maxTenants), async (tenantId) => {
      const scope = systemScope(tenantId, 'alarms')
      await watchTenant(scope, { isStorageWell: ports.isStorageWell() })
      const { failed } = await tellAdmins(scope, ports)
      if (failed > 0) log().warn({ tenantId, failed }, 'an alarm could not be told by mail')
    })
  }
  const start = () => {
    running = look()
      .catch((error: unknown) => log().warn({ err: error }, 'alarms wait; the next look starts over'))
      .finally(() => {
        if (!isStopped) timer = setTimeout(start, everyMs)
      })
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

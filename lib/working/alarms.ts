import { type AlarmPorts, tellAdmins } from '@/lib/alarms/tell-admins'
import { watchSilence, watchTenant } from '@/lib/alarms/watch-tenant'
import { listTenantIds } from '@/lib/db/system'
import { listTenantsToWatch } from '@/lib/db/system-alarms'
import { log } from '@/lib/log'
import { systemScope } from '@/lib/tenancy/scope'
import { eachTenant, repeat } from './repeat'

const everyMs = 10_000
const silenceEveryMs = 10 * 60_000
const maxTenants = 1_000

/** Looks for what is broken, and tells those who can mend it. Any number of workers may: an alarm is told by one. */
export function startAlarms(ports: AlarmPorts & { isStorageWell(): boolean }): { stop(): Promise<void> } {
  let silenceAtMs = 0
  const watch = async (tenantId: string) => {
    const scope = systemScope(tenantId, 'alarms')
    await watchTenant(scope, { isStorageWell: ports.isStorageWell() })
    const { failed } = await tellAdmins(scope, ports)
    if (failed > 0) log().warn({ tenantId, failed }, 'an alarm could not be told by mail')
  }
  const look = async (isStopped: () => boolean) => {
    const each = { isStopped, trouble: 'alarms were not looked after; the next look does' }
    if (Date.now() - silenceAtMs > silenceEveryMs) {
      silenceAtMs = Date.now()
      await eachTenant(await listTenantIds(), (id) => watchSilence(systemScope(id, 'alarms')), each)
    }
    await eachTenant(await listTenantsToWatch(maxTenants), watch, each)
  }
  return repeat(look, { everyMs, trouble: 'alarms wait; the next look starts over' })
}

import { listAlarmDtos } from '@/lib/alarms/store'
import { withTenant } from '@/lib/db/with-tenant'
import { isAllowed } from '@/lib/tenancy/permissions'
import type { AgentScope } from '@/lib/tenancy/scope'
import { readOverview } from './overview-store'
import type { InboxOverview } from './types'

/** What stands beside the list: counts of the views and queues, and the choices of every menu. */
export async function getInboxOverview(scope: AgentScope): Promise<InboxOverview> {
  const { membershipId, displayName, role } = scope.actor
  const maySeeSettings = isAllowed(role, 'settings.change')
  const { overview, alarms } = await withTenant(scope, async (db) => ({
    overview: await readOverview(db, membershipId),
    alarms: maySeeSettings ? await listAlarmDtos(db) : [],
  }))
  return {
    ...overview,
    me: { id: membershipId, name: displayName },
    maySeeSettings,
    alarms,
  }
}

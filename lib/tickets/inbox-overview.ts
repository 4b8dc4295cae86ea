import { listAlarmDtos } from '@/lib/alarms/store'
import { readTenant } from '@/lib/db/read-tenant'
import type { TenantReads } from '@/lib/db/with-tenant'
import { currentOutage } from '@/lib/health/watch-outage'
import { isAllowed } from '@/lib/tenancy/permissions'
import type { AgentScope } from '@/lib/tenancy/scope'
import { readOverview } from './overview-store'
import type { InboxOverview } from './types'

/** What stands beside the list: counts of the views and queues, and the choices of every menu. */
export const getInboxOverview = (scope: AgentScope): Promise<InboxOverview> =>
  readTenant(scope, (db) => readInboxOverview(db, scope))

/** The same inside of a transaction. */
export async function readInboxOverview(db: TenantReads, scope: AgentScope): Promise<InboxOverview> {
  const { membershipId, displayName, role } = scope.actor
  const maySeeSettings = isAllowed(role, 'settings.change')
  const [overview, alarms] = await Promise.all([
    readOverview(db, membershipId),
    maySeeSettings ? listAlarmDtos(db) : [],
  ])
  return {
    ...overview,
    me: { id: membershipId, name: displayName },
    maySeeSettings,
    alarms,
    outage: currentOutage(),
  }
}

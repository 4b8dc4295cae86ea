import { withTenant } from '@/lib/db/with-tenant'
import type { AgentScope } from '@/lib/tenancy/scope'
import { listAlarmDtos } from './store'
import type { AlarmDto } from './types'

/** What is broken and told to the tenant's administrators, oldest first. */
export const listAlarms = (scope: AgentScope): Promise<AlarmDto[]> => withTenant(scope, listAlarmDtos)

import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import type { AgentScope } from '@/lib/tenancy/scope'
import { readApiKeys } from './store'
import type { ApiKeyDto } from './types'

/** The tenant's keys that are not revoked, newest first. */
export const listApiKeys = (scope: AgentScope): Promise<ApiKeyDto[]> =>
  withTenant(scope, (db) => readApiKeys(db, now()))

import { withTenant } from '@/lib/db/with-tenant'
import type { TenantScope } from '@/lib/tenancy/scope'
import { listChannelRows } from './store'
import type { ChannelDto } from './types'

/** The ways out of a tenant, the default first; never a secret. */
export const listChannels = (scope: TenantScope): Promise<ChannelDto[]> =>
  withTenant(scope, (db) => listChannelRows(db))

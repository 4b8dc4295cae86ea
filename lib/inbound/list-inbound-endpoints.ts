import { withTenant } from '@/lib/db/with-tenant'
import type { TenantScope } from '@/lib/tenancy/scope'
import { type Endpoint, listEndpoints } from './endpoint-store'

const pageSize = 100

/** The tenant's ways in by HTTP, revoked ones too, newest first. */
export const listInboundEndpoints = (scope: TenantScope): Promise<Endpoint[]> =>
  withTenant(scope, (db) => listEndpoints(db, pageSize))

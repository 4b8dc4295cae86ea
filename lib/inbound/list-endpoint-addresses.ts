import { withTenant } from '@/lib/db/with-tenant'
import type { TenantScope } from '@/lib/tenancy/scope'
import { listUsedAddresses } from './endpoint-store'

const pageSize = 200

/** The creation addresses for which a way in by HTTP can be opened, in alphabetical order. */
export const listEndpointAddresses = (scope: TenantScope): Promise<string[]> =>
  withTenant(scope, (db) => listUsedAddresses(db, pageSize))

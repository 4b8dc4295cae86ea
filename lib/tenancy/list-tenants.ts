import { listTenantIds } from '@/lib/db/system'

/** The ids of all tenants, for work that fans out over them. */
export const listTenants = (): Promise<string[]> => listTenantIds()

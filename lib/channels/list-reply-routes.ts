import { withTenant } from '@/lib/db/with-tenant'
import type { TenantScope } from '@/lib/tenancy/scope'
import type { ReplyRoutes } from './reply-via-rules'
import { readReplyRoutes } from './reply-via-store'

/** By which way out each mailbox and each queue answers, and which there are. */
export const listReplyRoutes = (scope: TenantScope): Promise<ReplyRoutes> =>
  withTenant(scope, readReplyRoutes)

import { withTenant } from '@/lib/db/with-tenant'
import type { TenantScope } from '@/lib/tenancy/scope'
import { readAgents, readMailboxes, readQueues, readStates } from './choices-store'

/** What a ticket can be put into, given to and have come by: each few enough for one page. */
export const listQueues = (scope: TenantScope) => withTenant(scope, readQueues)
export const listTicketStates = (scope: TenantScope) => withTenant(scope, readStates)
export const listAgents = (scope: TenantScope) => withTenant(scope, readAgents)
export const listMailboxes = (scope: TenantScope) => withTenant(scope, readMailboxes)

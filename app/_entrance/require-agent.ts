import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { enterTenant } from '@/lib/access/enter-tenant'
import { safeReturnPath } from '@/lib/access/return-path'
import { isAllowed, type Permission } from '@/lib/tenancy/permissions'
import type { AgentScope } from '@/lib/tenancy/scope'
import { currentAgent } from './current-session'
import { pathHeader } from './path-header'

/**
 * The scope of a page, called in every page of a tenant and never in a layout only. Anonymous visitors are sent to
 * sign in and brought back; an unknown tenant, a foreign one, and a page that the role may not see are all
 * "not found".
 */
export async function requireAgent(
  tenantSlug: string,
  perm: Permission = 'ticket.read',
): Promise<AgentScope> {
  const scope = await scopeOf(tenantSlug)
  if (!scope || !isAllowed(scope.actor.role, perm)) notFound()
  return scope
}

const scopeOf = cache(async (tenantSlug: string): Promise<AgentScope | null> => {
  const agent = await currentAgent()
  if (!agent) redirect(await signInPath())
  return agent.scope?.tenant.slug === tenantSlug ? agent.scope : enterTenant(agent.session, tenantSlug)
})

async function signInPath(): Promise<string> {
  const from = safeReturnPath((await headers()).get(pathHeader))
  return from === null ? '/sign-in' : `/sign-in?callbackUrl=${encodeURIComponent(from)}`
}

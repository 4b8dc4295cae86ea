import { listIdentities } from '@/lib/db/system-identities'
import type { AgentScope } from '@/lib/tenancy/scope'
import type { IdentityDto } from './types'

/** The identities that let the acting person in, oldest first. */
export async function listOwnIdentities(scope: AgentScope): Promise<IdentityDto[]> {
  const identities = await listIdentities(scope.actor.userId)
  return identities.map(({ id, provider, label, createdAt }) => ({
    id,
    provider: provider === 'google' ? 'google' : 'azure-ad',
    label,
    createdAt: createdAt.toISOString(),
  }))
}

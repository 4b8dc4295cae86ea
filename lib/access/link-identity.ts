import { createHash } from 'node:crypto'
import { now } from '@/lib/clock'
import {
  bindIdentityLink,
  type IdentityLinkRecord,
  insertIdentity,
  insertIdentityLink,
  isLinkState,
  redeemIdentityLink,
} from '@/lib/db/system-identities'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import type { AgentScope } from '@/lib/tenancy/scope'
import { auditIdentity } from './audit-identity'
import { enterTenant } from './enter-tenant'
import { type IdentityProvider, identityOf, listIdentityProviders } from './identity-providers'
import type { StartLinkingInput } from './inputs'
import { readSession } from './read-session'
import { requireReauthentication } from './reauthentication'

/** Long enough for a second factor at the provider. */
const lifeMs = 10 * 60_000

/** What became of an attempt, as a word of the page's address. */
export const linkingOutcomes = ['linked', 'already', 'taken', 'too_many', 'unverified', 'failed'] as const
export type LinkingOutcome = (typeof linkingOutcomes)[number]

/**
 * Begins to link an identity: a row that only this session can use, for this provider. @returns its id
 *
 * @throws AppError `feature_off` for a provider that the operator has not set up, `reauthentication_needed`
 */
export async function startLinking(
  scope: AgentScope,
  { provider }: StartLinkingInput,
): Promise<{ linkId: string }> {
  if (!listIdentityProviders().includes(provider)) throw new AppError('feature_off', `no ${provider}`)
  await requireReauthentication(scope)
  const [linkId, createdAt] = [newId(), now()]
  await insertIdentityLink({
    id: linkId,
    userId: scope.actor.userId,
    sessionId: scope.sessionId,
    provider,
    tenantSlug: scope.tenant.slug,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + lifeMs),
  })
  return { linkId }
}

/** Ties the row to the state that goes to the provider now. @returns false when it is not this session's to use */
export async function bindLinkingState(link: {
  linkId: string
  sessionId: string
  provider: string
  state: string
}): Promise<boolean> {
  const { linkId: id, sessionId, provider, state } = link
  return bindIdentityLink({ id, sessionId, provider, stateHash: hashState(state) })
}

/**
 * What the state of a provider's answer was made for: `null` for a sign-in, the row for a linking, and `refused` for a
 * linking of another session, another provider, another time, or one that was used before.
 */
export async function redeemLinkingState(answer: {
  state: string
  provider: string
  sessionId: string | null
}): Promise<IdentityLinkRecord | 'refused' | null> {
  const stateHash = hashState(answer.state)
  if (!(await isLinkState(stateHash))) return null
  if (answer.sessionId === null) return 'refused'
  const { provider, sessionId } = answer
  return (await redeemIdentityLink({ stateHash, provider, sessionId })) ?? 'refused'
}

/** Links what the provider vouched for to the person who asked, if his session and his place still stand. */
export async function finishLinking(
  link: IdentityLinkRecord,
  provider: IdentityProvider,
  claims: Record<string, unknown>,
): Promise<LinkingOutcome> {
  const session = await readSession(link.sessionId)
  const scope = session?.user.id === link.userId ? await enterTenant(session, link.tenantSlug) : null
  if (!scope) return 'failed'
  const identity = identityOf(provider, claims)
  if (identity === 'unverified') return 'unverified'
  if (identity === 'incomplete') return 'failed'
  const outcome = await insertIdentity({ id: newId(), userId: link.userId, provider, ...identity })
  if (outcome === 'linked') await auditIdentity(scope, 'identity_linked', { provider })
  return outcome
}

const hashState = (state: string): string => createHash('sha256').update(state).digest('hex')

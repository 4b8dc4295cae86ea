import { createHash, randomBytes } from 'node:crypto'
import { wrong } from '@/lib/channels/channel-form'
import { now } from '@/lib/clock'
import { sealSecret } from '@/lib/credentials/seal-secret'
import type { SealingKeys } from '@/lib/credentials/types'
import { findMembership } from '@/lib/db/system'
import { findUserByEmail } from '@/lib/db/system-users'
import { withTenant } from '@/lib/db/with-tenant'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { parseAddress } from '@/lib/mail/address'
import type { AgentScope } from '@/lib/tenancy/scope'
import type { StartOAuthInput } from './inputs'
import { authorizationUrl, writeState } from './rules'
import { findConsentOf, insertOAuthRequest } from './store'
import type { MailProvider, OAuthApp } from './types'

const lifeMs = 10 * 60_000

/**
 * Where to send an administrator's browser for a mailbox's consent. Whoever has connected this address before renews
 * that login.
 *
 * @throws AppError `feature_off` when the operator has no app there; `invalid_input` naming the field
 */
export async function startOAuth(
  scope: AgentScope,
  { provider, address: given, isPersonalConfirmed }: StartOAuthInput,
  ports: { sealingKeys: SealingKeys; oauthApps: Partial<Record<MailProvider, OAuthApp>> },
): Promise<{ url: string }> {
  const app = ports.oauthApps[provider]
  if (!app) throw new AppError('feature_off', `no app at ${provider}`)
  const address = parseAddress(given)?.address
  if (!address) throw wrong('address')
  if (!isPersonalConfirmed && (await isMembersAddress(scope, address))) throw wrong('isPersonalConfirmed')

  const id = newId()
  const verifier = randomBytes(32).toString('base64url')
  const state = writeState(scope.tenant.slug, randomBytes(32).toString('base64url'))
  const createdAt = now()
  const sealed = sealSecret({ verifier }, { tenantId: scope.tenantId, id }, ports.sealingKeys)
  await withTenant(scope, async (db) => {
    const known = await findConsentOf(db, provider, address)
    await insertOAuthRequest(db, {
      ...{ id, provider, address, credentialId: known?.id ?? null, sessionId: scope.sessionId, createdAt },
      stateHash: hashState(state),
      expiresAt: new Date(createdAt.getTime() + lifeMs),
      ...sealed,
    })
  })
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  return { url: authorizationUrl(provider, app, { state, challenge, address }) }
}

export const hashState = (state: string): string => createHash('sha256').update(state).digest('hex')

async function isMembersAddress(scope: AgentScope, address: string): Promise<boolean> {
  const user = await findUserByEmail(address)
  return user !== null && (await findMembership(user.id, scope.tenant.slug)) !== null
}

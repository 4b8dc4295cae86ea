import { setTimeout as sleep } from 'node:timers/promises'
import { now } from '@/lib/clock'
import { isWaitGivenUp } from '@/lib/db/errors'
import { withTenant } from '@/lib/db/with-tenant'
import { AppError, isAppError, notFound } from '@/lib/errors'
import type { MailProvider, OAuthClient } from '@/lib/oauth/types'
import type { TenantScope } from '@/lib/tenancy/scope'
import { openSecret } from './open-secret'
import { sealSecret } from './seal-secret'
import { parseSecret } from './secret'
import {
  type CredentialRow,
  claimRefresh,
  findCredential,
  finishRefresh,
  releaseRefresh,
  revokeCredential,
} from './store'
import type { Login, SealingKeys, Secret } from './types'

/** What opening needs; the worker's wiring has it. Without `tokens`, tokens are taken as they are. */
export interface CredentialPorts {
  keys: SealingKeys
  tokens?: Pick<OAuthClient, 'refresh'>
}

/** A token that ends this soon is refreshed first: it must last for the connection. */
const freshForMs = 2 * 60_000
/** Longer than the provider may take to answer. */
const leaseMs = 30_000
const waitStepMs = 150
const waitAtMostMs = leaseMs + 5_000
const keepAtMostMs = 5 * 60_000

/**
 * The login of a credential, in plain text: for the worker's memory, for one connection; never stored, logged or
 * answered. A token that is about to end is refreshed by one of all workers, and stored before anybody uses it: the
 * others wait for it.
 *
 * @throws AppError `not_found`; `credential_refused` (with the word in `details.trouble`) when the provider stopped
 *   taking it: nobody tries then; `server_unavailable` or `timed_out` when a token could not be refreshed
 */
export async function openCredential(
  scope: TenantScope,
  input: { credentialId: string },
  ports: CredentialPorts,
): Promise<Login> {
  const deadline = now().getTime() + waitAtMostMs
  for (;;) {
    const row = await read(scope, input.credentialId)
    const secret = parseSecret(openSecret(row, { tenantId: scope.tenantId, id: row.id }, ports.keys))
    if (secret.kind !== 'oauth' || !ports.tokens || isFresh(row)) return toLogin(row, secret)
    await refresh(scope, row, ports.tokens, ports.keys)
    if (now().getTime() > deadline) throw new AppError('timed_out', 'a token was not refreshed in time')
  }
}

async function read(scope: TenantScope, id: string): Promise<CredentialRow> {
  const row = await withTenant(scope, (db) => findCredential(db, id))
  if (!row) throw notFound('credential')
  if (row.state !== 'ok')
    throw new AppError('credential_refused', `credential ${row.id} is ${row.state}`, {
      details: { trouble: row.state === 'revoked' ? 'consent_revoked' : row.lastError },
    })
  return row
}

/** Of a token that lives for a few minutes only, half its life is left. */
function isFresh({ expiresAt, changedAt }: CredentialRow): boolean {
  if (expiresAt === null) return true
  const halfLifeMs = (expiresAt.getTime() - changedAt.getTime()) / 2
  return expiresAt.getTime() - now().getTime() > Math.min(freshForMs, halfLifeMs)
}

/**
 * One try, or a short wait while somebody else tries. The caller looks again.
 *
 * A provider may take a refresh token once, and a worker may die between its answer and our commit. The lease is
 * written before anybody asks, so that whoever comes after the dead one knows that the token may be spent. He asks
 * with it all the same: Google changes no refresh token, Microsoft lets the one before stay good (RFC 9700, 4.14.2
 * leaves both open), and where it is refused only another consent helps, which is what the tenant is told then.
 */
async function refresh(
  scope: TenantScope,
  { id, provider }: CredentialRow,
  tokens: Pick<OAuthClient, 'refresh'>,
  keys: SealingKeys,
): Promise<void> {
  const place = { tenantId: scope.tenantId, id }
  const claimed = await withTenant(scope, async (db) => {
    const claim = await claimRefresh(db, id, leaseMs)
    // Read under the lease: between the first look and now another worker may have stored another refresh token.
    const row = claim && (await findCredential(db, id))
    if (!claim || !row) return null
    if (!isFresh(row)) return { ...claim, row }
    await releaseRefresh(db, id, claim.leaseToken, { mayBeSpent: false })
    return null
  })
  if (!claimed) {
    await sleep(waitStepMs)
    return
  }
  const { leaseToken, mayBeSpent, row } = claimed
  const secret = parseSecret(openSecret(row, place, keys))
  if (secret.kind !== 'oauth') return
  const answer = await tokens
    .refresh(toMailProvider(provider), secret.refreshToken)
    .catch(async (error: unknown) => {
      const wasAsked = !isAppError(error, 'egress_refused')
      await withTenant(scope, (db) =>
        releaseRefresh(db, id, leaseToken, { mayBeSpent: mayBeSpent || wasAsked }),
      )
      throw error
    })
  if (answer === 'refused') {
    await untilKept(() =>
      withTenant(scope, (db) =>
        revokeCredential(db, id, leaseToken, mayBeSpent ? 'refresh_interrupted' : 'consent_revoked'),
      ),
    )
    return
  }
  const { expiresAt, ...fresh } = answer
  const sealed = sealSecret({ kind: 'oauth', ...fresh }, place, keys)
  const found = { id, leaseToken, before: row.sealed }
  await untilKept(() =>
    withTenant(scope, (db) => finishRefresh(db, { ...found, expiresAt, changedAt: now(), ...sealed })),
  )
}

/** What a provider answered once is known nowhere else: a database that is away for a while is waited for, and so is a row. */
async function untilKept(keep: () => Promise<unknown>): Promise<void> {
  const deadline = now().getTime() + keepAtMostMs
  for (;;) {
    try {
      await keep()
      return
    } catch (error) {
      const mayPass = isAppError(error, 'database_unavailable') || isWaitGivenUp(error)
      if (!mayPass || now().getTime() > deadline) throw error
    }
    await sleep(waitStepMs)
  }
}

function toMailProvider(text: string): MailProvider {
  if (text === 'google' || text === 'microsoft') return text
  throw new Error(`no consent is given at ${text}`)
}

function toLogin(row: CredentialRow, secret: Secret): Login {
  switch (secret.kind) {
    case 'password':
      return { kind: 'password', user: row.account, password: secret.password }
    case 'oauth':
      return { kind: 'oauth', user: row.account, accessToken: secret.accessToken }
    case 'api_key':
      return { kind: 'api_key', apiKey: secret.apiKey }
  }
}

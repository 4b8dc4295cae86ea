import type { TenantSql } from '@/lib/db/tenant-sql'
import type { TenantDb } from '@/lib/db/with-tenant'
import type { Sealed } from './types'

export type CredentialKind = 'password' | 'oauth' | 'api_key'
export type CredentialState = 'ok' | 'refused' | 'revoked'

export interface CredentialRow {
  id: string
  kind: CredentialKind
  provider: string
  account: string
  sealed: Uint8Array
  keyId: string
  expiresAt: Date | null
  state: CredentialState
  lastError: string | null
  changedAt: Date
}

const columns = {
  id: true,
  kind: true,
  provider: true,
  account: true,
  sealed: true,
  keyId: true,
  expiresAt: true,
  state: true,
  lastError: true,
  changedAt: true,
} as const

export const findCredential = (db: TenantDb, id: string): Promise<CredentialRow | null> =>
  db.credential.findUnique({ where: { id }, select: columns })

export async function insertCredential(
  db: TenantDb,
  row: {
    id: string
    kind: CredentialKind
    provider: string
    account: string
    expiresAt: Date | null
  } & Sealed,
): Promise<void> {
  await db.credential.create({ data: row })
}

/** Another secret for the same login: whatever was refused before is forgotten. */
export async function replaceSecret(
  db: TenantDb,
  row: { id: string; account: string; expiresAt: Date | null; at: Date } & Sealed,
): Promise<boolean> {
  const { id, at, ...data } = row
  const { count } = await db.credential.updateMany({
    where: { id },
    data: { ...data, state: 'ok', refusals: 0, lastError: null, leasedUntil: null, changedAt: at },
  })
  return count === 1
}

/** Only if nobody replaced the secret meanwhile. */
export async function resealSecret(
  db: TenantDb,
  row: { id: string; before: Uint8Array } & Sealed,
): Promise<boolean> {
  const { count } = await db.credential.updateMany({
    where: { id: row.id, sealed: new Uint8Array(row.before) },
    data: { sealed: row.sealed, keyId: row.keyId },
  })
  return count === 1
}

export const listSealedOtherwise = (db: TenantDb, keyId: string, limit: number): Promise<CredentialRow[]> =>
  db.credential.findMany({
    where: { keyId: { not: keyId } },
    select: columns,
    orderBy: { id: 'asc' },
    take: limit,
  })

const refusalsUntilStop = 3

/**
 * What a server said to a login. After three refusals in a row nobody tries any more: providers lock accounts. A token
 * that was refused is not used again: it may have been withdrawn before its time, and the next try refreshes it first.
 * @returns true when this was the refusal that stopped it
 */
export async function recordRefusal(db: TenantSql, id: string, word: string): Promise<boolean> {
  const [row] = await db.$queryRaw<{ hasStopped: boolean }[]>`
    UPDATE credential SET refusals = refusals + 1, last_error = ${word},
      expires_at = CASE WHEN kind = 'oauth' THEN now() ELSE expires_at END,
      state = CASE WHEN refusals + 1 >= ${refusalsUntilStop}::int THEN 'refused' ELSE state END::credential_state
    WHERE id = ${id}::uuid AND state = 'ok'
    RETURNING state = 'refused' AS "hasStopped"`
  return row?.hasStopped ?? false
}

export async function recordAcceptance(db: TenantSql, id: string): Promise<void> {
  await db.$executeRaw`
    UPDATE credential SET refusals = 0, last_error = NULL WHERE id = ${id}::uuid AND state = 'ok' AND refusals > 0`
}

/** Forgets a login that no mailbox and no channel uses any more. */
export async function deleteUnusedCredential(db: TenantDb, id: string): Promise<void> {
  await db.credential.deleteMany({
    where: { id, mailboxConnections: { none: {} }, outboundChannels: { none: {} } },
  })
}

/**
 * Takes the refresh of a token for this process; null while somebody else has it. `mayBeSpent`: whoever had it before
 * never said how it ended, so the provider may have given out another refresh token that nobody kept.
 */
export async function claimRefresh(
  db: TenantDb,
  id: string,
  leaseMs: number,
): Promise<{ leaseToken: number; mayBeSpent: boolean } | null> {
  const [row] = await db.$queryRaw<{ leaseToken: number; mayBeSpent: boolean }[]>`
    WITH before AS (SELECT id, leased_until FROM credential WHERE id = ${id}::uuid FOR UPDATE)
    UPDATE credential SET lease_token = lease_token + 1, leased_until = now() + ${leaseMs}::int * interval '1 millisecond'
    FROM before WHERE credential.id = before.id AND credential.state = 'ok'
      AND (before.leased_until IS NULL OR before.leased_until < now())
    RETURNING credential.lease_token AS "leaseToken", before.leased_until IS NOT NULL AS "mayBeSpent"`
  return row ?? null
}

/**
 * Keeps refreshed tokens: when the refresh is still ours, and when it is not but the tokens before are still the newest
 * we have. Whoever tries with those at this moment finds that his try counts no more.
 */
export async function finishRefresh(
  db: TenantDb,
  row: { id: string; leaseToken: number; before: Uint8Array; expiresAt: Date; changedAt: Date } & Sealed,
): Promise<void> {
  await db.$executeRaw`
    UPDATE credential SET sealed = ${row.sealed}, key_id = ${row.keyId}, expires_at = ${row.expiresAt},
      changed_at = ${row.changedAt}, leased_until = NULL, lease_token = lease_token + 1,
      last_error = CASE WHEN state = 'revoked' THEN NULL ELSE last_error END,
      state = CASE WHEN state = 'revoked' THEN 'ok' ELSE state END
    WHERE id = ${row.id}::uuid AND (lease_token = ${row.leaseToken} OR sealed = ${row.before})`
}

/** The provider will not refresh any more: only another consent helps. */
export async function revokeCredential(
  db: TenantDb,
  id: string,
  leaseToken: number,
  word: 'consent_revoked' | 'refresh_interrupted',
): Promise<void> {
  await db.credential.updateMany({
    where: { id, leaseToken },
    data: { state: 'revoked', lastError: word, leasedUntil: null },
  })
}

/** Gives a refresh back. A lease that has run out says that the refresh token may be spent. */
export async function releaseRefresh(
  db: TenantDb,
  id: string,
  leaseToken: number,
  { mayBeSpent }: { mayBeSpent: boolean },
): Promise<void> {
  await db.credential.updateMany({
    where: { id, leaseToken },
    data: { leasedUntil: mayBeSpent ? new Date(0) : null },
  })
}

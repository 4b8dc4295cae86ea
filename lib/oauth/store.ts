import type { TenantDb } from '@/lib/db/with-tenant'
import type { MailProvider, OAuthOutcome, OAuthRequestDto } from './types'

export async function insertOAuthRequest(
  db: TenantDb,
  row: {
    id: string
    provider: MailProvider
    address: string
    credentialId: string | null
    stateHash: string
    sessionId: string
    sealed: Uint8Array<ArrayBuffer>
    keyId: string
    createdAt: Date
    expiresAt: Date
  },
): Promise<void> {
  await db.oAuthRequest.create({ data: row })
}

/**
 * The request that a state belongs to, once: of this provider, of this browser session, and not too old. Whoever asks
 * a second time finds nothing.
 */
export async function useOAuthRequest(
  db: TenantDb,
  state: { stateHash: string; provider: MailProvider; sessionId: string; at: Date },
): Promise<{ id: string } | null> {
  const [row] = await db.$queryRaw<{ id: string }[]>`
    UPDATE oauth_request SET used_at = ${state.at}
    WHERE state_hash = ${state.stateHash} AND provider = ${state.provider} AND session_id = ${state.sessionId}::uuid
      AND used_at IS NULL AND expires_at > ${state.at}
    RETURNING id`
  return row ?? null
}

export async function keepAnswer(
  db: TenantDb,
  id: string,
  answer: { sealed: Uint8Array<ArrayBuffer>; keyId: string },
): Promise<void> {
  await db.oAuthRequest.updateMany({
    where: { id },
    data: { sealedAnswer: answer.sealed, answerKeyId: answer.keyId },
  })
}

export interface ClaimedOAuthRequest {
  id: string
  provider: MailProvider
  address: string
  credentialId: string | null
  sealed: Uint8Array
  sealedAnswer: Uint8Array
  keyId: string
  answerKeyId: string
  expiresAt: Date
}

/** Takes a request whose answer nobody works on; null when it is done, taken, or has no answer yet. */
export async function claimOAuthRequest(
  db: TenantDb,
  id: string,
  leaseMs: number,
): Promise<ClaimedOAuthRequest | null> {
  const [row] = await db.$queryRaw<ClaimedOAuthRequest[]>`
    UPDATE oauth_request SET claimed_until = now() + ${leaseMs}::int * interval '1 millisecond'
    WHERE id = ${id}::uuid AND finished_at IS NULL AND sealed IS NOT NULL AND sealed_answer IS NOT NULL
      AND (claimed_until IS NULL OR claimed_until < now())
    RETURNING id, provider, address, credential_id AS "credentialId", sealed, sealed_answer AS "sealedAnswer",
      key_id AS "keyId", answer_key_id AS "answerKeyId", expires_at AS "expiresAt"`
  return row ?? null
}

/** Gives a taken request back, to be tried again. */
export async function releaseOAuthRequest(db: TenantDb, id: string): Promise<void> {
  await db.oAuthRequest.updateMany({ where: { id, finishedAt: null }, data: { claimedUntil: null } })
}

/** Nothing that could sign in stays in the row. */
export async function finishOAuthRequest(
  db: TenantDb,
  id: string,
  outcome: OAuthOutcome,
  at: Date,
  account: string | null = null,
): Promise<void> {
  await db.oAuthRequest.updateMany({
    where: { id, finishedAt: null },
    data: { outcome, account, finishedAt: at, sealed: null, sealedAnswer: null },
  })
}

export async function findOAuthRequest(db: TenantDb, id: string): Promise<OAuthRequestDto | null> {
  const row = await db.oAuthRequest.findUnique({
    where: { id },
    select: { id: true, provider: true, address: true, account: true, outcome: true },
  })
  // Words that this code wrote itself.
  return (
    row && { ...row, provider: row.provider as MailProvider, outcome: row.outcome as OAuthOutcome | null }
  )
}

/** The login by consent that this address has already. */
export async function findConsentOf(
  db: TenantDb,
  provider: MailProvider,
  address: string,
): Promise<{ id: string } | null> {
  return db.credential.findFirst({
    where: { kind: 'oauth', provider, account: { equals: address, mode: 'insensitive' } },
    select: { id: true },
    orderBy: { createdAt: 'asc' },
  })
}

/** Whether this address sends, and is read, by this login. */
export async function findUses(
  db: TenantDb,
  credentialId: string,
): Promise<{ hasChannel: boolean; hasMailbox: boolean; queueId: string | null }> {
  const [channel, mailbox, queue] = [
    await db.outboundChannel.findFirst({ where: { credentialId, removedAt: null }, select: { id: true } }),
    await db.mailboxConnection.findFirst({
      where: { credentialId, removedAt: null },
      select: { mailboxId: true },
    }),
    await db.queue.findFirst({ orderBy: [{ position: 'asc' }, { id: 'asc' }], select: { id: true } }),
  ]
  return { hasChannel: channel !== null, hasMailbox: mailbox !== null, queueId: queue?.id ?? null }
}

export async function listChannelsOf(db: TenantDb, credentialId: string): Promise<string[]> {
  const channels = await db.outboundChannel.findMany({
    where: { credentialId, removedAt: null },
    select: { id: true },
  })
  return channels.map(({ id }) => id)
}

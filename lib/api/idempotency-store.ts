import { Prisma } from '@/lib/db/generated/client'
import type { TenantDb } from '@/lib/db/with-tenant'

export interface KeyOwner {
  apiKeyId: string
  key: string
}

export interface KeyClaim {
  requestHash: string
  effectId: string
  status: number | null
  body: string | null
  /** The caller is to do the work. */
  isMine: boolean
}

/** Takes the key for `leaseMs`, unless it is answered, somebody holds it, or it stands for another request. */
export async function claimKey(
  db: TenantDb,
  claim: KeyOwner & { requestHash: string; claimId: string; leaseMs: number; at: Date },
): Promise<KeyClaim> {
  const until = Prisma.sql`clock_timestamp() + ${claim.leaseMs}::int * interval '1 millisecond'`
  const isFree = Prisma.sql`k.status IS NULL AND k.request_hash = excluded.request_hash
    AND (k.claimed_until IS NULL OR k.claimed_until < clock_timestamp())`
  const [row] = await db.$queryRaw<KeyClaim[]>`
    INSERT INTO idempotency_key AS k (api_key_id, key, request_hash, effect_id, claim_id, claimed_until, created_at)
    VALUES (${claim.apiKeyId}::uuid, ${claim.key}, ${claim.requestHash}, ${claim.claimId}::uuid,
      ${claim.claimId}::uuid, ${until}, ${claim.at}::timestamptz)
    ON CONFLICT (tenant_id, api_key_id, key) DO UPDATE SET
      claim_id = CASE WHEN ${isFree} THEN excluded.claim_id ELSE k.claim_id END,
      claimed_until = CASE WHEN ${isFree} THEN excluded.claimed_until ELSE k.claimed_until END
    RETURNING request_hash AS "requestHash", effect_id AS "effectId", status, body,
      claim_id = ${claim.claimId}::uuid AS "isMine"`
  if (!row) throw new Error('INSERT … RETURNING gave no row')
  return row
}

/** Records the answer; of two, the first stays and is what both get. */
export async function settleKey(
  db: TenantDb,
  { apiKeyId, key }: KeyOwner,
  answer: { status: number; body: string },
): Promise<{ status: number; body: string }> {
  const [row] = await db.$queryRaw<{ status: number; body: string }[]>`
    UPDATE idempotency_key SET
      body = CASE WHEN status IS NULL THEN ${answer.body} ELSE body END,
      status = coalesce(status, ${answer.status}::int),
      claimed_until = NULL
    WHERE api_key_id = ${apiKeyId}::uuid AND key = ${key}
    RETURNING status, body`
  // Swept away meanwhile: nobody can repeat it any more either.
  return row ?? answer
}

/** The work was refused: whoever sends it again does it anew. */
export async function releaseKey(db: TenantDb, { apiKeyId, key }: KeyOwner, claimId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE idempotency_key SET claimed_until = NULL
    WHERE api_key_id = ${apiKeyId}::uuid AND key = ${key} AND claim_id = ${claimId}::uuid AND status IS NULL`
}

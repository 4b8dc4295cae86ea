import type { TenantDb } from '@/lib/db/with-tenant'
import type { TrailDto, TrailEntry } from './types'

export async function findTrail(db: TenantDb, rawMailId: string): Promise<TrailDto | null> {
  const [row] = await db.$queryRaw<TrailRow[]>`
    SELECT id, received_at AS "receivedAt", recipient, outcome, reason, size_bytes AS "sizeBytes", sha256, trail
    FROM raw_mail WHERE id = ${rawMailId}::uuid`
  if (!row) return null
  const { id, receivedAt, trail, ...rest } = row
  return { rawMailId: id, receivedAt: receivedAt.toISOString(), ...rest, entries: trail }
}

interface TrailRow {
  id: string
  receivedAt: Date
  recipient: string
  outcome: string | null
  reason: string | null
  sizeBytes: number
  sha256: string
  trail: TrailEntry[]
}

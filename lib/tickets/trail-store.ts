import type { TenantDb } from '@/lib/db/with-tenant'
import type { TrailDto, TrailEntry } from './types'

export async function findTrail(db: TenantDb, rawMailId: string): Promise<TrailDto | null> {
  const [row] = await db.$queryRaw<TrailRow[]>`
    SELECT r.id, r.received_at AS "receivedAt", r.recipient, r.outcome, r.reason, r.size_bytes AS "sizeBytes", r.sha256,
      coalesce(m.subject, r.subject) AS subject, coalesce(m.from_address, r.from_address) AS "fromAddress",
      t.number AS "ticketNumber", r.trail
    FROM raw_mail r
    LEFT JOIN message m ON m.id = r.message_id
    LEFT JOIN ticket t ON t.id = coalesce(m.ticket_id, r.ticket_id)
    WHERE r.id = ${rawMailId}::uuid`
  if (!row) return null
  const { id, receivedAt, trail, ...rest } = row
  return { rawMailId: id, receivedAt: receivedAt.toISOString(), ...rest, entries: trail }
}

interface TrailRow extends Omit<TrailDto, 'rawMailId' | 'receivedAt' | 'entries'> {
  id: string
  receivedAt: Date
  trail: TrailEntry[]
}

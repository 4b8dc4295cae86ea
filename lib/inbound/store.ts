import type { TenantDb } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'

/** The request that was taken under this id before, by the SHA-256 of its body, where that was kept. */
export const findEvent = (
  db: TenantDb,
  source: string,
  eventId: string,
): Promise<{ bodySha256: string | null } | null> =>
  db.webhookEvent.findFirst({ where: { source, eventId }, select: { bodySha256: true } })

/** Notes that an event was taken. @returns its row's id, or null when another request was quicker */
export async function insertEvent(
  db: TenantDb,
  event: { source: string; eventId: string; receivedAt: Date; bodySha256?: string },
): Promise<string | null> {
  const id = newId()
  const rows = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO webhook_event (id, source, event_id, body_sha256, received_at)
    VALUES (${id}::uuid, ${event.source}, ${event.eventId}, ${event.bodySha256 ?? null}, ${event.receivedAt})
    ON CONFLICT (tenant_id, source, event_id) DO NOTHING RETURNING id`
  return rows[0]?.id ?? null
}

import type { TenantDb } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'

/** Whether this id was taken before. */
export async function isEventKnown(db: TenantDb, source: string, eventId: string): Promise<boolean> {
  return (await db.webhookEvent.count({ where: { source, eventId } })) > 0
}

/** Notes that an event was taken. @returns its row's id, or null when another request was quicker */
export async function insertEvent(
  db: TenantDb,
  event: { source: string; eventId: string; receivedAt: Date },
): Promise<string | null> {
  const id = newId()
  const rows = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO webhook_event (id, source, event_id, received_at)
    VALUES (${id}::uuid, ${event.source}, ${event.eventId}, ${event.receivedAt})
    ON CONFLICT (tenant_id, source, event_id) DO NOTHING RETURNING id`
  return rows[0]?.id ?? null
}

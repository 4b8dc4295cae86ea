import type { TenantSql } from '@/lib/db/tenant-sql'
import { newId } from '@/lib/ids'
import { type EventData, type EventName, eventSchemas } from './events'

/**
 * Records facts in the caller's transaction: they become events if and only if it commits. A worker relays each
 * with the row's id as event id, so that a repeated relay is one event. `coalesceKey`: while a row with the same
 * key waits, this one is not written. `afterMs`: it is relayed no sooner, so that much can coalesce.
 */
export async function recordEvents(db: TenantSql, events: RecordedEvent[]): Promise<void> {
  if (events.length === 0) return
  const rows = events.map(({ name, data, coalesceKey = null, afterMs = null }) => ({
    id: newId(),
    name,
    data: eventSchemas[name].parse(data),
    coalesce_key: coalesceKey,
    after_ms: afterMs,
  }))
  await db.$executeRaw`
    INSERT INTO outbox (id, name, data, coalesce_key, claimed_until)
    SELECT id, name, data, coalesce_key, clock_timestamp() + after_ms * interval '1 millisecond'
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS e(id uuid, name text, data jsonb, coalesce_key text, after_ms int)
    ON CONFLICT DO NOTHING`
}

export type RecordedEvent = {
  [N in EventName]: { name: N; data: EventData<N>; coalesceKey?: string; afterMs?: number }
}[EventName]

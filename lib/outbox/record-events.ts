import type { TenantDb } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { type EventData, type EventName, eventSchemas } from './events'

/**
 * Records facts in the caller's transaction: they become events if and only if it commits. A worker relays each
 * with the row's id as event id, so that a repeated relay is one event. `coalesceKey`: while a row with the same
 * key waits, this one is not written.
 */
export async function recordEvents(db: TenantDb, events: RecordedEvent[]): Promise<void> {
  if (events.length === 0) return
  await db.outbox.createMany({
    data: events.map((event) => ({
      id: newId(),
      name: event.name,
      data: eventSchemas[event.name].parse(event.data),
      coalesceKey: event.coalesceKey ?? null,
    })),
    skipDuplicates: true,
  })
}

export type RecordedEvent = {
  [N in EventName]: { name: N; data: EventData<N>; coalesceKey?: string }
}[EventName]

import type { TenantDb } from '@/lib/db/with-tenant'
import { announce } from '@/lib/live/announce'
import { recordEvents } from '@/lib/outbox/record-events'

/** Mail that was let out waits for the pipeline, and whoever looks at the quarantine sees it go. */
export async function tellReleased(db: TenantDb, tenantId: string): Promise<void> {
  await recordEvents(db, [{ name: 'mail/stored', data: { tenantId }, coalesceKey: 'mail/stored' }])
  await announce(db, [{ kind: 'quarantine', ticketId: null, ticketNumber: null, change: 'changed' }])
}

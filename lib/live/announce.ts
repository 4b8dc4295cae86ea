import { notifyChannel } from '@/lib/db/system-workers'
import type { TenantSql } from '@/lib/db/tenant-sql'
import { type LiveChange, liveChannel } from './types'

/** Tells open browsers of this tenant, when and only when the caller's transaction commits. One statement. */
export async function announce(db: TenantSql, changes: LiveChange[]): Promise<void> {
  if (changes.length === 0) return
  await db.$executeRaw`
    SELECT pg_notify(${liveChannel}, json_build_object('tenantId', current_setting('app.tenant_id'), 'change', change)::text)
    FROM json_array_elements(${JSON.stringify(changes)}::json) AS change`
}

/**
 * Tells every open browser of every tenant, whichever web process serves it: for what concerns all alike.
 *
 * @throws AppError `database_unavailable`
 */
export const announceToEverybody = (change: LiveChange): Promise<void> =>
  notifyChannel(liveChannel, JSON.stringify({ tenantId: null, change }))

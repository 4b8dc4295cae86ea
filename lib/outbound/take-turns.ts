import { sendLimitOf } from '@/lib/channels/rules'
import type { TenantSql } from '@/lib/db/tenant-sql'
import type { DueMail } from './store'

/**
 * Holds mails back while their channel has sent as much as its provider takes in a time. Counted in the database under
 * a lock on the channel, so that all workers together keep the limit; who comes first goes first.
 *
 * @returns the ids of the mails that may go; the others were put off
 */
export async function takeTurns(db: TenantSql, due: DueMail[]): Promise<string[]> {
  const channels = new Map(due.map(({ channel }) => [channel.id, channel]))
  const ready = new Set(due.map(({ id }) => id))
  for (const channel of channels.values()) {
    const limit = sendLimitOf(channel)
    if (!limit) continue
    const ids = due.filter((mail) => mail.channel.id === channel.id).map(({ id }) => id)
    const { count, firstAt } = await countSent(db, channel.id, limit)
    const late = ids.slice(Math.max(0, limit.mails - count))
    for (const id of late) ready.delete(id)
    await putOff(db, late, firstAt, limit.windowMs)
  }
  return [...ready]
}

type Limit = NonNullable<ReturnType<typeof sendLimitOf>>

async function countSent(
  db: TenantSql,
  channelId: string,
  limit: Limit,
): Promise<{ count: number; firstAt: Date | null }> {
  await db.$queryRaw`SELECT 1 FROM outbound_channel WHERE id = ${channelId}::uuid FOR NO KEY UPDATE`
  const [sent] = await db.$queryRaw<{ count: number; firstAt: Date | null }[]>`
    SELECT count(*)::int AS count, min(settled_at) AS "firstAt" FROM (
      SELECT settled_at FROM outbound_mail WHERE channel_id = ${channelId}::uuid AND state = 'sending'
      UNION ALL (
        SELECT settled_at FROM outbound_mail
        WHERE channel_id = ${channelId}::uuid AND state IN ('accepted', 'failed', 'uncertain')
          AND settled_at > now() - ${limit.windowMs}::int * interval '1 millisecond'
        ORDER BY settled_at DESC LIMIT ${limit.mails}::int)
    ) AS lately`
  return sent ?? { count: 0, firstAt: null }
}

/** Until the oldest that counts leaves the window; while all are on their way, a second is enough to wait. */
async function putOff(db: TenantSql, ids: string[], firstAt: Date | null, windowMs: number): Promise<void> {
  if (ids.length === 0) return
  await db.$executeRaw`
    UPDATE outbound_mail SET next_attempt_at = greatest(
      now() + interval '1 second', ${firstAt}::timestamptz + ${windowMs}::int * interval '1 millisecond')
    WHERE id = ANY(${ids}::uuid[]) AND state IN ('pending', 'deferred') AND next_attempt_at <= now()`
}

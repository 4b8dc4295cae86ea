import { sendLimitOf } from '@/lib/channels/rules'
import type { ChannelKind, ChannelProvider } from '@/lib/channels/types'
import type { TenantSql } from '@/lib/db/tenant-sql'

/**
 * Holds a mail back while its channel has sent as much as its provider takes in a time. Counted in the database under
 * a lock on the channel, so that all workers together keep the limit; who waits longest goes first.
 *
 * @returns false when the mail must wait: then it was put off
 */
export async function takeTurn(db: TenantSql, outboundMailId: string): Promise<boolean> {
  const [channel] = await db.$queryRaw<{ id: string; kind: ChannelKind; provider: ChannelProvider }[]>`
    SELECT c.id, c.kind, c.provider FROM outbound_mail o JOIN outbound_channel c ON c.id = o.channel_id
    WHERE o.id = ${outboundMailId}::uuid`
  const limit = channel && sendLimitOf(channel)
  if (!limit) return true
  await db.$queryRaw`SELECT 1 FROM outbound_channel WHERE id = ${channel.id}::uuid FOR NO KEY UPDATE`
  const [sent] = await db.$queryRaw<{ count: number; firstAt: Date | null }[]>`
    SELECT count(*)::int AS count, min(settled_at) AS "firstAt" FROM (
      SELECT settled_at FROM outbound_mail WHERE channel_id = ${channel.id}::uuid AND state = 'sending'
      UNION ALL (
        SELECT settled_at FROM outbound_mail
        WHERE channel_id = ${channel.id}::uuid AND state IN ('accepted', 'failed', 'uncertain')
          AND settled_at > now() - ${limit.windowMs}::int * interval '1 millisecond'
        ORDER BY settled_at DESC LIMIT ${limit.mails}::int)
    ) AS lately`
  if (!sent || sent.count < limit.mails) return true
  // The oldest of them leaves the window; while all are on their way, a second is enough to wait.
  await db.$executeRaw`
    UPDATE outbound_mail SET next_attempt_at = greatest(
      now() + interval '1 second',
      ${sent.firstAt}::timestamptz + ${limit.windowMs}::int * interval '1 millisecond')
    WHERE id = ${outboundMailId}::uuid AND state IN ('pending', 'deferred') AND next_attempt_at <= now()`
  return false
}

import type { TenantDb } from '@/lib/db/with-tenant'

/**
 * Mails that left by this channel and that its provider calls so. A reply is known by its message; a confirmation has
 * none, and a ticket has one.
 */
export async function findMailsOfProvider(
  db: TenantDb,
  channelId: string,
  providerMessageId: string,
): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT o.id FROM message_key k JOIN outbound_mail o ON o.message_id = k.message_id
    WHERE k.kind = 'message_id' AND k.key = ${providerMessageId} AND o.channel_id = ${channelId}::uuid
    UNION
    SELECT o.id FROM message_key k JOIN outbound_mail o ON o.ticket_id = k.ticket_id AND o.message_id IS NULL
    WHERE k.kind = 'message_id' AND k.key = ${providerMessageId} AND o.channel_id = ${channelId}::uuid
      AND k.message_id IS NULL AND o.kind = 'confirmation'`
  return rows.map(({ id }) => id)
}

const lookBackMs = 86_400_000

/** Whether a mail to one of these addresses was handed over lately, or is now, and its answer is not written yet. */
export async function isMailOnItsWay(
  db: TenantDb,
  { channelId, addressKeys, at }: { channelId: string; addressKeys: string[]; at: Date },
): Promise<boolean> {
  const since = new Date(at.getTime() - lookBackMs)
  const [row] = await db.$queryRaw<{ isOnItsWay: boolean }[]>`
    SELECT EXISTS (
      SELECT 1 FROM outbound_mail o
      WHERE o.channel_id = ${channelId}::uuid AND (o.settled_at IS NULL OR o.settled_at > ${since}::timestamptz)
        AND (o.state = 'sending' OR (o.state IN ('pending', 'deferred', 'uncertain') AND o.attempts > 0))
        AND EXISTS (SELECT 1 FROM jsonb_array_elements(o.recipients) r WHERE lower(r->>'address') = ANY(${addressKeys}))
    ) AS "isOnItsWay"`
  return row?.isOnItsWay ?? false
}

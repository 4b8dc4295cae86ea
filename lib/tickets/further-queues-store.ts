import type { TenantSql } from '@/lib/db/tenant-sql'

/** A message that came once more, and the queue where this delivery would have made a ticket. */
export interface FurtherDelivery {
  messageId: string
  ticketId: string
  queueId: string
}

/**
 * A mail that came to mailboxes of several queues is one ticket, which is found in all of them. What counts is where its
 * deliveries would make tickets today: a mailbox that brings its mails again, and has another queue by now, adds none.
 * Whichever delivery came first makes no difference; where somebody decided on the queue, all stays as he left it.
 *
 * @returns for each delivery the number of its ticket if that is found in another queue now, else null
 */
export async function noteFurtherQueues(
  db: TenantSql,
  deliveries: readonly FurtherDelivery[],
): Promise<(number | null)[]> {
  const changed = await db.$queryRaw<{ id: string; number: number }[]>`
    WITH came AS (
      SELECT c."messageId" AS message_id, c."ticketId" AS ticket_id, c."queueId" AS queue_id
      FROM jsonb_to_recordset(${JSON.stringify(deliveries)}::jsonb) AS c("messageId" uuid, "ticketId" uuid, "queueId" uuid)
    ), target AS (
      SELECT message_id, ticket_id, queue_id FROM came
      UNION
      SELECT c.message_id, c.ticket_id, coalesce(a.queue_id, b.default_queue_id) FROM came c
      JOIN raw_mail r ON r.message_id = c.message_id AND NOT r.is_sent_copy
      JOIN mailbox b ON b.id = r.mailbox_id AND b.conversion = 'automatic'
      LEFT JOIN creation_address a ON a.mailbox_id = b.id AND a.address = r.recipient
    ), several AS (
      SELECT t.ticket_id, array_agg(DISTINCT t.queue_id) AS queue_ids FROM target t
      WHERE EXISTS (SELECT 1 FROM target o WHERE o.message_id = t.message_id AND o.queue_id <> t.queue_id)
      GROUP BY t.ticket_id
    )
    UPDATE ticket t SET also_queue_ids =
      ARRAY(SELECT DISTINCT q FROM unnest(t.also_queue_ids || s.queue_ids) q WHERE q <> t.queue_id ORDER BY q)
    FROM several s
    WHERE t.id = s.ticket_id AND t.also_queue_ids IS DISTINCT FROM '{}'
      AND NOT s.queue_ids <@ array_append(t.also_queue_ids, t.queue_id)
    RETURNING t.id, t.number`
  const numbers = new Map(changed.map(({ id, number }) => [id, number]))
  return deliveries.map(({ ticketId }) => numbers.get(ticketId) ?? null)
}

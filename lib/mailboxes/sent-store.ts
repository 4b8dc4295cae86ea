import type { TenantDb } from '@/lib/db/with-tenant'

export interface SentFacts {
  messageId: string
  parentIds: string[]
  /** Tickets that our marks among its parents name. */
  markedTickets: { ticketId: string | null; ticketNumber: number | null }[]
}

export interface SentAnswer {
  isOurs: boolean
  isKnown: boolean
}

/** Of each mail of a Sent folder: did we send it, and does it belong to a ticket of ours? In the order given. */
export async function readSentAnswers(db: TenantDb, mails: readonly SentFacts[]): Promise<SentAnswer[]> {
  const rows = mails.map((mail, position) => ({
    position,
    id: mail.messageId,
    parents: mail.parentIds,
    tickets: mail.markedTickets.flatMap((one) => one.ticketId ?? []),
    numbers: mail.markedTickets.flatMap((one) => one.ticketNumber ?? []),
  }))
  const answers = await db.$queryRaw<(SentAnswer & { position: number })[]>`
    SELECT s.position,
      EXISTS (SELECT FROM outbound_mail o WHERE o.message_id_header = s.id AND s.id <> '') AS "isOurs",
      EXISTS (SELECT FROM message_key k WHERE k.kind IN ('message_id', 'alias') AND k.key = ANY(s.parents))
        OR EXISTS (SELECT FROM ticket t WHERE t.id = ANY(s.tickets) OR t.number = ANY(s.numbers)) AS "isKnown"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS s(position int, id text, parents text[], tickets uuid[], numbers int[])`
  const byPosition = new Map(answers.map((answer) => [answer.position, answer]))
  return mails.map((_, position) => byPosition.get(position) ?? { isOurs: false, isKnown: false })
}

/** Mails of ours whose fate is unknown and that lie in a Sent folder: the server did take them. */
export async function listUncertainFoundInSent(db: TenantDb, mailboxId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT o.id FROM outbound_mail o
    WHERE o.state = 'uncertain' AND EXISTS (
      SELECT FROM mailbox_mail k
      WHERE k.mailbox_id = ${mailboxId}::uuid AND k.is_sent AND k.message_id_header = o.message_id_header)
    ORDER BY o.id LIMIT 100`
  return rows.map((row) => row.id)
}

export interface UnfiledAnswer {
  messageId: string
  bytes: Uint8Array
  sentAt: Date
}

/**
 * Answers that left by the way out of this mailbox's address and do not lie in its Sent folder, oldest first. Google and
 * Microsoft keep copies by themselves.
 */
export async function listAnswersMissingInSent(
  db: TenantDb,
  mailbox: { mailboxId: string; address: string },
  period: { after: Date; before: Date },
  limit: number,
): Promise<UnfiledAnswer[]> {
  return db.$queryRaw<UnfiledAnswer[]>`
    SELECT o.message_id_header AS "messageId", b.bytes, o.settled_at AS "sentAt"
    FROM outbound_channel c JOIN outbound_mail o ON o.channel_id = c.id JOIN outbound_mime b ON b.outbound_mail_id = o.id
    WHERE c.kind = 'smtp' AND c.provider = 'other' AND lower(c.from_address) = lower(${mailbox.address})
      AND o.kind = 'reply' AND o.state = 'accepted' AND o.settled_at > ${period.after} AND o.settled_at < ${period.before}
      AND NOT EXISTS (
        SELECT FROM mailbox_mail k WHERE k.mailbox_id = ${mailbox.mailboxId}::uuid AND k.is_sent
          AND (k.message_id_header = o.message_id_header OR k.message_id_header IN (
            SELECT a.key FROM message_key a WHERE a.kind = 'alias' AND a.message_id = o.message_id)))
    ORDER BY o.settled_at LIMIT ${limit}::int`
}

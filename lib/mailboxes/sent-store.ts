import { Prisma } from '@/lib/db/generated/client'
import type { TenantDb } from '@/lib/db/with-tenant'
import { addressKey } from '@/lib/mail/address'

type MarkedTicket = { ticketId: string | null; ticketNumber: number | null }

export interface SentFacts {
  messageId: string
  parentIds: string[]
  /** Tickets that our marks among its parents name. */
  markedTickets: MarkedTicket[]
  /** Tickets that our marks in Reply-To name: only mails of ours have one there. */
  answerTickets: MarkedTicket[]
  recipients: string[]
  sentAt: Date | null
  receivedAt: Date | null
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
    ...named(mail.markedTickets),
  }))
  const answers = await db.$queryRaw<(SentAnswer & { position: number })[]>`
    SELECT s.position,
      s.id <> '' AND (EXISTS (SELECT FROM outbound_mail o WHERE o.message_id_header = s.id)
        OR EXISTS (
          SELECT FROM message_key k JOIN outbound_mail o ON ${isKeyOf}
          WHERE k.kind = 'message_id' AND k.key = s.id)) AS "isOurs",
      EXISTS (SELECT FROM message_key k WHERE k.kind IN ('message_id', 'alias') AND k.key = ANY(s.parents))
        OR EXISTS (SELECT FROM ticket t WHERE t.id = ANY(s.tickets) OR t.number = ANY(s.numbers)) AS "isKnown"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS s(position int, id text, parents text[], tickets uuid[], numbers int[])`
  const byPosition = new Map(answers.map((answer) => [answer.position, answer]))
  return mails.map((_, position) => byPosition.get(position) ?? { isOurs: false, isKnown: false })
}

const named = (tickets: readonly MarkedTicket[]) => ({
  tickets: tickets.flatMap((one) => one.ticketId ?? []),
  numbers: tickets.flatMap((one) => one.ticketNumber ?? []),
})

/** A key `k` is what a provider calls our mail `o`. A confirmation is no message: its key names the ticket alone. */
const isKeyOf = Prisma.sql`(o.message_id = k.message_id
  OR k.message_id IS NULL AND o.ticket_id = k.ticket_id AND o.kind = 'confirmation')`

/** What providers call our mail `o`. */
const otherIds = Prisma.sql`
  SELECT k.key FROM message_key k WHERE k.ticket_id = o.ticket_id AND k.kind = 'message_id' AND ${isKeyOf}`

/**
 * Some servers give each mail another Message-ID, and who heard no answer was not told which. Their copy is known by
 * what else is ours: the marks of the ticket, the recipients, and the time. Where no mark stands in Reply-To somebody
 * may have answered from his own program at the same minute: then the Date must be ours to the second. What is found
 * is written down as the mail's other id.
 */
export async function learnIdsOfCopies(db: TenantDb, mails: readonly SentFacts[]): Promise<void> {
  const copies = mails.flatMap((mail) => {
    const { messageId, markedTickets, answerTickets, recipients, sentAt, receivedAt } = mail
    if (messageId === '' || markedTickets.length + answerTickets.length === 0) return []
    const keys = [...new Set(recipients.map((address) => addressKey(address)))].sort()
    const hasOwnReplyTo = answerTickets.length > 0
    const marked = named([...markedTickets, ...answerTickets])
    return [{ id: messageId, ...marked, keys, hasOwnReplyTo, sentAt, receivedAt }]
  })
  if (copies.length === 0) return
  await db.$executeRaw`
    INSERT INTO message_key (kind, key, message_id, ticket_id)
    SELECT DISTINCT ON (s.id) 'message_id'::message_key_kind, s.id, o.message_id, o.ticket_id
    FROM jsonb_to_recordset(${JSON.stringify(copies)}::jsonb) AS s(id text, tickets uuid[], numbers int[], keys text[],
      "hasOwnReplyTo" boolean, "sentAt" timestamptz, "receivedAt" timestamptz)
    JOIN ticket t ON t.id = ANY(s.tickets) OR t.number = ANY(s.numbers)
    JOIN outbound_mail o ON o.ticket_id = t.id
    WHERE o.state IN ('sending', 'uncertain', 'accepted') AND o.message_id_header <> s.id
      AND s."receivedAt" BETWEEN o.data_began_at - interval '2 minutes' AND o.data_began_at + interval '10 minutes'
      AND (s."hasOwnReplyTo"
        OR s."sentAt" BETWEEN o.created_at - interval '2 seconds' AND o.created_at + interval '2 seconds')
      AND s.keys = ARRAY(
        SELECT DISTINCT lower(r->>'address') COLLATE "C" FROM jsonb_array_elements(o.recipients) r ORDER BY 1)
      AND NOT EXISTS (
        SELECT FROM message_key k
        WHERE k.ticket_id = o.ticket_id AND k.kind = 'message_id' AND k.key <> o.message_id_header AND ${isKeyOf})
    ORDER BY s.id, abs(extract(epoch FROM s."receivedAt" - o.data_began_at))
    ON CONFLICT DO NOTHING`
}

/** Mails of ours whose fate is unknown and that lie in a Sent folder: the server did take them. */
export async function listUncertainFoundInSent(db: TenantDb, mailboxId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT o.id FROM outbound_mail o
    WHERE o.state = 'uncertain' AND EXISTS (
      SELECT FROM mailbox_mail k
      WHERE k.mailbox_id = ${mailboxId}::uuid AND k.is_sent AND k.message_id_header IN (
        SELECT o.message_id_header UNION ${otherIds}))
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
          AND k.message_id_header IN (SELECT o.message_id_header UNION ${otherIds}))
    ORDER BY o.settled_at LIMIT ${limit}::int`
}

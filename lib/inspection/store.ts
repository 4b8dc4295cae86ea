import { z } from 'zod'
import type { TenantDb } from '@/lib/db/with-tenant'
import { calledHumanFlag } from '@/lib/tickets/rules'
import type { CertifiedDto, TrailEntry } from '@/lib/tickets/types'

/** A delivery as it lies there, with what became of it. */
export interface StoredMail {
  id: string
  mailboxId: string
  recipient: string
  /** Null when nobody said, as in `ClaimedMail`. */
  envelopeFrom: string | null
  envelopeTo: string[]
  clientIp: string
  helo: string
  sizeBytes: number
  sha256: string
  receivedAt: Date
  isSentCopy: boolean
  attempts: number
  state: 'kept' | 'processed' | 'quarantined'
  outcome: string | null
  reason: string | null
  ticketId: string | null
  messageId: string | null
  trail: TrailEntry[]
  /** When it was judged; null while it waits. */
  decidedAt: Date | null
}

export async function findStoredMail(db: TenantDb, rawMailId: string): Promise<StoredMail | null> {
  const [row] = await db.$queryRaw<StoredMail[]>`
    SELECT id, mailbox_id AS "mailboxId", recipient,
      CASE WHEN source <> 'imap' THEN envelope_from END AS "envelopeFrom", envelope_to AS "envelopeTo",
      client_ip AS "clientIp", helo, size_bytes AS "sizeBytes", sha256, received_at AS "receivedAt",
      is_sent_copy AS "isSentCopy", attempts, state,
      outcome, reason, ticket_id AS "ticketId", message_id AS "messageId", trail,
      decided_at AS "decidedAt"
    FROM raw_mail WHERE id = ${rawMailId}::uuid`
  return row ?? null
}

/**
 * Where these tickets are today, by number: what became part of them, which of them became part of others, and which of
 * them a mail left that an agent made a ticket of its own.
 *
 * @param ticketId where the mail is
 */
export async function readTicketsOfToday(
  db: TenantDb,
  numbers: number[],
  ticketId: string | null,
): Promise<ReadonlyMap<number, number>> {
  if (numbers.length === 0) return new Map()
  const rows = await db.$queryRaw<{ number: number; into: number }[]>`
    SELECT m.number, t.number AS into FROM merged_ticket m JOIN ticket t ON t.id = m.into_ticket_id
    WHERE m.into_ticket_id IN (
      SELECT into_ticket_id FROM merged_ticket WHERE number = ANY(${numbers}::int[])
      UNION SELECT id FROM ticket WHERE number = ANY(${numbers}::int[]))
    UNION ALL
    SELECT former.number, own.number FROM ticket former
    JOIN audit_entry e ON e.ticket_id = former.id AND e.action IN ('message_split', 'join_split')
    JOIN ticket own ON own.number = (e.details->>'number')::int AND own.id = ${ticketId}::uuid
    WHERE former.number = ANY(${numbers}::int[])`
  return new Map(rows.map(({ number, into }) => [number, into]))
}

/** What was made of a mail's text, as screens show it. */
export interface StoredReading {
  subject: string
  fromAddress: string
  visibleText: string
  quotedText: string
  signatureText: string
  html: string | null
  classification: string | null
  sentAt: Date | null
  certified: CertifiedDto | null
  attachments: FoundFile[]
}

export interface FoundFile {
  fileName: string
  sha256: string
}

interface KeptReading extends StoredReading {
  /** An agent said that a person wrote it: what programs take it for counts no more. */
  isCalledHuman: boolean
}

const Certified: z.ZodType<CertifiedDto | null> = z
  .object({
    isCertified: z.boolean(),
    provider: z.string(),
    isAuthorVouched: z.boolean(),
    carrier: z.string(),
    author: z.string(),
    authentication: z.enum(['pass', 'fail', 'none']),
  })
  .nullable()

/** The message that a delivery became; null for one that became none, or is another delivery's second copy. */
export async function findStoredReading(db: TenantDb, messageId: string): Promise<KeptReading | null> {
  const row = await db.message.findUnique({
    where: { id: messageId },
    select: {
      subject: true,
      fromAddress: true,
      visibleText: true,
      quotedText: true,
      signatureText: true,
      html: true,
      classification: true,
      sentAt: true,
      certified: true,
      flags: true,
      attachments: { select: { fileName: true, sha256: true }, orderBy: { position: 'asc' } },
    },
  })
  return (
    row && {
      ...row,
      isCalledHuman: row.flags.includes(calledHumanFlag),
      certified: Certified.parse(row.certified),
    }
  )
}

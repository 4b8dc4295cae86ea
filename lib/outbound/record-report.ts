import type { TenantSql } from '@/lib/db/tenant-sql'
import { newId } from '@/lib/ids'
import { addressKey } from '@/lib/mail/address'
import { type ReportedRecipient, withReport } from './report-rules'
import type { RecipientRecord } from './types'

export interface ReportedMail {
  outboundMailId: string
  ticketId: string
  ticketNumber: number
}

/**
 * Writes what a bounce or a receipt says about mails of ours, or their provider without a mail. The mail stays
 * `accepted`: the first server did take it. A reply that will not arrive leaves its ticket unanswered again, without
 * touching its state, and its address is marked. Two statements.
 *
 * @param read tells what the report says, given a mail's recipients
 */
export async function recordReport(
  db: TenantSql,
  report: { outboundMailIds: string[]; rawMailId: string | null; at: Date },
  read: (recipients: RecipientRecord[]) => ReportedRecipient[],
): Promise<ReportedMail[]> {
  const mails = await db.$queryRaw<(ReportedMail & { kind: string; recipients: RecipientRecord[] })[]>`
    SELECT o.id AS "outboundMailId", o.ticket_id AS "ticketId", t.number AS "ticketNumber", o.kind, o.recipients
    FROM outbound_mail o JOIN ticket t ON t.id = o.ticket_id
    WHERE o.id = ANY(${report.outboundMailIds}::uuid[]) ORDER BY o.id FOR UPDATE OF o`
  const found = mails.map((mail) => ({ ...mail, reported: read(mail.recipients) }))
  const changes = found.map((mail) => ({
    id: mail.outboundMailId,
    recipients: withReport(mail.recipients, mail.reported, report.at),
  }))
  const events = found.flatMap((mail) =>
    mail.reported.map((one) => ({ id: newId(), mail: mail.outboundMailId, ...one })),
  )
  const of = (kinds: readonly ReportedRecipient['kind'][]) =>
    found.flatMap((mail) =>
      mail.reported.filter(({ kind }) => kinds.includes(kind)).map((one) => ({ mail, one })),
    )
  await db.$executeRaw`
    WITH changed AS (
      UPDATE outbound_mail o SET recipients = c.recipients
      FROM jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) AS c(id uuid, recipients jsonb) WHERE o.id = c.id
    ), marked AS (
      UPDATE customer_address SET undeliverable_since = coalesce(undeliverable_since, ${report.at})
      WHERE address_key = ANY(${of(['bounced']).map(({ one }) => addressKey(one.address))}::text[])
    ), unanswered AS (
      UPDATE ticket SET unanswered_since = coalesce(unanswered_since, ${report.at}), version = version + 1
      WHERE id = ANY(${of(['bounced', 'refused'])
        .filter(({ mail }) => mail.kind === 'reply')
        .map(({ mail }) => mail.ticketId)}::uuid[])
    )
    INSERT INTO delivery_event (id, outbound_mail_id, raw_mail_id, kind, recipient, status, detail, at)
    SELECT e.id, e.mail, ${report.rawMailId}::uuid, e.kind, e.address, e.status, e.detail, ${report.at}
    FROM jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
      AS e(id uuid, mail uuid, kind text, address text, status text, detail text)`
  return mails.map(({ outboundMailId, ticketId, ticketNumber }) => ({
    outboundMailId,
    ticketId,
    ticketNumber,
  }))
}

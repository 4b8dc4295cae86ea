import type { TenantSql } from '@/lib/db/tenant-sql'
import type { ComposedMail } from '@/lib/mail/compose'
import type { RecipientRecord } from './types'

export interface NewOutboundMail {
  id: string
  kind: 'reply' | 'confirmation'
  ticketId: string
  messageId: string | null
  channelId: string
  authorId: string | null
  /** Our own Message-ID, without brackets. */
  messageIdHeader: string
  composed: ComposedMail
  /** Whom a confirmation goes to: not inserted when that address got one within 24 hours. */
  confirmed?: { addressKey: string; at: Date }
}

/**
 * The promise to send a mail: see `insertOutboundMails`.
 *
 * @returns false when the address was confirmed meanwhile and nothing was promised
 */
export async function insertOutboundMail(db: TenantSql, mail: NewOutboundMail): Promise<boolean> {
  const promised = await insertOutboundMails(db, [mail])
  return promised.length > 0
}

/**
 * Promises to send mails, with their bytes, in one statement. The caller records `outbound/queued` in the same
 * transaction.
 *
 * @returns the ids of those that were promised: not of a confirmation to an address that was confirmed meanwhile
 */
export async function insertOutboundMails(db: TenantSql, mails: NewOutboundMail[]): Promise<string[]> {
  if (mails.length === 0) return []
  const asked = mails.map(({ composed, confirmed, ...mail }) => ({
    ...mail,
    confirmedKey: confirmed?.addressKey ?? null,
    confirmedAt: confirmed?.at ?? null,
    envelopeFrom: composed.envelope.from,
    recipients: composed.envelope.to.map(
      (address): RecipientRecord => ({ address, state: 'waiting', detail: '' }),
    ),
    bytes: Buffer.from(composed.bytes).toString('base64'),
  }))
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH asked AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS a(id uuid, kind outbound_kind, "ticketId" uuid,
        "messageId" uuid, "channelId" uuid, "authorId" uuid, "messageIdHeader" text, "confirmedKey" text,
        "confirmedAt" timestamptz, "envelopeFrom" text, recipients jsonb, bytes text)
    ), free AS (
      UPDATE customer_address c SET last_confirmed_at = a."confirmedAt" FROM asked a
      WHERE c.address_key = a."confirmedKey"
        AND (c.last_confirmed_at IS NULL OR c.last_confirmed_at <= a."confirmedAt" - interval '24 hours')
      RETURNING a.id
    ), made AS (
      INSERT INTO outbound_mail (id, kind, ticket_id, message_id, channel_id, author_id, message_id_header, envelope_from,
        recipients)
      SELECT id, kind, "ticketId", "messageId", "channelId", "authorId", "messageIdHeader", "envelopeFrom", recipients
      FROM asked WHERE "confirmedKey" IS NULL OR id IN (SELECT id FROM free)
      RETURNING id
    )
    INSERT INTO outbound_mime (outbound_mail_id, bytes)
    SELECT made.id, decode(a.bytes, 'base64') FROM made JOIN asked a ON a.id = made.id
    RETURNING outbound_mail_id AS id`
  return rows.map(({ id }) => id)
}

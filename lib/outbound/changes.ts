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
 * The promise to send a mail, with its bytes, in one statement. The caller records `outbound/queued` in the same
 * transaction.
 *
 * @returns false when the address was confirmed meanwhile and nothing was promised
 */
export async function insertOutboundMail(db: TenantSql, mail: NewOutboundMail): Promise<boolean> {
  const recipients = mail.composed.envelope.to.map(
    (address): RecipientRecord => ({ address, state: 'waiting', detail: '' }),
  )
  const { confirmed } = mail
  const rows = await db.$queryRaw<unknown[]>`
    WITH free AS (
      UPDATE customer_address SET last_confirmed_at = ${confirmed?.at ?? null}::timestamptz
      WHERE address_key = ${confirmed?.addressKey ?? null}
        AND (last_confirmed_at IS NULL OR last_confirmed_at <= ${confirmed?.at ?? null}::timestamptz - interval '24 hours')
      RETURNING id
    ), made AS (
      INSERT INTO outbound_mail (id, kind, ticket_id, message_id, channel_id, author_id, message_id_header, envelope_from,
        recipients)
      SELECT ${mail.id}::uuid, ${mail.kind}::outbound_kind, ${mail.ticketId}::uuid, ${mail.messageId}::uuid,
        ${mail.channelId}::uuid, ${mail.authorId}::uuid, ${mail.messageIdHeader}, ${mail.composed.envelope.from},
        ${JSON.stringify(recipients)}::jsonb
      WHERE ${confirmed === undefined} OR EXISTS (SELECT 1 FROM free)
      RETURNING id
    )
    INSERT INTO outbound_mime (outbound_mail_id, bytes) SELECT made.id, ${mail.composed.bytes}::bytea FROM made
    RETURNING outbound_mail_id`
  return rows.length > 0
}

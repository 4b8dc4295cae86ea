import type { TenantDb } from '@/lib/db/with-tenant'
import type { ComposedMail } from '@/lib/mail/compose'
import type { RecipientRecord } from './types'

export interface NewOutboundMail {
  id: string
  kind: 'reply' | 'confirmation'
  ticketId: string
  messageId: string | null
  channelId: string
  authorId: string | null
  /** Without brackets. */
  messageIdHeader: string
  composed: ComposedMail
  /** Set for a confirmation: the address that was told, and when. */
  confirmed: { addressKey: string; at: Date } | null
}

/**
 * The promise of a mail and its bytes, one statement. The Message-ID becomes a key of its ticket, so that an answer
 * finds the ticket also where a client gives back nothing else.
 */
export async function insertOutboundMail(db: TenantDb, mail: NewOutboundMail): Promise<void> {
  const recipients: RecipientRecord[] = mail.composed.envelope.to.map((address) => ({
    address,
    state: 'waiting',
    detail: '',
  }))
  await db.$executeRaw`
    WITH promised AS (
      INSERT INTO outbound_mail (id, kind, ticket_id, message_id, channel_id, author_id, message_id_header, envelope_from, recipients)
      VALUES (${mail.id}::uuid, ${mail.kind}::outbound_kind, ${mail.ticketId}::uuid, ${mail.messageId}::uuid, ${mail.channelId}::uuid,
        ${mail.authorId}::uuid, ${mail.messageIdHeader}, ${mail.composed.envelope.from}, ${JSON.stringify(recipients)}::jsonb)
      RETURNING tenant_id, id, ticket_id, message_id, message_id_header
    ), bytes AS (
      INSERT INTO outbound_mime (tenant_id, outbound_mail_id, bytes)
      SELECT tenant_id, id, ${Buffer.from(mail.composed.bytes)} FROM promised
    ), confirmed AS (
      UPDATE customer_address SET last_confirmed_at = ${mail.confirmed?.at ?? null}::timestamptz
      WHERE address_key = ${mail.confirmed?.addressKey ?? null}
    )
    INSERT INTO message_key (tenant_id, kind, key, message_id, ticket_id)
    SELECT tenant_id, 'message_id', message_id_header, message_id, ticket_id FROM promised
    ON CONFLICT DO NOTHING`
}

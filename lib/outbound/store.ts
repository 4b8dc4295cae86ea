import type { TenantDb } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import type { DeliveryDecision, RecipientRecord } from './types'

/** An outbound mail whose attempt this process makes until `leaseMs` are over. */
export interface ClaimedOutboundMail {
  id: string
  kind: 'reply' | 'confirmation'
  ticketId: string
  ticketNumber: number
  channelKind: string
  envelopeFrom: string
  recipients: RecipientRecord[]
  attempts: number
  leaseToken: number
  createdAt: Date
  bytes: Buffer
  /** Keys among the recipients that nothing may be sent to. */
  blockedKeys: string[]
}

/** Takes a mail whose attempt is due; null when it is not due, done, or somebody else's. */
export async function claimOutboundMail(
  db: TenantDb,
  id: string,
  leaseMs: number,
): Promise<ClaimedOutboundMail | null> {
  const [row] = await db.$queryRaw<ClaimedOutboundMail[]>`
    WITH claimed AS (
      UPDATE outbound_mail SET state = 'sending', attempts = attempts + 1, lease_token = lease_token + 1,
        leased_until = now() + ${leaseMs} * interval '1 millisecond'
      WHERE id = ${id}::uuid AND state IN ('pending', 'deferred') AND next_attempt_at <= now()
      RETURNING *
    )
    SELECT o.id, o.kind, o.ticket_id AS "ticketId", t.number AS "ticketNumber", c.kind AS "channelKind",
      o.envelope_from AS "envelopeFrom", o.recipients, o.attempts, o.lease_token AS "leaseToken", o.created_at AS "createdAt",
      m.bytes,
      ARRAY(SELECT b.address_key FROM blocked_address b WHERE b.address_key IN (
        SELECT lower(r->>'address') FROM jsonb_array_elements(o.recipients) r)) AS "blockedKeys"
    FROM claimed o
    JOIN ticket t ON t.id = o.ticket_id
    JOIN outbound_channel c ON c.id = o.channel_id
    JOIN outbound_mime m ON m.outbound_mail_id = o.id`
  return row ?? null
}

/**
 * A mail whose sender died with the lease in its hand: nobody can say whether it left, so nobody sends it again by
 * himself.
 *
 * @returns the ticket concerned, or null when the lease still runs or the mail is settled
 */
export async function abandonOutboundMail(
  db: TenantDb,
  id: string,
): Promise<{ ticketId: string; ticketNumber: number } | null> {
  const [row] = await db.$queryRaw<{ ticketId: string; ticketNumber: number }[]>`
    UPDATE outbound_mail o SET state = 'uncertain', trouble = 'sender_died', leased_until = NULL, settled_at = now()
    FROM ticket t
    WHERE o.id = ${id}::uuid AND o.state = 'sending' AND o.leased_until <= now() AND t.id = o.ticket_id
    RETURNING t.id AS "ticketId", t.number AS "ticketNumber"`
  return row ?? null
}

export interface AttemptRecord {
  outboundMailId: string
  leaseToken: number
  decision: Omit<DeliveryDecision, 'state'> & { state: DeliveryDecision['state'] | 'suppressed' }
  serverResponse: string
  at: Date
}

/** Writes what an attempt led to, with its event; false when the lease was lost, and then nothing changed. */
export async function recordAttempt(db: TenantDb, record: AttemptRecord): Promise<boolean> {
  const { decision, at } = record
  const isSettled = !['pending', 'deferred'].includes(decision.state)
  const recorded = await db.$executeRaw`
    WITH settled AS (
      UPDATE outbound_mail SET state = ${decision.state}::outbound_state, trouble = ${decision.trouble},
        recipients = ${JSON.stringify(decision.recipients)}::jsonb, server_response = ${record.serverResponse},
        next_attempt_at = coalesce(${decision.nextAttemptAt}::timestamptz, next_attempt_at), leased_until = NULL,
        settled_at = ${isSettled ? at : null}::timestamptz
      WHERE id = ${record.outboundMailId}::uuid AND state = 'sending' AND lease_token = ${record.leaseToken}
      RETURNING tenant_id, id
    )
    INSERT INTO delivery_event (id, tenant_id, outbound_mail_id, kind, status, detail, at)
    SELECT ${newId()}::uuid, tenant_id, id, ${decision.state}, ${decision.trouble ?? ''}, ${record.serverResponse}, ${at} FROM settled`
  return recorded === 1
}

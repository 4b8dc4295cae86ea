import type { ChannelSettings } from '@/lib/channels/types'
import type { TenantSql } from '@/lib/db/tenant-sql'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import type { DeliveryDecision, RecipientRecord } from './types'

/** An outbound mail whose attempt this process makes until `leaseMs` are over. */
export interface ClaimedOutboundMail {
  id: string
  kind: 'reply' | 'confirmation'
  ticketId: string
  ticketNumber: number
  channel: ChannelSettings & { isUsable: boolean }
  envelopeFrom: string
  recipients: RecipientRecord[]
  attempts: number
  leaseToken: number
  createdAt: Date
  bytes: Buffer
  /** Keys among the recipients that nothing may be sent to. */
  blockedKeys: string[]
}

/** Mails whose attempt is due, the most overdue first. */
export async function listDueMails(db: TenantSql, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM outbound_mail WHERE state IN ('pending', 'deferred') AND next_attempt_at <= now()
    ORDER BY next_attempt_at, id LIMIT ${limit}::int`
  return rows.map(({ id }) => id)
}

/** Takes a mail whose attempt is due; null when it is not due, done, or somebody else's. */
export async function claimOutboundMail(
  db: TenantSql,
  id: string,
  leaseMs: number,
): Promise<ClaimedOutboundMail | null> {
  const [row] = await db.$queryRaw<ClaimedOutboundMail[]>`
    WITH claimed AS (
      UPDATE outbound_mail SET state = 'sending', attempts = attempts + 1, lease_token = lease_token + 1,
        data_began_at = NULL, leased_until = now() + ${leaseMs} * interval '1 millisecond'
      WHERE id = ${id}::uuid AND state IN ('pending', 'deferred') AND next_attempt_at <= now()
      RETURNING *
    )
    SELECT o.id, o.kind, o.ticket_id AS "ticketId", t.number AS "ticketNumber",
      json_build_object('id', c.id, 'kind', c.kind, 'provider', c.provider, 'fromAddress', c.from_address,
        'host', c.host, 'port', c.port, 'encryption', c.encryption, 'isCertificateChecked', c.is_certificate_checked, 'pinnedFingerprint', c.pinned_fingerprint,
        'credentialId', c.credential_id, 'revision', c.revision,
        'isUsable', c.is_active AND c.removed_at IS NULL) AS channel,
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
 * Written when the server asked for the data, and committed before its first byte leaves.
 *
 * @throws AppError `conflict` when the lease was lost: then nothing may leave
 */
export async function recordDataBegan(db: TenantSql, id: string, leaseToken: number): Promise<void> {
  const changed = await db.$executeRaw`
    UPDATE outbound_mail SET data_began_at = now()
    WHERE id = ${id}::uuid AND state = 'sending' AND lease_token = ${leaseToken} AND leased_until > now()`
  if (changed !== 1) throw new AppError('conflict', 'the lease on an outbound mail ended')
}

/** Keeps a running attempt ours. */
export async function extendLease(
  db: TenantSql,
  id: string,
  leaseToken: number,
  leaseMs: number,
): Promise<void> {
  await db.$executeRaw`
    UPDATE outbound_mail SET leased_until = now() + ${leaseMs} * interval '1 millisecond'
    WHERE id = ${id}::uuid AND state = 'sending' AND lease_token = ${leaseToken}`
}

/**
 * A mail whose sender died with the lease in its hand. If no byte of the data had left, the attempt counts for
 * nothing and is made again. Otherwise nobody can say whether it arrived, so nobody sends it again by himself.
 *
 * @returns the ticket concerned, or null when the lease still runs or the mail is settled
 */
export async function takeBackOutboundMail(
  db: TenantSql,
  id: string,
): Promise<{ ticketId: string; ticketNumber: number; isUncertain: boolean } | null> {
  const [row] = await db.$queryRaw<{ ticketId: string; ticketNumber: number; isUncertain: boolean }[]>`
    UPDATE outbound_mail o SET
      state = CASE WHEN data_began_at IS NULL THEN 'pending' ELSE 'uncertain' END::outbound_state,
      trouble = CASE WHEN data_began_at IS NULL THEN NULL ELSE 'sender_died' END,
      settled_at = CASE WHEN data_began_at IS NULL THEN NULL ELSE now() END,
      next_attempt_at = date_trunc('milliseconds', now()), leased_until = NULL
    FROM ticket t
    WHERE o.id = ${id}::uuid AND o.state = 'sending' AND o.leased_until <= now() AND t.id = o.ticket_id
    RETURNING t.id AS "ticketId", t.number AS "ticketNumber", o.data_began_at IS NOT NULL AS "isUncertain"`
  return row ?? null
}

export interface AttemptRecord {
  outboundMailId: string
  leaseToken: number
  decision: Omit<DeliveryDecision, 'state'> & { state: DeliveryDecision['state'] | 'suppressed' }
  serverResponse: string
  /** False when there was no way out to try. */
  countsAsAttempt: boolean
  /** Keys of addresses that do not exist, by the server's word. */
  deadAddressKeys: string[]
  /** What the provider calls our mail, if not by our Message-ID: answers that name it belong to the ticket. */
  providerMessageId: string | null
  at: Date
}

/**
 * Writes what an attempt led to, with its event; false when the lease was lost, and then nothing changed. One thing is
 * taken late: that the server accepted, while the mail counts as uncertain. That is knowledge, where there was none.
 */
export async function recordAttempt(db: TenantSql, record: AttemptRecord): Promise<boolean> {
  const { decision, at } = record
  const isSettled = !['pending', 'deferred'].includes(decision.state)
  const recorded = await db.$executeRaw`
    WITH settled AS (
      UPDATE outbound_mail SET state = ${decision.state}::outbound_state, trouble = ${decision.trouble},
        recipients = ${JSON.stringify(decision.recipients)}::jsonb, server_response = ${record.serverResponse},
        next_attempt_at = coalesce(${decision.nextAttemptAt}::timestamptz, next_attempt_at), leased_until = NULL,
        attempts = attempts - ${record.countsAsAttempt ? 0 : 1}::int,
        settled_at = ${isSettled ? at : null}::timestamptz
      WHERE id = ${record.outboundMailId}::uuid AND lease_token = ${record.leaseToken}
        AND (state = 'sending' OR (state = 'uncertain' AND ${decision.state === 'accepted'}))
      RETURNING tenant_id, id, ticket_id, message_id
    ), marked AS (
      UPDATE customer_address SET undeliverable_since = coalesce(undeliverable_since, ${at}::timestamptz)
      WHERE address_key = ANY(${record.deadAddressKeys}::text[]) AND EXISTS (SELECT 1 FROM settled)
    ), named AS (
      INSERT INTO message_key (tenant_id, kind, key, message_id, ticket_id)
      SELECT tenant_id, 'message_id', ${record.providerMessageId}, message_id, ticket_id FROM settled
      WHERE ${record.providerMessageId}::text IS NOT NULL
      ON CONFLICT DO NOTHING
    )
    INSERT INTO delivery_event (id, tenant_id, outbound_mail_id, kind, status, detail, at)
    SELECT ${newId()}::uuid, tenant_id, id, ${decision.state}, ${decision.trouble ?? ''}, ${record.serverResponse}, ${at} FROM settled`
  return recorded === 1
}

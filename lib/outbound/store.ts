import type { ChannelKind, ChannelProvider, ChannelSettings } from '@/lib/channels/types'
import type { TenantSql } from '@/lib/db/tenant-sql'
import { newId } from '@/lib/ids'
import type { DeliveryDecision, RecipientRecord } from './types'

/** An outbound mail whose attempt this process makes until `leaseMs` are over. */
export interface ClaimedOutboundMail {
  id: string
  kind: 'reply' | 'confirmation'
  ticketId: string
  ticketNumber: number
  /** `isStopped`: its server lets nobody in this way until somebody changes that there, and tests or saves it here. */
  channel: ChannelSettings & { isUsable: boolean; isStopped: boolean }
  envelopeFrom: string
  recipients: RecipientRecord[]
  attempts: number
  leaseToken: number
  createdAt: Date
  /** When it was first put off since it last waited for a way out, or for somebody's word. */
  triedSince: Date | null
  bytes: Buffer
  /** Keys among the recipients that nothing may be sent to. */
  blockedKeys: string[]
}

export type Lease = Pick<ClaimedOutboundMail, 'id' | 'leaseToken'>

export interface DueMail {
  id: string
  channel: { id: string; kind: ChannelKind; provider: ChannelProvider }
}

/** Mails whose attempt is due: replies before automatic answers, then the most overdue; of some alone if `only`. */
export async function listDueMails(
  db: TenantSql,
  { limit, only = null }: { limit: number; only?: string[] | null },
): Promise<DueMail[]> {
  return db.$queryRaw`
    WITH due AS MATERIALIZED (
      SELECT id, kind, next_attempt_at, channel_id FROM outbound_mail
      WHERE state IN ('pending', 'deferred') AND next_attempt_at <= now()
        AND (${only}::uuid[] IS NULL OR id = ANY(${only}::uuid[]))
      -- So the index of these is taken, and not that of all mails of the channel.
      ORDER BY next_attempt_at
    )
    SELECT o.id, json_build_object('id', c.id, 'kind', c.kind, 'provider', c.provider) AS channel
    FROM due o JOIN outbound_channel c ON c.id = o.channel_id
    ORDER BY o.kind = 'confirmation', o.next_attempt_at, o.id LIMIT ${limit}::int`
}

/** Takes those of the mails whose attempt is due; not those that are done, or somebody else's. */
export async function claimOutboundMails(
  db: TenantSql,
  ids: string[],
  leaseMs: number,
): Promise<ClaimedOutboundMail[]> {
  if (ids.length === 0) return []
  return db.$queryRaw<ClaimedOutboundMail[]>`
    WITH claimed AS (
      UPDATE outbound_mail SET state = 'sending', attempts = attempts + 1, lease_token = lease_token + 1,
        data_began_at = NULL, leased_until = now() + ${leaseMs} * interval '1 millisecond'
      WHERE id = ANY(${ids}::uuid[]) AND state IN ('pending', 'deferred') AND next_attempt_at <= now()
      RETURNING *
    )
    SELECT o.id, o.kind, o.ticket_id AS "ticketId", t.number AS "ticketNumber",
      json_build_object('id', c.id, 'tenantId', c.tenant_id, 'kind', c.kind, 'provider', c.provider, 'fromAddress', c.from_address,
        'host', c.host, 'port', c.port, 'encryption', c.encryption, 'isCertificateChecked', c.is_certificate_checked, 'pinnedFingerprint', c.pinned_fingerprint,
        'credentialId', c.credential_id, 'revision', c.revision,
        'isUsable', c.is_active AND c.removed_at IS NULL,
        'isStopped', c.trouble IS NOT DISTINCT FROM 'smtp_auth_disabled') AS channel,
      o.envelope_from AS "envelopeFrom", o.recipients, o.attempts, o.lease_token AS "leaseToken", o.created_at AS "createdAt",
      CASE WHEN o.attempts > 1 THEN (
        SELECT min(e.at) FROM delivery_event e WHERE e.outbound_mail_id = o.id AND e.kind = 'deferred'
          AND e.at > coalesce((SELECT max(w.at) FROM delivery_event w
            WHERE w.outbound_mail_id = o.id AND w.kind IN ('pending', 'attempted')), '-infinity')) END AS "triedSince",
      m.bytes,
      ARRAY(SELECT b.address_key FROM blocked_address b WHERE b.address_key IN (
        SELECT lower(r->>'address') FROM jsonb_array_elements(o.recipients) r)) AS "blockedKeys"
    FROM claimed o
    JOIN ticket t ON t.id = o.ticket_id
    JOIN outbound_channel c ON c.id = o.channel_id
    JOIN outbound_mime m ON m.outbound_mail_id = o.id
    ORDER BY array_position(${ids}::uuid[], o.id)`
}

/**
 * Written when the server asked for the data, and committed before its first byte leaves.
 *
 * @returns the ids of those whose lease still runs: nothing may leave of the others
 */
export async function recordDataBegan(db: TenantSql, leases: Lease[]): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    UPDATE outbound_mail o SET data_began_at = now()
    FROM jsonb_to_recordset(${leasesJson(leases)}::jsonb) AS l(id uuid, "leaseToken" int)
    WHERE o.id = l.id AND o.state = 'sending' AND o.lease_token = l."leaseToken" AND o.leased_until > now()
    RETURNING o.id`
  return rows.map(({ id }) => id)
}

/** Keeps running attempts ours. */
export async function extendLeases(db: TenantSql, leases: Lease[], leaseMs: number): Promise<void> {
  await db.$executeRaw`
    UPDATE outbound_mail o SET leased_until = now() + ${leaseMs} * interval '1 millisecond'
    FROM jsonb_to_recordset(${leasesJson(leases)}::jsonb) AS l(id uuid, "leaseToken" int)
    WHERE o.id = l.id AND o.state = 'sending' AND o.lease_token = l."leaseToken"`
}

const leasesJson = (leases: Lease[]): string =>
  JSON.stringify(leases.map(({ id, leaseToken }) => ({ id, leaseToken })))

/**
 * Mails whose sender died with the lease in its hand. If no byte of the data had left, the attempt counts for
 * nothing and is made again. Otherwise nobody can say whether it arrived, so nobody sends it again by himself.
 *
 * @returns the tickets of mails that are uncertain from now on
 */
export async function takeBackOutboundMails(
  db: TenantSql,
): Promise<{ ticketId: string; ticketNumber: number }[]> {
  return db.$queryRaw`
    WITH back AS (
      UPDATE outbound_mail SET
        state = CASE WHEN data_began_at IS NULL THEN 'pending' ELSE 'uncertain' END::outbound_state,
        trouble = CASE WHEN data_began_at IS NULL THEN NULL ELSE 'sender_died' END,
        settled_at = CASE WHEN data_began_at IS NULL THEN NULL ELSE now() END,
        attempts = attempts - CASE WHEN data_began_at IS NULL THEN 1 ELSE 0 END,
        next_attempt_at = date_trunc('milliseconds', now()), leased_until = NULL
      WHERE state = 'sending' AND leased_until <= now()
      RETURNING ticket_id, state
    )
    SELECT t.id AS "ticketId", t.number AS "ticketNumber"
    FROM back JOIN ticket t ON t.id = back.ticket_id WHERE back.state = 'uncertain'`
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
 * Writes what attempts led to, each with its event; nothing where the lease was lost. One thing is taken late: that the
 * server accepted, while the mail counts as uncertain. That is knowledge, where there was none.
 *
 * @returns the ids of the mails that were written
 */
export async function recordAttempts(db: TenantSql, records: AttemptRecord[]): Promise<string[]> {
  const asked = records.map(({ decision, ...record }) => ({
    ...record,
    ...decision,
    eventId: newId(),
    isSettled: !['pending', 'deferred'].includes(decision.state),
  }))
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH asked AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS a("outboundMailId" uuid, "leaseToken" int,
        state outbound_state, trouble text, "nextAttemptAt" timestamptz, recipients jsonb, "serverResponse" text,
        "countsAsAttempt" boolean, "isSettled" boolean, "deadAddressKeys" text[], "providerMessageId" text, at timestamptz,
        "eventId" uuid)
    ), settled AS (
      UPDATE outbound_mail o SET state = a.state, trouble = a.trouble, recipients = a.recipients,
        server_response = a."serverResponse", next_attempt_at = coalesce(a."nextAttemptAt", o.next_attempt_at),
        leased_until = NULL, attempts = o.attempts - CASE WHEN a."countsAsAttempt" THEN 0 ELSE 1 END,
        settled_at = CASE WHEN a."isSettled" THEN a.at END
      FROM asked a
      WHERE o.id = a."outboundMailId" AND o.lease_token = a."leaseToken"
        AND (o.state = 'sending' OR (o.state = 'uncertain' AND a.state = 'accepted'))
      RETURNING o.tenant_id, o.id, o.ticket_id, o.message_id, a."eventId", a.state AS decided, a.trouble AS why,
        a."serverResponse" AS response, a.at, a."deadAddressKeys", a."providerMessageId"
    ), marked AS (
      UPDATE customer_address SET undeliverable_since = coalesce(undeliverable_since, now())
      WHERE address_key IN (SELECT unnest("deadAddressKeys") FROM settled)
    ), named AS (
      INSERT INTO message_key (tenant_id, kind, key, message_id, ticket_id)
      SELECT tenant_id, 'message_id', "providerMessageId", message_id, ticket_id FROM settled
      WHERE "providerMessageId" IS NOT NULL
      ON CONFLICT DO NOTHING
    )
    INSERT INTO delivery_event (id, tenant_id, outbound_mail_id, kind, status, detail, at)
    SELECT "eventId", tenant_id, id, decided::text, coalesce(why, ''), response, at FROM settled
    RETURNING outbound_mail_id AS id`
  return rows.map(({ id }) => id)
}

import type { TenantDb } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import type { OutboundStateWord } from '@/lib/tickets/types'
import type { RecipientRecord } from './types'

export interface LockedOutboundMail {
  id: string
  kind: 'reply' | 'confirmation'
  state: OutboundStateWord
  ticketId: string
  recipients: RecipientRecord[]
}

/** The mail as it stands, and ours until the transaction ends; null when there is none here. */
export async function lockOutboundMail(db: TenantDb, id: string): Promise<LockedOutboundMail | null> {
  const [row] = await db.$queryRaw<LockedOutboundMail[]>`
    SELECT id, kind, state, ticket_id AS "ticketId", recipients FROM outbound_mail WHERE id = ${id}::uuid FOR UPDATE`
  return row ?? null
}

/**
 * What a person, or evidence, decided about an uncertain mail. Who still waits either counts as reached or is tried
 * again; nobody who was accepted before gets it twice.
 */
export async function settleOutboundMail(
  db: TenantDb,
  mail: LockedOutboundMail,
  state: 'pending' | 'accepted',
  at: Date,
  detail = 'decided by an agent',
): Promise<void> {
  const recipients = mail.recipients.map(
    (one): RecipientRecord =>
      state === 'accepted' && one.state === 'waiting' ? { ...one, state: 'accepted' } : one,
  )
  await db.$executeRaw`
    WITH changed AS (
      UPDATE outbound_mail SET state = ${state}::outbound_state, recipients = ${JSON.stringify(recipients)}::jsonb,
        trouble = NULL, leased_until = NULL, next_attempt_at = date_trunc('milliseconds', now()),
        attempts = CASE WHEN ${state === 'pending'} THEN 0 ELSE attempts END,
        settled_at = CASE WHEN ${state === 'accepted'} THEN ${at}::timestamptz END
      WHERE id = ${mail.id}::uuid RETURNING id
    )
    INSERT INTO delivery_event (id, outbound_mail_id, kind, detail, at)
    SELECT ${newId()}::uuid, id, ${state === 'accepted' ? 'accepted' : 'attempted'}, ${detail}, ${at}::timestamptz
    FROM changed`
}

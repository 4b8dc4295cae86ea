import type { TenantSql } from '@/lib/db/tenant-sql'

/** A mail that a message passes on, as the message tells it. */
export interface NewForwarded {
  messageId: string
  how: 'inline' | 'attached'
  fromName: string
  /** Empty when no address can be used. */
  fromAddress: string
  subject: string
  sentAt: Date | null
  dateText: string
  confidence: 'high' | 'medium' | 'low'
  evidence: string[]
  files: string[]
  body: string
  requesterSince: Date | null
}

export async function insertForwarded(db: TenantSql, mail: NewForwarded): Promise<void> {
  await db.$executeRaw`
    INSERT INTO forwarded_mail (message_id, how, from_name, from_address, subject, sent_at, date_text, confidence, evidence,
      files, body, requester_since)
    VALUES (${mail.messageId}::uuid, ${mail.how}, ${mail.fromName}, ${mail.fromAddress}, ${mail.subject},
      ${mail.sentAt}::timestamptz, ${mail.dateText}, ${mail.confidence}, ${mail.evidence}::text[], ${mail.files}::text[],
      ${mail.body}, ${mail.requesterSince}::timestamptz)`
}

export interface ForwardedClaim {
  ticketId: string
  fromName: string
  fromAddress: string
  requesterSince: Date | null
  isOwnAddress: boolean
  /** The customer who has this address; null when nobody has. */
  customer: { id: string; name: string; organizationId: string | null } | null
  /** Where tickets of people nobody knows belong. */
  unknownOrganizationId: string | null
}

/** Null for a message that passes on no mail, or is not here. */
export async function findForwardedClaim(db: TenantSql, messageId: string): Promise<ForwardedClaim | null> {
  const [row] = await db.$queryRaw<ForwardedClaim[]>`
    SELECT m.ticket_id AS "ticketId", f.from_name AS "fromName", f.from_address AS "fromAddress",
      f.requester_since AS "requesterSince",
      EXISTS (SELECT 1 FROM blocked_address WHERE address_key = lower(f.from_address) AND reason = 'own_address') AS "isOwnAddress",
      (SELECT json_build_object('id', c.id, 'name', c.name, 'organizationId', c.organization_id)
        FROM customer_address a JOIN customer c ON c.id = a.customer_id
        WHERE a.address_key = lower(f.from_address)) AS customer,
      (SELECT o.id FROM tenant t, organization o WHERE t.attach_unknown_to_house AND o.is_house) AS "unknownOrganizationId"
    FROM forwarded_mail f JOIN message m ON m.id = f.message_id
    WHERE f.message_id = ${messageId}::uuid AND m.join_state IS DISTINCT FROM 'pending'`
  return row ?? null
}

/** From now on the original's sender is who asks; answers to the message go to him. */
export async function setForwardedRequester(db: TenantSql, messageId: string, at: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE forwarded_mail SET requester_since = ${at}::timestamptz WHERE message_id = ${messageId}::uuid`
}

export async function findCustomerName(db: TenantSql, customerId: string): Promise<string> {
  const [row] = await db.$queryRaw<
    { name: string }[]
  >`SELECT name FROM customer WHERE id = ${customerId}::uuid`
  return row?.name ?? ''
}

import type { TenantDb } from '@/lib/db/with-tenant'

export interface Requester {
  customerId: string
  organizationId: string | null
  name: string
  /** Empty for a customer without one. */
  address: string
}

export async function findRequester(db: TenantDb, customerId: string): Promise<Requester | null> {
  const [row] = await db.$queryRaw<Requester[]>`
    SELECT c.id AS "customerId", c.organization_id AS "organizationId", c.name,
      coalesce((SELECT a.address FROM customer_address a WHERE a.customer_id = c.id
        ORDER BY a.is_primary DESC, a.created_at, a.id LIMIT 1), '') AS address
    FROM customer c WHERE c.id = ${customerId}::uuid`
  return row ?? null
}

/** Mailbox and queue of a ticket that no mail began; null when one of them that was asked for is not here. */
export async function findBirthPlace(
  db: TenantDb,
  asked: { mailboxId?: string | undefined; queueId?: string | undefined },
): Promise<{ mailboxId: string; queueId: string } | 'no-mailbox' | null> {
  const mailbox = await db.mailbox.findFirst({
    where: asked.mailboxId === undefined ? {} : { id: asked.mailboxId },
    select: { id: true, defaultQueueId: true },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  if (!mailbox) return asked.mailboxId === undefined ? 'no-mailbox' : null
  if (asked.queueId === undefined) return { mailboxId: mailbox.id, queueId: mailbox.defaultQueueId }
  const queue = await db.queue.findFirst({ where: { id: asked.queueId }, select: { id: true } })
  return queue && { mailboxId: mailbox.id, queueId: queue.id }
}

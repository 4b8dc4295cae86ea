import { throughDoor } from './system'

/** The system door, for mail: whose is what a machine or an operator names by id alone. */
export async function findTenantOfRawMail(rawMailId: string): Promise<string | null> {
  const row = await throughDoor((db) =>
    db.rawMail.findUnique({ where: { id: rawMailId }, select: { tenantId: true } }),
  )
  return row?.tenantId ?? null
}

/** Whose way out this is, also one that was removed. */
export async function findTenantOfChannel(channelId: string): Promise<string | null> {
  const row = await throughDoor((db) =>
    db.outboundChannel.findUnique({ where: { id: channelId }, select: { tenantId: true } }),
  )
  return row?.tenantId ?? null
}

/** The creation address behind an endpoint that is in use. */
export async function findInboundEndpoint(
  endpointId: string,
): Promise<{ tenantId: string; address: string } | null> {
  const row = await throughDoor((db) =>
    db.inboundEndpoint.findUnique({
      where: { id: endpointId, revokedAt: null },
      select: { tenantId: true, creationAddress: { select: { address: true } } },
    }),
  )
  return row && { tenantId: row.tenantId, address: row.creationAddress.address }
}

/** Mails that a provider holds for us and whose turn it is; most overdue first. */
export async function listInboundFetchesDue(
  at: Date,
  limit: number,
): Promise<{ tenantId: string; id: string }[]> {
  return throughDoor((db) =>
    db.inboundFetch.findMany({
      where: {
        state: 'waiting',
        nextAttemptAt: { lte: at },
        OR: [{ claimedUntil: null }, { claimedUntil: { lte: at } }],
      },
      select: { tenantId: true, id: true },
      orderBy: { nextAttemptAt: 'asc' },
      take: limit,
    }),
  )
}

/** Mails that were announced and never came, since a moment; counted up to 1,000. */
export async function countLostAnnouncements(since: Date): Promise<number> {
  const rows = await throughDoor((db) =>
    db.inboundFetch.findMany({
      where: { state: 'expired', settledAt: { gte: since } },
      select: { id: true },
      take: 1_000,
    }),
  )
  return rows.length
}

/** Forgets announcements that ended before then, and that those and other signed requests were taken. */
export async function deleteWebhookEventsBefore(at: Date): Promise<void> {
  await throughDoor(
    (db) => db.$executeRaw`
      WITH ended AS (
        DELETE FROM inbound_fetch WHERE state IN ('kept', 'expired') AND settled_at < ${at}::timestamptz
      )
      DELETE FROM webhook_event e WHERE e.received_at < ${at}::timestamptz
        AND NOT EXISTS (SELECT 1 FROM inbound_fetch f WHERE f.tenant_id = e.tenant_id AND f.webhook_event_id = e.id)`,
  )
}

/** Tenants with mail that is held because its senders opened too many tickets. */
export async function listTenantsWithHeldMail(limit: number): Promise<string[]> {
  const rows = await throughDoor(
    (db) => db.$queryRaw<{ id: string }[]>`
      SELECT id FROM tenant t
      WHERE EXISTS (SELECT 1 FROM raw_mail r WHERE r.tenant_id = t.id AND r.held_customer_id IS NOT NULL)
      LIMIT ${limit}::int`,
  )
  return rows.map(({ id }) => id)
}

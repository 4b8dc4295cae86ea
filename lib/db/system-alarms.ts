import { throughDoor } from './system'

/** The system door for alarms: which tenants to look at, and whom to tell there. */

/** Tenants where something is broken or somebody is to be told, at most `limit`. */
export async function listTenantsToWatch(limit: number): Promise<string[]> {
  const rows = await throughDoor(
    (db) => db.$queryRaw<{ tenant_id: string }[]>`
      SELECT tenant_id FROM mailbox_connection WHERE removed_at IS NULL AND state NOT IN ('new', 'well')
      UNION SELECT tenant_id FROM outbound_channel WHERE trouble IS NOT NULL
      UNION SELECT tenant_id FROM raw_mail WHERE state = 'kept' AND received_at < now() - interval '10 minutes'
      UNION SELECT u.tenant_id FROM tenant_usage u JOIN tenant t ON t.id = u.tenant_id
        WHERE u.stored_bytes >= t.storage_quota_bytes OR u.put_off_since IS NOT NULL
      UNION SELECT tenant_id FROM inbound_fetch WHERE state = 'waiting' AND trouble IS NOT NULL
        AND announced_at < now() - interval '10 minutes'
      UNION SELECT tenant_id FROM inbound_fetch WHERE state = 'expired' AND settled_at > now() - interval '1 day'
      UNION SELECT t.id FROM tenant t
        WHERE EXISTS (SELECT 1 FROM raw_mail r WHERE r.tenant_id = t.id AND r.held_customer_id IS NOT NULL)
      UNION SELECT tenant_id FROM alarm WHERE cleared_at IS NULL OR next_notice_at IS NOT NULL
      LIMIT ${limit}::int`,
  )
  return rows.map((row) => row.tenant_id)
}

export interface TenantAdmin {
  userId: string
  email: string
  name: string
  locale: string
}

const maxAdmins = 50

/** Who looks after a tenant, with the language each reads: his own, else the tenant's. */
export async function listTenantAdmins(
  tenantId: string,
): Promise<{ tenant: { slug: string; name: string }; admins: TenantAdmin[] }> {
  const [tenant, members] = await throughDoor((db) =>
    Promise.all([
      db.tenant.findUniqueOrThrow({
        where: { id: tenantId },
        select: { slug: true, name: true, locale: true },
      }),
      db.membership.findMany({
        where: {
          tenantId,
          role: { in: ['owner', 'admin'] },
          deactivatedAt: null,
          user: { disabledAt: null },
        },
        select: { displayName: true, user: { select: { id: true, email: true, locale: true } } },
        orderBy: { id: 'asc' },
        take: maxAdmins,
      }),
    ]),
  )
  return {
    tenant: { slug: tenant.slug, name: tenant.name },
    admins: members.map(({ displayName, user }) => ({
      userId: user.id,
      email: user.email,
      name: displayName,
      locale: user.locale ?? tenant.locale,
    })),
  }
}

/** Whether facts wait longer than they should, for health: the age of the oldest, null when none waits. */
export async function findOldestWaiting(): Promise<{ outboxAt: Date | null; keptMailAt: Date | null }> {
  const [row] = await throughDoor(
    (db) => db.$queryRaw<{ outboxAt: Date | null; keptMailAt: Date | null }[]>`
      SELECT (SELECT created_at FROM outbox ORDER BY id LIMIT 1) AS "outboxAt",
        (SELECT min(received_at) FROM raw_mail WHERE state = 'kept' AND next_attempt_at <= now()) AS "keptMailAt"`,
  )
  return row ?? { outboxAt: null, keptMailAt: null }
}

import { countConfirmationsLastHour } from '@/lib/db/system'
import type { TenantSql } from '@/lib/db/tenant-sql'
import { confirmationLimits } from '@/lib/outbound/confirmation-rules'

/**
 * How many confirmations went out in the last hour, as this process knows it: read from the database every few
 * seconds, and what it promises itself is added at once. Several workers together may go over a limit by what they
 * send in that time; a limit that stops storms bears that, and counting anew for each mail would cost more than the
 * mail.
 */
const freshMs = 5_000
const maxTenants = 10_000

interface Counted {
  readAtMs: number
  byDomain: Promise<Map<string, number>>
}

const ofTenant = new Map<string, Counted>()
let inAll: { readAtMs: number; count: Promise<number>; promised: number } | null = null

/** Of one tenant, by the recipient's domain. At most one statement. */
export async function confirmationsByDomain(
  db: TenantSql,
  tenantId: string,
  at: number = performance.now(),
): Promise<ReadonlyMap<string, number>> {
  const known = ofTenant.get(tenantId)
  if (known && at - known.readAtMs < freshMs) return known.byDomain
  if (ofTenant.size >= maxTenants) ofTenant.clear()
  const byDomain = readByDomain(db)
  ofTenant.set(tenantId, { readAtMs: at, byDomain })
  // A failure is told to whoever waits for it, and not kept.
  byDomain.catch(() => ofTenant.delete(tenantId))
  return byDomain
}

/** Over all tenants. */
export async function confirmationsInAll(at: number = performance.now()): Promise<number> {
  if (!inAll || at - inAll.readAtMs >= freshMs) {
    const count = countConfirmationsLastHour(confirmationLimits.inTotalAndHour)
    inAll = { readAtMs: at, count, promised: 0 }
    count.catch(() => {
      inAll = null
    })
  }
  const { count, promised } = inAll
  return (await count) + promised
}

/** After the transaction that promised it, which nothing here may make look failed. */
export function countConfirmation(tenantId: string, domain: string): void {
  if (inAll) inAll.promised++
  ofTenant.get(tenantId)?.byDomain.then(
    (known) => known.set(domain, (known.get(domain) ?? 0) + 1),
    // Whoever reads it is told.
    () => {},
  )
}

async function readByDomain(db: TenantSql): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ domain: string; count: number }[]>`
    SELECT lower(split_part(recipients->0->>'address', '@', 2)) AS domain, count(*)::int AS count
    FROM outbound_mail WHERE kind = 'confirmation' AND created_at > now() - interval '1 hour' GROUP BY 1`
  return new Map(rows.map(({ domain, count }) => [domain, count]))
}

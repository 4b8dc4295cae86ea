import type { TenantDb } from '@/lib/db/with-tenant'
import type { BlockedAddressDto } from './types'

const own = 'own_address'

/** In the order of the addresses, those behind `after` alone. */
export async function readBlockedAddresses(
  db: TenantDb,
  page: { after: string; limit: number },
): Promise<BlockedAddressDto[]> {
  const rows = await db.blockedAddress.findMany({
    where: { addressKey: { gt: page.after } },
    orderBy: { addressKey: 'asc' },
    take: page.limit,
  })
  return rows.map(({ id, addressKey, reason, createdAt }) => ({
    id,
    address: addressKey,
    isOwn: reason === own,
    createdAt: createdAt.toISOString(),
  }))
}

/** @returns false when it is on the list already */
export async function insertBlockedAddress(
  db: TenantDb,
  row: { id: string; addressKey: string; createdAt: Date },
): Promise<boolean> {
  const { count } = await db.blockedAddress.createMany({
    data: [{ ...row, reason: 'listed' }],
    skipDuplicates: true,
  })
  return count === 1
}

/** What somebody listed by hand before becomes our own: mail from it is no customer's any more. */
export async function blockOwnAddress(db: TenantDb, id: string, addressKey: string): Promise<void> {
  await db.$executeRaw`
    INSERT INTO blocked_address (id, address_key, reason) VALUES (${id}::uuid, ${addressKey}, ${own})
    ON CONFLICT (tenant_id, address_key) DO UPDATE SET reason = excluded.reason`
}

export const findBlockedAddress = async (
  db: TenantDb,
  by: { id: string } | { addressKey: string },
): Promise<{ address: string; isOwn: boolean } | null> => {
  const row = await db.blockedAddress.findFirst({ where: by, select: { addressKey: true, reason: true } })
  return row && { address: row.addressKey, isOwn: row.reason === own }
}

/** @returns false when it was gone, or became our own meanwhile */
export async function deleteBlockedAddress(db: TenantDb, id: string): Promise<boolean> {
  const { count } = await db.blockedAddress.deleteMany({ where: { id, reason: { not: own } } })
  return count === 1
}

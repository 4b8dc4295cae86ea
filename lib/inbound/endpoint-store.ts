import type { TenantDb } from '@/lib/db/with-tenant'

export interface Endpoint {
  id: string
  address: string
  createdAt: Date
  revokedAt: Date | null
}

/** The creation address of this tenant, in use. */
export async function findCreationAddressId(db: TenantDb, address: string): Promise<string | null> {
  const row = await db.creationAddress.findFirst({
    where: { address: address.toLowerCase(), disabledAt: null },
    select: { id: true },
  })
  return row?.id ?? null
}

export async function insertEndpoint(
  db: TenantDb,
  endpoint: { id: string; creationAddressId: string; createdAt: Date },
): Promise<void> {
  await db.inboundEndpoint.create({ data: endpoint })
}

/** Newest first; an address has few. */
export async function listEndpoints(db: TenantDb, limit: number): Promise<Endpoint[]> {
  const rows = await db.inboundEndpoint.findMany({
    select: { id: true, createdAt: true, revokedAt: true, creationAddress: { select: { address: true } } },
    orderBy: { id: 'desc' },
    take: limit,
  })
  return rows.map(({ creationAddress, ...row }) => ({ ...row, address: creationAddress.address }))
}

/** False when there is none, or it is revoked already. */
export async function markRevoked(db: TenantDb, id: string, at: Date): Promise<boolean> {
  const { count } = await db.inboundEndpoint.updateMany({
    where: { id, revokedAt: null },
    data: { revokedAt: at },
  })
  return count === 1
}

/** The tenant's creation addresses in use. */
export async function listUsedAddresses(db: TenantDb, limit: number): Promise<string[]> {
  const rows = await db.creationAddress.findMany({
    where: { disabledAt: null },
    select: { address: true },
    orderBy: { address: 'asc' },
    take: limit,
  })
  return rows.map(({ address }) => address)
}

import type { TenantDb } from '@/lib/db/with-tenant'

/** Whether this tenant always shows the pictures of this sender. `address` as `addressKey` compares it. */
export async function isPictureSender(db: TenantDb, address: string): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`SELECT 1 FROM picture_sender WHERE address_key = ${address}`
  return rows.length > 0
}

/** false when it was so before. */
export async function insertPictureSender(
  db: TenantDb,
  address: string,
  membershipId: string,
): Promise<boolean> {
  const count = await db.$executeRaw`
    INSERT INTO picture_sender (address_key, membership_id) VALUES (${address}, ${membershipId}::uuid)
    ON CONFLICT DO NOTHING`
  return count > 0
}

/** false when it was not there. */
export async function deletePictureSender(db: TenantDb, address: string): Promise<boolean> {
  return (await db.$executeRaw`DELETE FROM picture_sender WHERE address_key = ${address}`) > 0
}

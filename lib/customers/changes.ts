import type { TenantSql } from '@/lib/db/tenant-sql'
import { newId } from '@/lib/ids'
import { addressKey } from '@/lib/mail/address'

export interface UnknownCustomer {
  name: string
  /** null when the mail bore no address that can be used. */
  address: string | null
  organizationId: string | null
}

/**
 * Somebody wrote whom we do not know: an unregistered customer of his own. When another mail of his was faster, the
 * one it made. One statement.
 */
export async function insertUnknownCustomer(
  db: TenantSql,
  { name, address, organizationId }: UnknownCustomer,
): Promise<{ customerId: string }> {
  const customerId = newId()
  if (address === null) {
    await db.$executeRaw`
      INSERT INTO customer (id, name, organization_id) VALUES (${customerId}::uuid, ${name}, ${organizationId}::uuid)`
    return { customerId }
  }
  // The address decides who was first: its insertion waits for a rival's, and then shows the rival's customer. The
  // customer of the loser is not made, since its row follows from the address that got in.
  const [row] = await db.$queryRaw<{ customerId: string }[]>`
    WITH taken AS (
      INSERT INTO customer_address (id, customer_id, address, address_key)
      VALUES (${newId()}::uuid, ${customerId}::uuid, ${address}, ${addressKey(address)})
      ON CONFLICT (tenant_id, address_key) DO UPDATE SET address_key = excluded.address_key
      RETURNING customer_id
    ), made AS (
      INSERT INTO customer (id, name, organization_id)
      SELECT ${customerId}::uuid, ${name}, ${organizationId}::uuid FROM taken WHERE customer_id = ${customerId}::uuid
    )
    SELECT customer_id AS "customerId" FROM taken`
  if (!row) throw new Error('INSERT … RETURNING gave no row')
  return row
}

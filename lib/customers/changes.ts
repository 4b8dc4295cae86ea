import type { TenantSql } from '@/lib/db/tenant-sql'
import { newId } from '@/lib/ids'
import { addressKey } from '@/lib/mail/address'

export interface UnknownCustomer {
  name: string
  /** null when the mail bore no address that can be used. */
  address: string | null
  organizationId: string | null
}

/** One of them: see `insertUnknownCustomers`. */
export async function insertUnknownCustomer(
  db: TenantSql,
  customer: UnknownCustomer,
): Promise<{ customerId: string }> {
  const [customerId] = await insertUnknownCustomers(db, [customer])
  if (!customerId) throw new Error('INSERT … RETURNING gave no row')
  return { customerId }
}

/**
 * People wrote whom we do not know: each an unregistered customer of his own. When another mail of his was faster, the
 * one it made. One statement.
 *
 * @returns the customers' ids, in their order
 */
export async function insertUnknownCustomers(db: TenantSql, customers: UnknownCustomer[]): Promise<string[]> {
  if (customers.length === 0) return []
  const asked = customers.map((one) => {
    const key = one.address === null ? null : addressKey(one.address)
    return { ...one, key, customerId: newId(), addressId: newId() }
  })
  const ofKey = new Map(asked.map((one) => [one.key ?? one.customerId, one]))
  // The address decides who was first: its insertion waits for a rival's, and then shows the rival's customer. The
  // customer of the loser is not made, since its row follows from the address that got in. All take the addresses in
  // the same order, so that no two wait for each other.
  const taken = await db.$queryRaw<{ key: string; customerId: string }[]>`
    WITH asked AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify([...ofKey.values()])}::jsonb)
        AS a("customerId" uuid, "addressId" uuid, name text, address text, key text, "organizationId" uuid)
    ), taken AS (
      INSERT INTO customer_address (id, customer_id, address, address_key)
      SELECT "addressId", "customerId", address, key FROM asked WHERE key IS NOT NULL ORDER BY key
      ON CONFLICT (tenant_id, address_key) DO UPDATE SET address_key = excluded.address_key
      RETURNING customer_id, address_key
    ), made AS (
      INSERT INTO customer (id, name, organization_id)
      SELECT "customerId", name, "organizationId" FROM asked
      WHERE key IS NULL OR "customerId" IN (SELECT customer_id FROM taken)
    )
    SELECT address_key AS key, customer_id AS "customerId" FROM taken`
  const customerOf = new Map(taken.map(({ key, customerId }) => [key, customerId]))
  return asked.map(({ key, customerId }) => (key === null ? customerId : (customerOf.get(key) ?? customerId)))
}

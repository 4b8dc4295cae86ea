import type { TenantDb } from '@/lib/db/with-tenant'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { addressKey } from '@/lib/mail/address'

/**
 * A person who writes for the first time: unregistered, with his address. Without a usable address the person is
 * kept by name alone. One statement.
 *
 * @throws AppError `stale_version` when somebody made the same customer meanwhile: gather again
 */
export async function insertUnknownCustomer(
  db: TenantDb,
  person: { name: string; address: string | null; organizationId: string | null },
): Promise<{ customerId: string }> {
  const customerId = newId()
  const key = person.address === null ? null : addressKey(person.address)
  const [row] = await db.$queryRaw<{ addresses: number }[]>`
    WITH person AS (
      INSERT INTO customer (id, name, organization_id)
      VALUES (${customerId}::uuid, ${person.name}, ${person.organizationId}::uuid) RETURNING id
    ), address AS (
      INSERT INTO customer_address (id, customer_id, address, address_key)
      SELECT ${newId()}::uuid, id, ${person.address}, ${key} FROM person WHERE ${key}::text IS NOT NULL
      ON CONFLICT (tenant_id, address_key) DO NOTHING RETURNING id
    )
    SELECT (SELECT count(*)::int FROM address) AS addresses`
  if (key !== null && row?.addresses !== 1) {
    throw new AppError('stale_version', 'the sender became a customer meanwhile')
  }
  return { customerId }
}

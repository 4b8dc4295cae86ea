import { withTenant } from '@/lib/db/with-tenant'
import type { TenantScope } from '@/lib/tenancy/scope'
import { openSecret } from './open-secret'
import { sealSecret } from './seal-secret'
import { listSealedOtherwise, resealSecret } from './store'
import type { SealingKeys } from './types'

const pageSize = 100

/**
 * Seals a tenant's secrets anew with the key in use, after which the older keys can go. Safe to repeat and to run
 * beside everything else: a secret replaced meanwhile is left as it is, sealed with the new key already.
 *
 * @returns how many were sealed anew
 * @throws AppError `key_missing` when a secret's key is not among those given: nothing of that page is changed
 */
export async function rotateCredentialKeys(scope: TenantScope, keys: SealingKeys): Promise<number> {
  const { tenantId } = scope
  let resealed = 0
  for (;;) {
    const page = await withTenant(scope, async (db) => {
      const rows = await listSealedOtherwise(db, keys.current.id, pageSize)
      for (const row of rows) {
        const place = { tenantId, id: row.id }
        const sealed = sealSecret(openSecret(row, place, keys), place, keys)
        if (await resealSecret(db, { id: row.id, before: row.sealed, ...sealed })) resealed++
      }
      return rows.length
    })
    if (page < pageSize) return resealed
  }
}

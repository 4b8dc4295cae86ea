import type pg from 'pg'
import type { TenantScope } from '@/lib/tenancy/scope'
import { sqlPool } from './client'
import { toAppError } from './errors'
import { beginInTenant, plannedOnce, sqlOf } from './tenant-sql'
import { enterTransaction, type TenantReads } from './with-tenant'

/**
 * One read-only transaction in one tenant, for what is read at every click: as `withTenant`, but past the client library,
 * and without waiting for an answer between the statements. Its beginning, the tenant's setting and the first read
 * leave together; the values are there before the end of the transaction is confirmed.
 *
 * @throws AppError `database_unavailable` when the database cannot be reached or the pool stays busy
 */
export async function readTenant<T>(
  scope: TenantScope,
  work: (db: TenantReads) => PromiseLike<T>,
): Promise<T> {
  return enterTransaction(async () => {
    try {
      const beginning = beginInTenant(scope.tenantId, 'BEGIN READ ONLY', plannedOnce)
      return await readWith(await sqlPool().connect(), beginning, work)
    } catch (error) {
      throw toAppError(error)
    }
  })
}

async function readWith<T>(
  client: pg.PoolClient,
  beginning: string,
  work: (db: TenantReads) => PromiseLike<T>,
): Promise<T> {
  // If one of them fails, what was sent after it sees no tenant's rows, and this throws.
  const transaction = { isOver: false }
  const [begun, done] = await Promise.allSettled([client.query(beginning), work(sqlOf(client, transaction))])
  transaction.isOver = true
  // The connection goes back when it says that it is out of the transaction, and never when it does not.
  client.query('COMMIT').then(
    () => client.release(),
    (error: Error) => client.release(error),
  )
  if (begun.status === 'rejected') throw begun.reason
  if (done.status === 'rejected') throw done.reason
  return done.value
}

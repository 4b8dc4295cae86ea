import type pg from 'pg'
import type { TenantScope } from '@/lib/tenancy/scope'
import { readPool } from './client'
import { toAppError } from './errors'
import { Prisma } from './generated/client'
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
      const client = await readPool().connect()
      return await readWith(client, scope.tenantId, work)
    } catch (error) {
      throw toAppError(error)
    }
  })
}

async function readWith<T>(
  client: pg.PoolClient,
  tenantId: string,
  work: (db: TenantReads) => PromiseLike<T>,
): Promise<T> {
  // If one of them fails, what was sent after it sees no tenant's rows, and this throws.
  const begun = Promise.all([
    client.query('BEGIN READ ONLY'),
    client.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenantId]),
  ])
  const [beginning, done] = await Promise.allSettled([begun, work(readsOf(client))])
  // The connection goes back when it says that it is out of the transaction, and never when it does not.
  client.query('COMMIT').then(
    () => client.release(),
    (error: Error) => client.release(error),
  )
  if (beginning.status === 'rejected') throw beginning.reason
  if (done.status === 'rejected') throw done.reason
  return done.value
}

/** The part of the client library's transaction that reads are written for. */
function readsOf(client: pg.PoolClient): TenantReads {
  const $queryRaw = async <Rows>(
    query: TemplateStringsArray | Prisma.Sql,
    ...values: unknown[]
  ): Promise<Rows> => {
    const { text, values: given } = 'text' in query ? query : Prisma.sql(query, ...values)
    const { rows } = await client.query({ text, values: given })
    return rows as Rows
  }
  return { $queryRaw } as unknown as TenantReads
}

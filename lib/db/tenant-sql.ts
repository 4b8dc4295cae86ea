import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { TenantScope } from '@/lib/tenancy/scope'
import { sqlPool } from './client'
import { toAppError } from './errors'
import { Prisma } from './generated/client'
import { enterTransaction, type TenantReads } from './with-tenant'

/** What statements written by hand need of a transaction in one tenant; every `TenantDb` has it too. */
export interface TenantSql extends TenantReads {
  /** @returns how many rows were changed */
  $executeRaw(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): PromiseLike<number>
}

/**
 * One transaction in one tenant, as `withTenant`, for the ways that every mail goes: past the client library, its
 * statements prepared once a connection, and its beginning sent along with the first of them. All or nothing is
 * committed before this answers.
 *
 * `mayBeForgotten`: what is written need not survive a crash of the database on its own account, such as a claim that
 * nobody holds after it. What is committed after it brings it along.
 *
 * @throws AppError `database_unavailable` when the database cannot be reached or the pool stays busy
 */
export async function withTenantSql<T>(
  scope: TenantScope,
  work: (db: TenantSql) => Promise<T>,
  options: { mayBeForgotten?: boolean } = {},
): Promise<T> {
  return enterTransaction(async () => {
    try {
      const client = await sqlPool().connect()
      const enter = options.mayBeForgotten ? enterLightly : enterTenant
      return await transact(client, enter(scope.tenantId), work)
    } catch (error) {
      throw toAppError(error)
    }
  })
}

/** For lib/db alone: the statement by which a transaction becomes a tenant's. */
export const setTenant = (tenantId: string): pg.QueryConfig => ({
  name: 'set tenant',
  text: `SELECT set_config('app.tenant_id', $1, true)`,
  values: [tenantId],
})

/**
 * Planned once a connection, and never anew for the values at hand: planning costs more than what is done here, which
 * finds everything by a key. The plan lasts, so it must not be the one that is good while tables are new and small and
 * reads them whole.
 */
const enterTenant = (tenantId: string): pg.QueryConfig => ({
  name: 'enter tenant',
  text: `SELECT ${settings}`,
  values: [tenantId],
})

const enterLightly = (tenantId: string): pg.QueryConfig => ({
  name: 'enter tenant lightly',
  text: `SELECT ${settings}, set_config('synchronous_commit', 'off', true)`,
  values: [tenantId],
})

const settings = `set_config('app.tenant_id', $1, true), set_config('enable_seqscan', 'off', true),
  set_config('plan_cache_mode', 'force_generic_plan', true)`

async function transact<T>(
  client: pg.PoolClient,
  enter: pg.QueryConfig,
  work: (db: TenantSql) => Promise<T>,
): Promise<T> {
  // If one of them fails, the database refuses what was sent after it: no tenant, no rows.
  const begun = Promise.all([client.query('BEGIN'), client.query(enter)])
  const [beginning, done] = await Promise.allSettled([begun, work(sqlOf(client))])
  const failure = [beginning, done].find((one) => one.status === 'rejected')
  try {
    await client.query(failure ? 'ROLLBACK' : 'COMMIT')
    client.release()
  } catch (error) {
    // Nobody knows what it would carry into the next transaction.
    client.release(true)
    if (!failure) throw error
  }
  if (failure) throw failure.reason
  if (done.status === 'rejected') throw done.reason
  return done.value
}

/** For lib/db alone: the statements of a connection that is in a tenant's transaction. */
export function sqlOf(client: pg.PoolClient): TenantSql {
  const run = (query: TemplateStringsArray | Prisma.Sql, values: unknown[]) =>
    client.query(statementOf(query, values))
  return {
    $queryRaw: async (query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) =>
      (await run(query, values)).rows,
    $executeRaw: async (query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) =>
      (await run(query, values)).rowCount ?? 0,
  } as unknown as TenantSql
}

/** By the template's place in the code: its text never changes. */
const prepared = new WeakMap<TemplateStringsArray, { name: string; text: string }>()

function statementOf(query: TemplateStringsArray | Prisma.Sql, values: unknown[]): pg.QueryConfig {
  const isWhole = !(query instanceof Prisma.Sql) && !values.some((value) => value instanceof Prisma.Sql)
  if (isWhole) {
    const known = prepared.get(query) ?? prepare(query)
    return { ...known, values }
  }
  const sql = query instanceof Prisma.Sql ? query : Prisma.sql(query, ...values)
  return { text: sql.text, values: sql.values }
}

function prepare(template: TemplateStringsArray): { name: string; text: string } {
  const text = template.reduce((head, piece, index) => `${head}$${index}${piece}`)
  const statement = { name: createHash('sha256').update(text).digest('base64url').slice(0, 22), text }
  prepared.set(template, statement)
  return statement
}

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
      const settings = options.mayBeForgotten ? plannedForKeys + notWaitedFor : plannedForKeys
      const beginning = beginInTenant(scope.tenantId, 'BEGIN', settings)
      return await transact(await sqlPool().connect(), beginning, work)
    } catch (error) {
      throw toAppError(error)
    }
  })
}

/**
 * For lib/db alone: the statement by which a transaction begins and becomes a tenant's, one message with no answer to
 * read but "done".
 *
 * @throws Error when the id is none: it stands in the statement's text
 */
export function beginInTenant(tenantId: string, begin: 'BEGIN' | 'BEGIN READ ONLY', settings = ''): string {
  if (!/^[0-9a-f-]{36}$/.test(tenantId)) throw new Error('a tenant without an id')
  return `${begin}; SET LOCAL app.tenant_id = '${tenantId}'${settings}`
}

/**
 * For lib/db alone: statements are planned once a connection, and never anew for the values at hand, because planning
 * costs more than what is done.
 */
export const plannedOnce = '; SET LOCAL plan_cache_mode = force_generic_plan'

/**
 * What finds everything by a key. The plan lasts, so it must not be one that is good while tables are new and small:
 * reading them whole, or joining by doing so.
 */
const plannedForKeys = `${plannedOnce}; SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off;
  SET LOCAL enable_mergejoin = off`

const notWaitedFor = '; SET LOCAL synchronous_commit = off'

async function transact<T>(
  client: pg.PoolClient,
  beginning: string,
  work: (db: TenantSql) => Promise<T>,
): Promise<T> {
  // If one of them fails, the database refuses what was sent after it: no tenant, no rows.
  const transaction = { isOver: false }
  const [begun, done] = await Promise.allSettled([client.query(beginning), work(sqlOf(client, transaction))])
  transaction.isOver = true
  const failure = [begun, done].find((one) => one.status === 'rejected')
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

/**
 * For lib/db alone: the statements of a connection that is in a tenant's transaction. When that is over they are refused:
 * the connection may be somebody else's by then.
 */
export function sqlOf(client: pg.PoolClient, transaction: { isOver: boolean }): TenantSql {
  const run = async (query: TemplateStringsArray | Prisma.Sql, values: unknown[]) => {
    if (transaction.isOver) throw new Error('a statement after the end of its transaction')
    return client.query(statementOf(query, values))
  }
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
    const known = prepared.get(query)
    if (known) return { ...known, values }
    const text = query.reduce((head, piece, index) => `${head}$${index}${piece}`)
    const statement = { name: nameOf(text), text }
    prepared.set(query, statement)
    return { ...statement, values }
  }
  const sql = query instanceof Prisma.Sql ? query : Prisma.sql(query, ...values)
  const { text } = sql
  const name = names.get(text) ?? keepName(text)
  return name === null ? { text, values: sql.values } : { name, text, values: sql.values }
}

/**
 * Statements put together of parts have few texts too: a list has one for each kind of filter. Whoever should make a
 * text of every value at hand is not remembered by the database for ever.
 */
const names = new Map<string, string>()
const maxNames = 500

function keepName(text: string): string | null {
  if (names.size >= maxNames) return null
  const name = nameOf(text)
  names.set(text, name)
  return name
}

const nameOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22)

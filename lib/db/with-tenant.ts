import { AsyncLocalStorage } from 'node:async_hooks'
import type { TenantScope } from '@/lib/tenancy/scope'
import { appClient } from './client'
import { toAppError } from './errors'
import type { Prisma } from './generated/client'

declare const brand: unique symbol

/** A transaction that sees one tenant. Only `withTenant` makes one: handing over the root client does not compile. */
export type TenantDb = Prisma.TransactionClient & { readonly [brand]: 'TenantDb' }

/** What reads need of it: `readTenant` gives this much, and every whole transaction has it. */
export interface TenantReads {
  $queryRaw<Rows = unknown>(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): PromiseLike<Rows>
  readonly [brand]: 'TenantDb'
}

const inside = new AsyncLocalStorage<true>()

/**
 * One transaction in one tenant: row-level security reads the setting made here. No network inside; it holds a
 * connection. A nested call would run on another connection and wait for the first: it throws.
 *
 * @throws AppError `database_unavailable` when the database cannot be reached or the pool stays busy
 */
export async function withTenant<T>(scope: TenantScope, work: (db: TenantDb) => Promise<T>): Promise<T> {
  return enterTransaction(async () => {
    try {
      return await appClient().$transaction(
        async (tx) => {
          await tx.$executeRaw`SELECT set_config('app.tenant_id', ${scope.tenantId}, true)`
          return work(tx as TenantDb)
        },
        { maxWait: 5_000, timeout: 10_000 },
      )
    } catch (error) {
      throw toAppError(error)
    }
  })
}

/** For lib/db alone. @throws Error when a transaction is open already */
export function enterTransaction<T>(work: () => Promise<T>): Promise<T> {
  if (inside.getStore()) throw new Error('withTenant inside withTenant: pass the TenantDb on')
  return inside.run(true, work)
}

/** True while a tenant transaction is open: adapters refuse to touch the network then. */
export const isInTenantTransaction = (): boolean => inside.getStore() === true

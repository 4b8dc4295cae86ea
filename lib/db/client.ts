import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { databaseUrl, getEnv } from '@/lib/env'
import { PrismaClient } from './generated/client'
import { PacketSocket } from './packet-socket'

/**
 * The two root clients, and the connections of those statements that go past them. They live on globalThis because
 * Next evaluates this module once for pages and once for route handlers, and a pool each would double the connections.
 * Nobody outside lib/db may import this file.
 */
const holder = globalThis as typeof globalThis & {
  postinoAppClient?: PrismaClient
  postinoSystemClient?: PrismaClient
  postinoSqlPool?: pg.Pool
  postinoSystemSqlPool?: pg.Pool
}

/** Found in no browser bundle: tests/architecture looks for it there. */
export const bundleCanary = 'postino-database-canary-7c1f'

export function appClient(): PrismaClient {
  holder.postinoAppClient ??= connect(databaseUrl(getEnv(), 'app'), getEnv().DATABASE_POOL_SIZE)
  return holder.postinoAppClient
}

export function systemClient(): PrismaClient {
  holder.postinoSystemClient ??= connect(databaseUrl(getEnv(), 'system'), 5)
  return holder.postinoSystemClient
}

/** Of the application's role. Statements leave without waiting for the answer to the one before. */
export function sqlPool(): pg.Pool {
  holder.postinoSqlPool ??= makePool(databaseUrl(getEnv(), 'app'), getEnv().DATABASE_POOL_SIZE)
  return holder.postinoSqlPool
}

/** Of the system door's role: for what every request asks before it has a tenant. */
export function systemSqlPool(): pg.Pool {
  holder.postinoSystemSqlPool ??= makePool(databaseUrl(getEnv(), 'system'), 5)
  return holder.postinoSystemSqlPool
}

/** Ends all pools. For a process that stops, and for tests. */
export async function disconnectDatabase(): Promise<void> {
  const clients = [holder.postinoAppClient, holder.postinoSystemClient]
  delete holder.postinoAppClient
  const pools = [holder.postinoSqlPool, holder.postinoSystemSqlPool]
  delete holder.postinoSystemClient
  delete holder.postinoSqlPool
  delete holder.postinoSystemSqlPool
  await Promise.all([...clients.map((client) => client?.$disconnect()), ...pools.map((pool) => pool?.end())])
}

function connect(connectionString: string, max: number): PrismaClient {
  const pool = listenedTo(new pg.Pool(poolConfig(connectionString, max)))
  return new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: true }) })
}

function makePool(connectionString: string, max: number): pg.Pool {
  return listenedTo(
    new pg.Pool({
      ...poolConfig(connectionString, max),
      pipeline: true,
      stream: () => new PacketSocket(),
    }),
  )
}

/** Without listeners a connection that the server ends would end the process. */
function listenedTo(pool: pg.Pool): pg.Pool {
  // An idle one: the pool has dropped it already, and the next read gets another.
  pool.on('error', () => {})
  // One that is in use, whose statement fails and says so, or one that is being closed.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

const poolConfig = (connectionString: string, max: number) => ({
  connectionString,
  max,
  connectionTimeoutMillis: 5_000,
  idleTimeoutMillis: 60_000,
})

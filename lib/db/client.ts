import { PrismaPg } from '@prisma/adapter-pg'
import { databaseUrl, getEnv } from '@/lib/env'
import { PrismaClient } from './generated/client'

/**
 * The two root clients. They live on globalThis because Next evaluates this module once for pages and once for
 * route handlers, and a pool each would double the connections. Nobody outside lib/db may import this file.
 */
const holder = globalThis as typeof globalThis & {
  postinoAppClient?: PrismaClient
  postinoSystemClient?: PrismaClient
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

/** Ends both pools. For a process that stops, and for tests. */
export async function disconnectDatabase(): Promise<void> {
  const clients = [holder.postinoAppClient, holder.postinoSystemClient]
  delete holder.postinoAppClient
  delete holder.postinoSystemClient
  await Promise.all(clients.map((client) => client?.$disconnect()))
}

function connect(connectionString: string, max: number): PrismaClient {
  const adapter = new PrismaPg({
    connectionString,
    max,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
  })
  return new PrismaClient({ adapter })
}

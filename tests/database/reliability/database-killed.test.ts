import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findTenantUsage } from '@/lib/db/system'
import { withTenantSql } from '@/lib/db/tenant-sql'
import { withTenant } from '@/lib/db/with-tenant'
import { isAppError } from '@/lib/errors'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { prepareTemplate } from '../../support/template'
import { createWorld, type World } from '../../support/world'
import { type KillablePostgres, startKillablePostgres } from './support/killable-postgres'
import { pause } from './support/ways-in'

let postgres: KillablePostgres
let database: TestDatabase
let world: World

beforeAll(async () => {
  postgres = await startKillablePostgres()
  process.env.POSTINO_TEST_DATABASE_URL = postgres.url
  process.env.POSTINO_TEST_TEMPLATE = await prepareTemplate(
    path.resolve(import.meta.dirname, '../../..'),
    postgres.url,
  )
  database = await createTestDatabase()
  world = await createWorld(database)
})
afterAll(async () => {
  await database?.drop()
  await postgres?.stop()
})

test('whatever runs while the database is killed learns that it is away, and goes on when it is back', {
  timeout: 180_000,
}, async () => {
  const seen = new Map<string, number>()
  const note = (error: unknown) => {
    const word = isAppError(error, 'database_unavailable') ? 'unavailable' : JSON.stringify(factsOf(error))
    seen.set(word, (seen.get(word) ?? 0) + 1)
  }
  let isOver = false
  const work = [
    () =>
      withTenant(world.a.agent, async (db) => {
        await db.$queryRaw`SELECT pg_sleep(0.03)::text`
        await db.queue.findMany()
        await db.$executeRaw`UPDATE tenant_usage SET stored_bytes = stored_bytes`
      }),
    () => withTenant(world.b.agent, (db) => db.ticket.count()),
    () => findTenantUsage(world.a.tenantId),
    () =>
      withTenantSql(world.b.agent, async (db) => {
        await db.$queryRaw`SELECT pg_sleep(0.02)::text`
        await db.$executeRaw`UPDATE tenant_usage SET stored_bytes = stored_bytes`
      }),
  ]
  const running = [...work, ...work].map(async (one) => {
    while (!isOver) await one().catch(note)
  })
  for (let kill = 0; kill < 3; kill++) {
    await pause(250)
    await postgres.kill()
    await pause(250)
    await postgres.start()
  }
  isOver = true
  await Promise.all(running)
  expect([...seen.keys()]).toEqual(['unavailable'])
  await withTenant(world.a.agent, (db) => db.queue.count())
})

const factsOf = (error: unknown) =>
  error instanceof Error
    ? {
        name: error.name,
        message: error.message.slice(-200),
        code: Object(error).code,
        meta: Object(error).meta,
      }
    : error

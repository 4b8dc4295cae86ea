import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll } from 'vitest'
import { disconnectDatabase } from '@/lib/db/client'
import { databaseRolePassword } from '@/lib/env'
import { testEnv } from './env'
import { databaseIn } from './template'

export interface TestDatabase {
  /** The owner's connection string; a superuser's here. */
  readonly url: string
  /** Asks the database as its owner, past row-level security: for arranging and for asserting on rows. */
  query<Row extends pg.QueryResultRow = pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>
  /** The connection string of a run-time role, with its password. */
  urlOf(role: 'app' | 'system' | 'executor'): string
  drop(): Promise<void>
}

/**
 * A fresh migrated database for one test file, and the environment that leads lib/env.ts to it.
 *
 *     const database = testDatabase()          // at the top of a file in tests/{database,inngest,http}
 *     let world: World
 *     beforeAll(async () => { world = await createWorld(database) })
 *
 * Every file has a process's worth of modules to itself, so `withTenant` and the system door just work.
 */
export function testDatabase(): TestDatabase {
  let current: TestDatabase | undefined
  const get = () => {
    if (!current) throw new Error('the test database is there from beforeAll on')
    return current
  }
  beforeAll(async () => {
    current = await createTestDatabase()
  })
  afterAll(async () => {
    await current?.drop()
  })
  return {
    get url() {
      return get().url
    },
    query: (sql, values) => get().query(sql, values),
    urlOf: (role) => get().urlOf(role),
    drop: () => get().drop(),
  }
}

/** As `testDatabase`, for those who want to say when it goes. One at a time in a file: it sets DATABASE_URL. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = process.env.POSTINO_TEST_DATABASE_URL
  const template = process.env.POSTINO_TEST_TEMPLATE
  if (!serverUrl || !template)
    throw new Error('start the suite with vitest: its global setup brings PostgreSQL up')
  const name = `test_${randomBytes(6).toString('hex')}`
  await asAdmin(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`)
  const url = databaseIn(serverUrl, name)
  process.env.DATABASE_URL = url
  const pool = new pg.Pool({ connectionString: url, max: 3 })
  // Idle connections may die with a server that a test kills: the next query says so.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return {
    url,
    query: async <Row extends pg.QueryResultRow>(sql: string, values?: unknown[]) =>
      (await pool.query<Row>(sql, values)).rows,
    urlOf: (role) => {
      const roleUrl = new URL(url)
      roleUrl.username = `postino_${role}`
      roleUrl.password = databaseRolePassword(testEnv.POSTINO_SECRET, role)
      return roleUrl.toString()
    },
    drop: async () => {
      await Promise.all([pool.end(), disconnectDatabase()])
      await asAdmin(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}

async function asAdmin(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

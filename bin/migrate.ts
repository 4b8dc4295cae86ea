import path from 'node:path'
import pg from 'pg'
import { migrateExecutor } from '@/inngest/embedded/store/migrate'
import { applyMigrations } from '@/lib/db/schema-engine'
import { databaseRolePassword, databaseUrl, type Env, getEnv } from '@/lib/env'
import { seedDemo } from '@/prisma/demo/seed-demo'

/**
 * Brings a database up to date: the product's migrations, the run-time roles' passwords, the executor's own
 * tables, and in a demo the demo data. Every step may be run again; several processes may run it at once.
 */
const rootDir = path.resolve(import.meta.dirname, '..')
const oldestMajor = 16

/** A trouble whose message is all that is to be said. */
class Remedy extends Error {}

const exitCode = await migrate().then(
  () => 0,
  (error: unknown) => {
    process.stderr.write(`${describeTrouble(error)}\n`)
    return 1
  },
)
// The schema engine leaves the timer of its lock running, which would hold the process for ten seconds.
process.exit(exitCode)

async function migrate(): Promise<void> {
  const env = getEnv()
  if (!env.DATABASE_URL) throw new Remedy('Set DATABASE_URL to the connection string of the database owner.')
  const owner = new pg.Client({ connectionString: env.DATABASE_URL, connectionTimeoutMillis: 10_000 })
  await owner.connect()
  try {
    await checkServer(owner)
    // One migrating process at a time; the lock goes with the connection.
    await owner.query(`SELECT pg_advisory_lock(hashtext('postino migrate'))`)
    await forgetFailedMigrations(owner)
    for (const name of await applyMigrations(rootDir, env.DATABASE_URL)) say(`applied ${name}`)
    await openRoles(owner, env)
    await migrateExecutorTables(env)
    if (env.POSTINO_DEMO && (await seedDemo(owner, env))) say('demo data added')
  } finally {
    await owner.end()
  }
}

async function checkServer(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ version: string }>(
    `SELECT current_setting('server_version_num') AS version`,
  )
  const major = Math.floor(Number(rows[0]?.version) / 10_000)
  if (major < oldestMajor) {
    throw new Remedy(`Postino needs PostgreSQL ${oldestMajor} or newer; this server is version ${major}.`)
  }
}

/**
 * A migration that failed, or whose process was killed, left nothing behind: each is one transaction. Only its
 * entry stays, and the engine would refuse every further run because of it.
 */
async function forgetFailedMigrations(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query(`SELECT FROM pg_tables WHERE tablename = '_prisma_migrations'`)
  if (rows.length === 0) return
  await owner.query(
    'UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL',
  )
}

/** The migration makes the roles without LOGIN; where a connection string of its own is given, the role is not ours. */
async function openRoles(owner: pg.Client, env: Env): Promise<void> {
  const given = {
    app: env.DATABASE_APP_URL,
    system: env.DATABASE_SYSTEM_URL,
    executor: env.DATABASE_EXECUTOR_URL,
  }
  for (const role of ['app', 'system', 'executor'] as const) {
    if (given[role]) continue
    const password = owner.escapeLiteral(databaseRolePassword(env.POSTINO_SECRET, role))
    await owner.query(`ALTER ROLE postino_${role} LOGIN PASSWORD ${password}`)
  }
}

/** In the executor's own role, so that it owns what it uses. */
async function migrateExecutorTables(env: Env): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl(env, 'executor') })
  await client.connect()
  try {
    await migrateExecutor(client)
  } finally {
    await client.end()
  }
}

function describeTrouble(error: unknown): string {
  if (error instanceof Remedy) return error.message
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  const message = error instanceof Error ? error.message : String(error)
  if (/^(ECONNREFUSED|ENOENT|ENOTFOUND|ETIMEDOUT|EAI_AGAIN)$/.test(code)) {
    return `No PostgreSQL answers at DATABASE_URL (${code}): check its host and port, and that it runs.`
  }
  if (code === '28P01' || code === '28000') return 'PostgreSQL refused the name or password in DATABASE_URL.'
  if (code === '3D000') return 'The database named in DATABASE_URL does not exist: create it first.'
  if (code === '42501') {
    return `The role in DATABASE_URL may not do this (${message}): it must own the database and may create roles (CREATEROLE).`
  }
  if (code === '53100') return 'The disk of the database is full.'
  return `The database could not be brought up to date: ${message}`
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

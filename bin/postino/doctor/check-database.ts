import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { type DatabaseRole, databaseUrl, type Env } from '@/lib/env'
import { type Finding, fail, messageOf, ok, warn } from './check'

const timeoutMs = 5_000
const oldestMajor = 16
const maxClockSkewMs = 5_000

/** Can each role sign in, and is it no more than it should be? */
export async function checkRole(env: Env, role: DatabaseRole): Promise<Finding> {
  const name = `database role ${role}`
  try {
    const { rows } = await ask<{ major: number; isMighty: boolean; skewMs: number }>(
      databaseUrl(env, role),
      `SELECT current_setting('server_version_num')::int / 10000 AS major, rolsuper OR rolbypassrls AS "isMighty",
         extract(epoch FROM clock_timestamp() - to_timestamp(${Date.now()} / 1000.0))::float8 * 1000 AS "skewMs"
       FROM pg_roles WHERE rolname = current_user`,
    )
    const { major = 0, isMighty = true, skewMs = 0 } = rows[0] ?? {}
    if (isMighty)
      return fail(name, 'it goes around row-level security', 'Take SUPERUSER and BYPASSRLS away from it.')
    if (major < oldestMajor)
      return fail(name, `PostgreSQL ${major}`, `Use PostgreSQL ${oldestMajor} or newer.`)
    if (Math.abs(skewMs) > maxClockSkewMs)
      return warn(name, `its clock is ${Math.round(skewMs / 1000)} s from ours`, 'Set both clocks by NTP.')
    return ok(name, `PostgreSQL ${major}`)
  } catch (error) {
    const key = `DATABASE_${role.toUpperCase()}_URL`
    return fail(
      name,
      messageOf(error),
      `Check DATABASE_URL or ${key}, that PostgreSQL runs, and npm run db:migrate.`,
    )
  }
}

/** Only the owner may see what was applied. */
export async function checkMigrations(env: Env): Promise<Finding> {
  const name = 'migrations'
  if (!env.DATABASE_URL)
    return warn(name, 'not looked at', 'Set DATABASE_URL, the owner’s connection, to have them compared.')
  const wanted = await listMigrations()
  try {
    const { rows } = await ask<{ name: string }>(
      env.DATABASE_URL,
      'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    )
    const applied = new Set(rows.map((row) => row.name))
    const missing = wanted.filter((migration) => !applied.has(migration))
    const unknown = [...applied].filter((migration) => !wanted.includes(migration))
    if (missing.length > 0) return fail(name, `not applied: ${missing.join(', ')}`, 'Run npm run db:migrate.')
    if (unknown.length > 0)
      return warn(name, `newer than this version: ${unknown.join(', ')}`, 'Update this installation.')
    return ok(name, `${applied.size} applied`)
  } catch (error) {
    return fail(name, messageOf(error), 'Run npm run db:migrate.')
  }
}

async function listMigrations(): Promise<string[]> {
  const folder = path.join(findRoot(import.meta.dirname), 'prisma/migrations')
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

async function ask<Row extends pg.QueryResultRow>(connectionString: string, sql: string) {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  })
  client.on('error', () => {})
  await client.connect()
  try {
    return await client.query<Row>(sql)
  } finally {
    await client.end()
  }
}

/** Bundled, this file lies in dist; from source, deeper. */
const findRoot = (dir: string): string =>
  existsSync(path.join(dir, 'package.json')) ? dir : findRoot(path.dirname(dir))

import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { applyMigrations } from '@/lib/db/schema-engine'
import { databaseRolePassword } from '@/lib/env'
import { testEnv } from './env'

/**
 * Makes the migrated database that every test file gets a copy of. Its name carries a hash of the migrations, so
 * that a server that stays up between runs never serves an old one.
 * @returns the template's name
 */
export async function prepareTemplate(rootDir: string, serverUrl: string): Promise<string> {
  const name = `postino_template_${await hashMigrations(rootDir)}`
  const admin = new pg.Client({ connectionString: serverUrl })
  await admin.connect()
  try {
    // Two runs may share the server: the second waits for the first one's template.
    await admin.query(`SELECT pg_advisory_lock(hashtext('postino test template'))`)
    const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1 AND datistemplate', [
      name,
    ])
    if (rowCount) return name
    await admin.query(`DROP DATABASE IF EXISTS ${name}`)
    await admin.query(`CREATE DATABASE ${name}`)
    await applyMigrations(rootDir, databaseIn(serverUrl, name))
    for (const role of ['app', 'system', 'executor'] as const) {
      const password = databaseRolePassword(testEnv.POSTINO_SECRET, role)
      await admin.query(`ALTER ROLE postino_${role} LOGIN PASSWORD '${password}'`)
    }
    await admin.query(`ALTER DATABASE ${name} IS_TEMPLATE true`)
    return name
  } finally {
    await admin.end()
  }
}

/** The same server, another database. */
export function databaseIn(serverUrl: string, database: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  return url.toString()
}

async function hashMigrations(rootDir: string): Promise<string> {
  const dir = path.join(rootDir, 'prisma/migrations')
  const hash = createHash('sha256')
  for (const name of (await readdir(dir)).sort()) {
    hash.update(await readFile(path.join(dir, name, 'migration.sql')).catch(() => ''))
  }
  return hash.digest('hex').slice(0, 12)
}

import type { ClientBase } from 'pg'
import { migrations } from '../sql/migrations'

/** Namespace of every advisory lock of the executor; the second number is a worker's lock key, or 0 here. */
export const LOCK_NAMESPACE = 7411

/**
 * Brings the schema `executor` up to date, in one transaction and under an advisory lock, so that several
 * processes may start at once. Needs a connection that may create the schema, or that owns it.
 */
export async function migrateExecutor(client: ClientBase): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query('SELECT pg_advisory_xact_lock($1, 0)', [LOCK_NAMESPACE])
    // CREATE SCHEMA IF NOT EXISTS asks for the right to create one even when it exists.
    const { rowCount } = await client.query("SELECT FROM pg_namespace WHERE nspname = 'executor'")
    if (rowCount === 0) await client.query('CREATE SCHEMA executor')
    await client.query(
      'CREATE TABLE IF NOT EXISTS executor.migrations (version int PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
    )
    const applied = await client.query<{ version: number }>('SELECT version FROM executor.migrations')
    const known = new Set(applied.rows.map((row) => row.version))
    for (const migration of migrations) {
      if (known.has(migration.version)) continue
      await client.query(migration.sql)
      await client.query('INSERT INTO executor.migrations (version) VALUES ($1)', [migration.version])
    }
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

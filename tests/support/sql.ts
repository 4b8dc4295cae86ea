import pg from 'pg'
import type { TestDatabase } from './database'

/** A bare connection in a run-time role: what a stolen password could do. */
export async function connectAs(
  database: TestDatabase,
  role: 'app' | 'system' | 'executor',
): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.urlOf(role) })
  await client.connect()
  return client
}

/** The SQLSTATE that a statement was refused with; 'none' when it was not. */
export async function sqlStateOf(statement: Promise<unknown>): Promise<string> {
  try {
    await statement
    return 'none'
  } catch (error) {
    return error instanceof pg.DatabaseError ? (error.code ?? 'unknown') : String(error)
  }
}

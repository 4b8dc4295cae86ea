import pg from 'pg'
import { migrateExecutor } from '@/inngest/embedded/store/migrate'
import type { TestDatabase } from './database'

/** The executor's own tables, for a test that runs a worker; again and again does no harm. */
export async function prepareExecutorTables(database: TestDatabase): Promise<void> {
  const client = new pg.Client({ connectionString: database.urlOf('executor') })
  await client.connect()
  try {
    await migrateExecutor(client)
  } finally {
    await client.end()
  }
}

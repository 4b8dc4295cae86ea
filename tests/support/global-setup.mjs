import path from 'node:path'
import { startTestCluster } from '../../bin/postgres/cluster.mjs'
import { prepareTemplate } from './template'

/**
 * A PostgreSQL for the suites that need one: the one `npm test` brought up for all, or one of our own when vitest
 * was started by hand. The migrated template is made once and copied for every test file.
 */
export async function setup() {
  const rootDir = path.resolve(import.meta.dirname, '../..')
  const isOurs = !process.env.POSTINO_TEST_DATABASE_URL
  const cluster = isOurs ? await startTestCluster(rootDir) : null
  if (cluster) process.env.POSTINO_TEST_DATABASE_URL = cluster.url
  process.env.POSTINO_TEST_TEMPLATE = await prepareTemplate(rootDir, process.env.POSTINO_TEST_DATABASE_URL)
  return async () => {
    if (!cluster) return
    delete process.env.POSTINO_TEST_DATABASE_URL
    await cluster.stop()
  }
}

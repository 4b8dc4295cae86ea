import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { migrateExecutor } from '@/inngest/embedded/store/migrate'
import { script } from '../../support/script'

export interface TestCluster {
  /** A fresh database with the executor's schema; answers its connection string. */
  createDatabase(): Promise<string>
  /** Stops PostgreSQL as a crash would leave the clients: connections are cut. */
  stopServer(): Promise<void>
  startServer(): Promise<void>
  end(): Promise<void>
}

/** Databases on the server of POSTINO_TEST_DATABASE_URL (a superuser's URL), or on a server of our own. */
export async function startCluster(): Promise<TestCluster> {
  const given = process.env.POSTINO_TEST_DATABASE_URL
  if (given === undefined) return startOwnCluster()
  return {
    createDatabase: () => createDatabase(given),
    stopServer: () => Promise.reject(new Error('not our server')),
    startServer: () => Promise.reject(new Error('not our server')),
    end: async () => undefined,
  }
}

/** A server of our own whatever the environment says, for tests that stop it. */
export async function startOwnCluster(): Promise<TestCluster> {
  const { startCluster: start, findFreePort } = await script<ClusterScript>('bin/postgres/cluster.mjs')
  const folder = await mkdtemp(join(tmpdir(), 'postino-executor-'))
  // As root the server runs under an account of its own, which must reach its data.
  await chmod(folder, 0o755)
  const options = {
    rootDir: resolve(import.meta.dirname, '../../..'),
    dataDir: join(folder, 'data'),
    spareDir: folder,
    password: 'postgres',
    port: await findFreePort(),
    settings: { fsync: 'off' },
  }
  let server = await start(options)
  return {
    createDatabase: () => createDatabase(server.url),
    stopServer: () => server.stop(),
    startServer: async () => {
      server = await start(options)
    },
    async end() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

interface ClusterScript {
  startCluster(options: object): Promise<{ url: string; stop(): Promise<void> }>
  findFreePort(): Promise<number>
}

async function createDatabase(superuserUrl: string): Promise<string> {
  const name = `executor_${randomBytes(6).toString('hex')}`
  await withClient(superuserUrl, (client) => client.query(`CREATE DATABASE ${name}`))
  const url = new URL(superuserUrl)
  url.pathname = `/${name}`
  await withClient(url.href, migrateExecutor)
  return url.href
}

/** One statement on a connection of its own. */
export async function query<Row extends pg.QueryResultRow>(
  connectionString: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  let rows: Row[] = []
  await withClient(connectionString, async (client) => {
    rows = (await client.query<Row>(text, values)).rows
  })
  return rows
}

async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

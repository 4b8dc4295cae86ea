import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { script } from '../../support/script'

interface Cluster {
  url: string
  dataDir: string
  pid: number
  exited: Promise<void>
  stop(): Promise<void>
}

const rootDir = path.resolve(import.meta.dirname, '../../..')
let folder = ''
let running: Cluster[] = []

beforeEach(async () => {
  // Nobody but us may enter, as in a home folder of root: as root, data and programs have to move.
  folder = await mkdtemp(path.join(tmpdir(), 'postino-up-'))
})
afterEach(async () => {
  await Promise.all(running.map((cluster) => cluster.stop()))
  running = []
  await rm(folder, { recursive: true, force: true })
  await rm(spareDir(), { recursive: true, force: true })
})

const spareDir = () => path.join(tmpdir(), `postino-spare-${path.basename(folder)}`)

async function start(): Promise<Cluster> {
  const { startCluster } = await script<{ startCluster(options: object): Promise<Cluster> }>(
    'bin/postgres/cluster.mjs',
  )
  const cluster = await startCluster({
    rootDir,
    dataDir: path.join(folder, 'postgres'),
    spareDir: spareDir(),
    password: 'secret',
    settings: { fsync: 'off' },
  })
  running.push(cluster)
  return cluster
}

async function ask(cluster: Cluster, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: cluster.url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

test('a server that was killed, and its lock file, are in nobody’s way, and the data is still there', async () => {
  const first = await start()
  await ask(first, 'CREATE TABLE kept AS SELECT 1 AS one')
  process.kill(first.pid, 'SIGKILL')
  await first.exited
  const second = await start()
  expect(await ask(second, 'SELECT one FROM kept')).toEqual([{ one: 1 }])
})

test('a server that its starter left running is stopped and replaced', async () => {
  const first = await start()
  const second = await start()
  await first.exited
  expect(await ask(second, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('data of another version is left alone, and one sentence says what to do', async () => {
  const cluster = await start()
  await cluster.stop()
  const file = path.join(cluster.dataDir, 'PG_VERSION')
  await writeFile(file, '17\n')
  await expect(start()).rejects.toThrow(/is of PostgreSQL 17 .* move the folder away .* set DATABASE_URL/)
  expect(await readFile(file, 'utf8')).toBe('17\n')
})

test('only who knows the password comes in', async () => {
  const cluster = await start()
  const url = new URL(cluster.url)
  url.password = 'guess'
  await expect(ask({ ...cluster, url: url.toString() }, 'SELECT 1')).rejects.toThrow(/password/)
})

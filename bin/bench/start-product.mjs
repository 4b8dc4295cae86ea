import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findFreePort, startCluster } from '../postgres/cluster.mjs'
import { findServerUser } from '../postgres/server-user.mjs'
import { runQuietly } from '../steps/run-quietly.mjs'
import { onEnd } from '../test/teardown.mjs'
import { workerNodeFlags } from '../up/memory.mjs'
import { childEnvironment } from '../up/settings.mjs'
import { startProgram } from '../up/supervise.mjs'
import { untilReady } from '../up/until-ready.mjs'
import { webProgram } from '../up/web-program.mjs'

/** POSTINO_SECRET of what is started here: for whoever writes sealed rows into its database. */
export const productSecret = 'a secret for measuring and for tests'

/**
 * The built product as it is run, on ports and folders of its own, with the post office as its outside world.
 *
 * @param {string} rootDir
 * @param {{ databaseUrl: string, hasDemoData: boolean, port?: number, env?: Record<string, string>, nodeFlags?: string[] }} options an empty
 *   database, by its owner; the pages' port, if not any; and settings of lib/env.ts that shall differ
 * @returns {Promise<{
 *   baseUrl: string, smtpPort: number, postOfficeDir: string,
 *   pids(): { web: number, worker: number }, stop(): Promise<void>,
 * }>}
 */
export async function startProduct(
  rootDir,
  { databaseUrl, hasDemoData, port, env: differing = {}, nodeFlags = [] },
) {
  const folder = await mkdtemp(path.join(tmpdir(), 'postino-product-'))
  const ports = []
  for (const _ of ['web', 'smtp', 'postOffice', 'worker']) ports.push(await findFreePort())
  const [freePort, smtpPort, postOfficePort, workerPort] = ports
  const web = port ?? freePort
  const settings = {
    port: web,
    smtpPort,
    smtpHost: '127.0.0.1',
    isDemo: true,
    nodeEnv: 'production',
    baseUrl: `http://localhost:${web}`,
    secret: productSecret,
  }
  const postOfficeDir = path.join(folder, 'postoffice')
  const env = {
    ...childEnvironment(settings, databaseUrl),
    BLOBS: `disk:${path.join(folder, 'blobs')}`,
    POSTOFFICE_DIR: postOfficeDir,
    POSTOFFICE_PORT: String(postOfficePort),
    WORKER_PORT: String(workerPort),
    MAIL_OUT_URL: '',
    LOG_LEVEL: 'warn',
    ...differing,
  }
  const programs = []
  const stop = async () => {
    await Promise.all(programs.map((program) => program.stop()))
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await migrate(rootDir, env, databaseUrl, hasDemoData)
    programs.push(...startPrograms(rootDir, folder, settings, { env, nodeFlags }))
    await untilReady(settings, programs)
  } catch (error) {
    await stop()
    throw error
  }
  const pids = () => Object.fromEntries(programs.map((program) => [program.name, program.pid()]))
  return { baseUrl: settings.baseUrl, smtpPort, postOfficeDir, pids, stop }
}

/** Roles get their passwords only where their connection strings are derived. */
const withoutRoleUrls = { DATABASE_APP_URL: '', DATABASE_SYSTEM_URL: '', DATABASE_EXECUTOR_URL: '' }

const migrate = (rootDir, env, databaseUrl, hasDemoData) =>
  runQuietly(process.execPath, ['dist/migrate.js'], {
    cwd: rootDir,
    env: { ...env, DATABASE_URL: databaseUrl, POSTINO_DEMO: hasDemoData ? '1' : '0', ...withoutRoleUrls },
  })

function startPrograms(rootDir, folder, settings, { env, nodeFlags }) {
  const shared = {
    rootDir,
    dataDir: folder,
    env,
    stopPatienceMs: 5_000,
    onStart: () => {},
    onGiveUp: async (message) => process.stderr.write(`\n${message}\n`),
  }
  return [
    startProgram(
      'web',
      [...nodeFlags, ...webProgram(['-H', '127.0.0.1', '-p', String(settings.port)])],
      shared,
    ),
    startProgram(
      'worker',
      ['--enable-source-maps', ...workerNodeFlags, ...nodeFlags, 'dist/worker.js'],
      shared,
    ),
  ]
}

/** A PostgreSQL that syncs what it commits, in a temporary folder; gone with `cleanUp` (bin/test/teardown.mjs). */
export async function startDurableCluster(rootDir) {
  const folder = await mkdtemp(path.join(tmpdir(), 'postino-durable-'))
  onEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const user = findServerUser()
  if (user) await chown(folder, user.uid, user.gid)
  const cluster = await startCluster({
    rootDir,
    dataDir: path.join(folder, 'data'),
    spareDir: folder,
    password: 'postgres',
    settings: { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', max_connections: '100' },
  })
  onEnd(() => cluster.stop())
  return cluster
}

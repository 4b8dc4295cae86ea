import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { productSecret } from '../bench/start-product.mjs'
import { findFreePort } from '../postgres/cluster.mjs'
import { step } from '../steps/progress.mjs'
import { runQuietly } from '../steps/run-quietly.mjs'
import { workerNodeFlags } from '../up/memory.mjs'
import { childEnvironment } from '../up/settings.mjs'
import { startProgram } from '../up/supervise.mjs'
import { untilReady } from '../up/until-ready.mjs'
import { onEnd } from './teardown.mjs'

/**
 * The whole product with its demo data, on ports and folders of its own: what the browser's tests drive. They
 * find it by POSTINO_E2E_URL, POSTINO_E2E_SMTP_PORT and POSTINO_E2E_DATABASE_URL.
 */
export async function startSystem(rootDir) {
  const folder = await mkdtemp(path.join(tmpdir(), 'postino-e2e-'))
  onEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))
  const ports = {
    web: await findFreePort(),
    smtp: await findFreePort(),
    postOffice: await findFreePort(),
    worker: await findFreePort(),
  }
  const settings = {
    port: ports.web,
    smtpPort: ports.smtp,
    smtpHost: '127.0.0.1',
    isDemo: true,
    nodeEnv: 'production',
    baseUrl: `http://localhost:${ports.web}`,
    // The database's roles have their passwords by it, and products of a test's own are beside this one.
    secret: productSecret,
  }
  const databaseUrl = new URL(process.env.POSTINO_TEST_DATABASE_URL)
  databaseUrl.pathname = '/postino_e2e'
  const env = {
    ...childEnvironment(settings, databaseUrl.toString()),
    BLOBS: `disk:${path.join(folder, 'blobs')}`,
    POSTOFFICE_DIR: path.join(folder, 'postoffice'),
    POSTOFFICE_PORT: String(ports.postOffice),
    WORKER_PORT: String(ports.worker),
  }
  await step('Starting the system', async () => {
    await createDatabase(rootDir)
    await runQuietly(process.execPath, ['dist/migrate.js'], {
      cwd: rootDir,
      env: { ...env, DATABASE_URL: databaseUrl.toString(), ...withoutRoleUrls },
    })
    const shared = {
      rootDir,
      dataDir: folder,
      env,
      onStart: () => {},
      onGiveUp: failAtOnce,
      stopPatienceMs: 3_000,
    }
    const next = 'node_modules/next/dist/bin/next'
    const programs = [
      startProgram('web', [next, 'start', '-H', '127.0.0.1', '-p', String(ports.web)], shared),
      startProgram('worker', ['--enable-source-maps', ...workerNodeFlags, 'dist/worker.js'], shared),
    ]
    onEnd(() => Promise.all(programs.map((program) => program.stop())))
    await untilReady(settings, programs)
  })
  return {
    env: {
      POSTINO_E2E_URL: settings.baseUrl,
      POSTINO_E2E_SMTP_PORT: String(ports.smtp),
      POSTINO_E2E_DATABASE_URL: databaseUrl.toString(),
      POSTINO_E2E_SECRET: settings.secret,
    },
  }
}

/** bin/migrate gives the roles their passwords only when it may derive them. */
const withoutRoleUrls = { DATABASE_APP_URL: '', DATABASE_SYSTEM_URL: '', DATABASE_EXECUTOR_URL: '' }

async function createDatabase(rootDir) {
  const { default: pg } = await import(path.join(rootDir, 'node_modules/pg/lib/index.js'))
  const admin = new pg.Client({ connectionString: process.env.POSTINO_TEST_DATABASE_URL })
  await admin.connect()
  try {
    await admin.query('DROP DATABASE IF EXISTS postino_e2e WITH (FORCE)')
    await admin.query('CREATE DATABASE postino_e2e')
  } finally {
    await admin.end()
  }
}

async function failAtOnce(message) {
  process.stdout.write(`\n${message}\n`)
}

import { createHash, createHmac } from 'node:crypto'
import path from 'node:path'
import { findFreePort, startCluster } from '../postgres/cluster.mjs'
import { isStampCurrent, stampOf, writeStamp } from '../steps/content-stamp.mjs'
import { step } from '../steps/progress.mjs'
import { CommandFailed, runQuietly } from '../steps/run-quietly.mjs'

/** The database that DATABASE_URL names, or an embedded PostgreSQL with its data under `.data/`. */
export async function startDatabase(rootDir, dataDir, settings, onGiveUp) {
  if (settings.databaseUrl) return { url: settings.databaseUrl }
  const options = {
    rootDir,
    ...embeddedDatabase(rootDir, dataDir, settings.secret),
    port: await findFreePort(),
    settings: { max_connections: '100', shared_buffers: '64MB' },
  }
  let cluster
  await step('Starting PostgreSQL', async () => {
    cluster = await startCluster(options)
  })
  return keepRunning(cluster, () => startCluster(options), onGiveUp)
}

/** Where the embedded PostgreSQL of this folder keeps its data, and its owner's password. */
export const embeddedDatabase = (rootDir, dataDir, secret) => ({
  dataDir: path.join(dataDir, 'postgres'),
  // Named after the secret too: a clone made anew at the same place starts with no data.
  spareDir: `/var/lib/postino/${createHash('sha256').update(rootDir).update(secret).digest('hex').slice(0, 16)}`,
  password: createHmac('sha256', secret).update('database owner').digest('base64url'),
})

/** A server that was killed starts again on its port; the programs find it there by themselves. */
function keepRunning(first, startAgain, onGiveUp) {
  let current = first
  let isStopping = false
  const watch = async () => {
    await current.exited
    if (isStopping) return
    try {
      current = await startAgain()
      watch()
    } catch (error) {
      await onGiveUp(error.message)
    }
  }
  watch()
  return {
    url: first.url,
    dataDir: first.dataDir,
    stop: async () => {
      isStopping = true
      await current.stop()
    },
  }
}

/** Runs dist/migrate.js; for the embedded database only when there is something new to apply. */
export async function migrateDatabase(rootDir, settings, database) {
  const stampFile = path.join(rootDir, '.data/migrated')
  const stamp = await migrationStamp(rootDir, settings, database)
  if (database.dataDir && (await isStampCurrent(stampFile, stamp))) return
  await step('Migrating the database', async () => {
    try {
      await runQuietly(process.execPath, ['--enable-source-maps', 'dist/migrate.js'], {
        cwd: rootDir,
        env: {
          ...process.env,
          DATABASE_URL: database.url,
          POSTINO_SECRET: settings.secret,
          POSTINO_DEMO: settings.isDemo ? '1' : '0',
          BASE_URL: settings.baseUrl,
        },
      })
    } catch (error) {
      throw error instanceof CommandFailed ? new Error(error.output.trim() || error.message) : error
    }
  })
  if (database.dataDir) await writeStamp(stampFile, stamp)
}

async function migrationStamp(rootDir, settings, { dataDir }) {
  const code = await stampOf(rootDir, ['prisma', 'inngest/embedded/sql', 'bin/migrate.ts', '.data/secret'])
  return createHash('sha256')
    .update([code, dataDir, settings.isDemo, settings.secret].join('\n'))
    .digest('hex')
}

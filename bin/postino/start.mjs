import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { bundlePrograms } from '../steps/bundle-programs.mjs'
import { generateClient } from '../steps/generate-client.mjs'
import { embeddedDatabase } from '../up/database.mjs'
import { childEnvironment, readSettings } from '../up/settings.mjs'

/**
 * `npm run postino -- …`: the command line with the settings that `npm run up` works with in this folder. Where the
 * environment says everything, `node dist/postino.js` is enough.
 */
const rootDir = path.resolve(import.meta.dirname, '../..')
const dataDir = path.join(rootDir, '.data')

await generateClient(rootDir)
await bundlePrograms(rootDir)
const args = ['--enable-source-maps', path.join(rootDir, 'dist/postino.js'), ...process.argv.slice(2)]
const child = spawn(process.execPath, args, { stdio: 'inherit', env: await environment() })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => {
  process.exitCode = signal === null ? (code ?? 1) : 1
})

async function environment() {
  // Without a secret nothing was started here yet: what needs no settings works all the same.
  if (!process.env.POSTINO_SECRET && !existsSync(path.join(dataDir, 'secret'))) return process.env
  const settings = await readSettings(rootDir, { isDev: false })
  const ownerUrl = settings.databaseUrl ?? (await findEmbedded(settings.secret))
  if (!ownerUrl) return { ...process.env, POSTINO_SECRET: settings.secret }
  return { ...childEnvironment(settings, ownerUrl), DATABASE_URL: ownerUrl }
}

/** PostgreSQL writes its port into the fourth line of postmaster.pid. */
async function findEmbedded(secret) {
  const { dataDir: usual, spareDir, password } = embeddedDatabase(rootDir, dataDir, secret)
  for (const dir of [usual, path.join(spareDir, 'postgres')]) {
    const text = await readFile(path.join(dir, 'postmaster.pid'), 'utf8').catch(() => '')
    const port = Number(text.split('\n')[3])
    if (port > 0) return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  }
  return null
}

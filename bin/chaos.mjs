import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { bundlePrograms } from './steps/bundle-programs.mjs'
import { generateClient } from './steps/generate-client.mjs'
import { areDependenciesInstalled, installDependencies } from './steps/install-dependencies.mjs'
import { runQuietly } from './steps/run-quietly.mjs'

/**
 * `npm run chaos`: worker and PostgreSQL killed at 50 seeded moments while 1,000 mails come in by every way and 200
 * answers go out; then it is counted what was lost, doubled or misplaced. `SEED=… npm run chaos` replays other moments.
 * Ends with one line of JSON; what went wrong stands before it.
 */
const rootDir = path.resolve(import.meta.dirname, '..')
const countsFile = path.join(rootDir, 'test-results/chaos.json')
const started = Date.now()
let isPassed = false

try {
  if (!(await areDependenciesInstalled(rootDir))) await installDependencies(rootDir)
  await generateClient(rootDir)
  await bundlePrograms(rootDir)
  await rm(countsFile, { force: true })
  const vitest = path.join(rootDir, 'node_modules/vitest/vitest.mjs')
  const file = 'tests/database/reliability/chaos.test.ts'
  const env = {
    ...process.env,
    CI: 'true',
    NO_COLOR: '1',
    POSTINO_CHAOS: 'long',
    ...(process.env.SEED && { POSTINO_CHAOS_SEED: process.env.SEED }),
  }
  await runQuietly(process.execPath, [vitest, 'run', '--project', 'database', file], { cwd: rootDir, env })
  isPassed = true
} catch (error) {
  process.stdout.write(`${error.message}\n${error.output ?? ''}\n`)
}

const counts = JSON.parse(await readFile(countsFile, 'utf8').catch(() => '{}'))
const ok = isPassed && counts.sent > 0
const line = { name: 'chaos', ...counts, seconds: Math.round((Date.now() - started) / 1000), ok }
process.stdout.write(`${JSON.stringify(line)}\n`)
process.exitCode = ok ? 0 : 1

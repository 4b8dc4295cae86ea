import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { generateClient } from './steps/generate-client.mjs'
import { areDependenciesInstalled, installDependencies } from './steps/install-dependencies.mjs'
import { runQuietly } from './steps/run-quietly.mjs'

/**
 * `npm run isolation`: every page, action and route, called with another tenant's ids and address; each answer must be
 * byte for byte the answer for ids of nobody. Ends with one line of JSON; what went wrong stands before it.
 */
const rootDir = path.resolve(import.meta.dirname, '..')
const countsFile = path.join(rootDir, 'test-results/isolation.json')
const started = Date.now()
let isPassed = false

try {
  if (!(await areDependenciesInstalled(rootDir))) await installDependencies(rootDir)
  await generateClient(rootDir)
  await rm(countsFile, { force: true })
  const vitest = path.join(rootDir, 'node_modules/vitest/vitest.mjs')
  const files = ['tests/http/inventory.test.ts', 'tests/http/isolation.test.ts']
  const env = { ...process.env, CI: 'true', NO_COLOR: '1' }
  await runQuietly(process.execPath, [vitest, 'run', '--project', 'http', ...files], { cwd: rootDir, env })
  isPassed = true
} catch (error) {
  process.stdout.write(`${error.message}\n`)
}

const counts = JSON.parse(await readFile(countsFile, 'utf8').catch(() => '{}'))
const ok = isPassed && counts.leaks === 0 && counts.calls > 0
const line = { name: 'isolation', ...counts, seconds: Math.round((Date.now() - started) / 1000), ok }
process.stdout.write(`${JSON.stringify(line)}\n`)
process.exitCode = ok ? 0 : 1

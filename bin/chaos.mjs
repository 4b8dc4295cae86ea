import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { bundlePrograms } from './steps/bundle-programs.mjs'
import { generateClient } from './steps/generate-client.mjs'
import { areDependenciesInstalled, installDependencies } from './steps/install-dependencies.mjs'
import { runQuietly } from './steps/run-quietly.mjs'

/**
 * Promises shown at length, of which `npm test` runs a short form. Each counts what went wrong and ends with one line
 * of JSON; the story of a failure stands before it. `SEED=… npm run chaos` replays other moments.
 */
const proofs = {
  // Worker and PostgreSQL killed at 50 moments while 1,000 mails come in by every way and 200 answers go out.
  chaos: 'tests/database/reliability/chaos.test.ts',
  // The sender killed at 200 points of the way out, and servers that misbehave in every way there is.
  sending: 'tests/database/reliability/sender-killed.test.ts',
  // Five tenants with dead mail servers among fifteen with living ones.
  neighbours: 'tests/database/reliability/dead-neighbours.test.ts',
  // 500 lines to an IMAP server cut at any byte of any phase.
  'imap-cuts': 'tests/database/mailboxes/cuts.test.ts',
  // What the test of a connection gives away of hosts and ports: 200 tries each of what is behind them.
  'connection-test': 'tests/database/mailboxes/connection-test.test.ts',
  // A mailbox at every kind of hostile server beside one at a good one.
  'hostile-imap': 'tests/database/mailboxes/hostile-servers.test.ts',
  // A mailbox of 500 mails copied to another host.
  'mailbox-moved': 'tests/database/mailboxes/moved.test.ts',
  // Hostile HTML in Chromium, with the cleaner, the policy and the sandbox left out in turn, and once without all three.
  'html-payloads': 'tests/e2e/html-payloads.spec.ts',
}

const rootDir = path.resolve(import.meta.dirname, '..')
const name = process.argv[2] ?? 'chaos'
const file = proofs[name]
if (!file) throw new Error(`There is ${Object.keys(proofs).join(', ')}.`)
const countsFile = path.join(rootDir, `test-results/${name}.json`)
const started = Date.now()
let isPassed = false

try {
  if (!(await areDependenciesInstalled(rootDir))) await installDependencies(rootDir)
  await generateClient(rootDir)
  await bundlePrograms(rootDir)
  await rm(countsFile, { force: true })
  const runner = file.startsWith('tests/e2e/')
    ? [path.join(rootDir, 'node_modules/@playwright/test/cli.js'), 'test', '--reporter=list', file]
    : [path.join(rootDir, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'database', file]
  const env = {
    ...process.env,
    CI: 'true',
    NO_COLOR: '1',
    POSTINO_CHAOS: 'long',
    ...(process.env.SEED && { POSTINO_CHAOS_SEED: process.env.SEED }),
  }
  await runQuietly(process.execPath, runner, { cwd: rootDir, env })
  isPassed = true
} catch (error) {
  process.stdout.write(`${error.message}\n`)
}

const counts = JSON.parse(await readFile(countsFile, 'utf8').catch(() => 'null'))
const ok = isPassed && counts !== null
const line = { name, ...counts, seconds: Math.round((Date.now() - started) / 1000), ok }
process.stdout.write(`${JSON.stringify(line)}\n`)
process.exitCode = ok ? 0 : 1

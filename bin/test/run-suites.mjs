import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startTestCluster } from '../postgres/cluster.mjs'
import { buildPages } from '../steps/build-pages.mjs'
import { bundlePrograms } from '../steps/bundle-programs.mjs'
import { generateClient } from '../steps/generate-client.mjs'
import { areDependenciesInstalled, installDependencies } from '../steps/install-dependencies.mjs'
import { say, seconds, step } from '../steps/progress.mjs'
import { findPrograms } from './debian-programs.mjs'
import { runPlaywright } from './run-playwright.mjs'
import { runVitest } from './run-vitest.mjs'
import { startSystem } from './start-system.mjs'
import { chooseSuites } from './suites.mjs'
import { onEnd } from './teardown.mjs'

/** @returns {Promise<number>} the exit code */
export async function runSuites(rootDir, args) {
  const startedAt = Date.now()
  const isCi = process.env.CI === 'true'
  const { chosen, filters } = chooseSuites(args)
  if (!(await areDependenciesInstalled(rootDir))) {
    await step('Installing the dependencies', () => installDependencies(rootDir))
  }
  const missing = await findPrograms(rootDir, chosen)
  const isLeftOut = (suite) => missing.some((one) => one.suites.includes(suite.name))
  const runnable = chosen.filter((suite) => !isLeftOut(suite))
  const leftOutFiles = missing.flatMap((one) => one.files)
  const needs = new Set(runnable.flatMap((suite) => suite.needs))
  await prepare(rootDir, needs)

  const folder = await makeFolder()
  const results = []
  const byVitest = runnable.filter((suite) => suite.runner === 'vitest').map((suite) => suite.name)
  if (byVitest.length > 0)
    results.push(...(await runVitest(rootDir, byVitest, filters, leftOutFiles, folder)))
  if (runnable.some((suite) => suite.runner === 'playwright')) {
    const system = await startSystem(rootDir)
    results.push(await runPlaywright(rootDir, filters, folder, system))
  }
  return report(results, missing, isCi, Date.now() - startedAt)
}

/** For results, and for whatever tests put aside: killed ones leave it behind, and it goes with the run. */
async function makeFolder() {
  const folder = await mkdtemp(path.join(tmpdir(), 'postino-run-'))
  onEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  // As root, the account of a test's own PostgreSQL must be able to pass through.
  await chmod(folder, 0o755)
  process.env.TMPDIR = folder
  return folder
}

async function prepare(rootDir, needs) {
  await step('Generating the database client', () => generateClient(rootDir))
  if (needs.has('programs')) await step('Bundling the programs', () => bundlePrograms(rootDir))
  if (needs.has('pages')) await step('Building the pages', () => buildPages(rootDir))
  if (needs.has('postgres')) {
    await step('Starting PostgreSQL', async () => {
      const cluster = await startTestCluster(rootDir)
      onEnd(() => cluster.stop())
      process.env.POSTINO_TEST_DATABASE_URL = cluster.url
    })
  }
}

function report(results, missing, isCi, durationMs) {
  say()
  for (const { name, passed, failed, pending } of results) {
    say(
      `  ${failed > 0 ? '✗' : '✓'} ${name.padEnd(14)} ${passed} passed, ${failed} failed${pending ? `, ${pending} skipped` : ''}`,
    )
  }
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0)
  const pending = results.filter((result) => result.pending > 0)
  const reasons = [
    ...missing.map(({ suites, files, reason }) => `${[...suites, ...files].join(', ')} (${reason})`),
    ...pending.map((result) => `${result.pending} in ${result.name} (marked in the test)`),
  ]
  const failed = total('failed') + (isCi ? reasons.length : 0)
  say(`  ${seconds(durationMs)}`)
  if (isCi && reasons.length > 0) say('In CI every part must be there: what was skipped counts as failed.')
  say(`skipped: ${reasons.join('; ') || 'none'}`)
  say(`${total('passed')} passed, ${failed} failed`)
  return failed > 0 || total('passed') === 0 ? 1 : 0
}

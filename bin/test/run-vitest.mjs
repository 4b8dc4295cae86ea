import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { runCommand } from './run-command.mjs'

/** Runs the suites in one go. @returns {Promise<{name, passed, failed, pending}[]>} one a suite */
export async function runVitest(rootDir, names, filters, leftOutFiles, folder) {
  const outputFile = path.join(folder, 'vitest.json')
  const vitest = path.join(rootDir, 'node_modules/vitest/vitest.mjs')
  const code = await runCommand(
    process.execPath,
    [
      ...[
        vitest,
        'run',
        '--passWithNoTests',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${outputFile}`,
      ],
      ...names.map((name) => `--project=${name}`),
      ...leftOutFiles.map((file) => `--exclude=${file}`),
      ...filters,
    ],
    { cwd: rootDir, env: { ...process.env, NODE_ENV: 'test' } },
  )
  const { testResults } = await readFile(outputFile, 'utf8').then(JSON.parse, () => ({ testResults: [] }))
  const results = names.map((name) => countSuite(rootDir, name, testResults))
  // An error outside any test, or a runner that broke, fails the run without a failed test.
  if (code !== 0 && results.every((result) => result.failed === 0))
    results.push({ name: 'vitest', passed: 0, failed: 1, pending: 0 })
  return results
}

const notRun = new Set(['skipped', 'pending', 'todo', 'disabled'])

function countSuite(rootDir, name, testResults) {
  const folder = path.join(rootDir, 'tests', name) + path.sep
  const files = testResults.filter((file) => file.name.startsWith(folder))
  const tests = files.flatMap((file) => file.assertionResults)
  const count = (...statuses) => tests.filter((test) => statuses.includes(test.status)).length
  const brokenFiles = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  return {
    name,
    passed: count('passed'),
    failed: count('failed') + brokenFiles.length,
    // What a broken file did not get to is no skip of anybody's.
    pending: files
      .filter((file) => file.status === 'passed')
      .flatMap((file) => file.assertionResults)
      .filter((test) => notRun.has(test.status)).length,
  }
}

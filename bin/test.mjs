import path from 'node:path'
import { runSuites } from './test/run-suites.mjs'
import { cleanUp } from './test/teardown.mjs'

/**
 * `npm test [suite …] [-- filter]`: brings up what the suites need, runs them, and ends with one line of totals.
 * In CI (CI=true) a part that is missing is a failure; elsewhere it is named in the line before the last.
 */
const rootDir = path.resolve(import.meta.dirname, '..')

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, async () => {
    await cleanUp()
    process.exit(130)
  })
}

try {
  process.exitCode = await runSuites(rootDir, process.argv.slice(2))
} catch (error) {
  process.stdout.write(`\n${error.message}\n\nskipped: everything (could not start)\n0 passed, 1 failed\n`)
  process.exitCode = 1
} finally {
  await cleanUp()
}

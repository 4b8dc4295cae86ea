import path from 'node:path'
import { buildPages } from '../steps/build-pages.mjs'
import { bundlePrograms } from '../steps/bundle-programs.mjs'
import { generateClient } from '../steps/generate-client.mjs'
import { step } from '../steps/progress.mjs'
import { cleanUp } from '../test/teardown.mjs'

export const rootDir = path.resolve(import.meta.dirname, '../..')

/**
 * Builds the product, measures it and ends this process: what was started is stopped whatever happens, also by Ctrl-C.
 *
 * @param {() => Promise<boolean>} measure whether every figure is as it must be: the exit code says it
 */
export async function runMeasurement(measure) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, async () => {
      await cleanUp()
      process.exit(130)
    })
  }
  try {
    await step('Generating the database client', () => generateClient(rootDir))
    await step('Bundling the programs', () => bundlePrograms(rootDir))
    await step('Building the pages', () => buildPages(rootDir))
    process.exitCode = (await measure()) ? 0 : 1
  } catch (error) {
    process.stderr.write(`${error.stack ?? error}\n`)
    process.exitCode = 1
  } finally {
    await cleanUp()
  }
  // Connections that were kept alive would hold the process for a while.
  process.exit()
}

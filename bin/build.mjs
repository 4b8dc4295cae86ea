import path from 'node:path'
import { buildPages } from './steps/build-pages.mjs'
import { bundlePrograms } from './steps/bundle-programs.mjs'
import { generateClient } from './steps/generate-client.mjs'
import { step } from './steps/progress.mjs'

/** `npm run build`: the database client, the programs of dist/, the pages. Each only when its sources changed. */
const rootDir = path.resolve(import.meta.dirname, '..')

try {
  await step('Generating the database client', () => generateClient(rootDir))
  await step('Bundling the programs', () => bundlePrograms(rootDir))
  await step('Building the pages', () => buildPages(rootDir))
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}

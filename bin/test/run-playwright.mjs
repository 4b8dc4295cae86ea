import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { runCommand } from './run-command.mjs'

/** Drives the running system with a browser. */
export async function runPlaywright(rootDir, filters, folder, system) {
  const outputFile = path.join(folder, 'playwright.json')
  const cli = path.join(rootDir, 'node_modules/@playwright/test/cli.js')
  const code = await runCommand(
    process.execPath,
    [cli, 'test', '--pass-with-no-tests', '--reporter=list,json', ...filters],
    {
      cwd: rootDir,
      env: { ...process.env, ...system.env, PLAYWRIGHT_JSON_OUTPUT_NAME: outputFile },
    },
  )
  const found = await readFile(outputFile, 'utf8').then(JSON.parse, () => null)
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = found?.stats ?? {}
  for (const title of flaky > 0 ? titlesOfFlaky(found.suites) : [])
    console.log(`  ! passed only at the second try: ${title}`)
  const failed = unexpected + (found?.errors?.length ?? 0)
  return {
    name: 'e2e',
    passed: expected + flaky,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    pending: skipped,
  }
}

function titlesOfFlaky(suites) {
  return suites.flatMap(({ specs, suites: inner = [] }) => [
    ...specs
      .filter(({ tests }) => tests.some((test) => test.status === 'flaky'))
      .map(({ file, title }) => `${file} › ${title}`),
    ...titlesOfFlaky(inner),
  ])
}

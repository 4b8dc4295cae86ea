import path from 'node:path'
import { defineConfig } from 'vitest/config'

const withoutDatabase = ['unit']
const withDatabase = ['architecture', 'database', 'inngest', 'http']

const suite = (name: string, globalSetup: string[]) => ({
  extends: true as const,
  test: { name, include: [`tests/${name}/**/*.test.{ts,tsx}`], globalSetup },
})

/** One project a kind of test. The browser's tests are Playwright's: playwright.config.ts. */
export default defineConfig({
  resolve: { alias: { '@': path.resolve(import.meta.dirname) } },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // Against what hangs: how long something may take is said by the test that is about it.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    setupFiles: ['tests/support/setup.ts'],
    projects: [
      ...withoutDatabase.map((name) => suite(name, [])),
      ...withDatabase.map((name) => suite(name, ['tests/support/global-setup.mjs'])),
    ],
  },
})

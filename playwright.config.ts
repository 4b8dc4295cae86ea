import { defineConfig } from '@playwright/test'

/**
 * The browser's tests, against the system that `npm test -- e2e` started. Debian's Chromium: nothing is
 * downloaded. One worker: the tests share a database, and the machine has two cores.
 */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  workers: 1,
  // The machine that tests a change may be slow and shared. What passes only at the second try is named at the end.
  retries: 1,
  // Against what hangs: how quick something has to be is said by the test that is about it.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  use: {
    baseURL: process.env.POSTINO_E2E_URL ?? 'http://localhost:3000',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      args: [
        ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
        ...['--disable-background-networking', '--disable-component-update'],
      ],
    },
  },
})

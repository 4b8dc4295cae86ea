import { expect, test } from '@playwright/test'
import pg from 'pg'
import { type OwnProduct, signInAsOneAgent, startOwnProduct } from './support/own-product'
import { pressFor } from './support/press-for'

/** What breaks is seen in pages that were open before, and goes from them when it is over. */
test.use({ locale: 'en-GB', viewport: { width: 1_440, height: 900 } })
test.setTimeout(240_000)

let product: OwnProduct

test.beforeAll(async () => {
  test.setTimeout(240_000)
  product = await startOwnProduct('alarms')
})

test.afterAll(() => product?.stop())

async function query(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: product.databaseUrl })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

test('an alarm comes into the open inbox by itself, and leaves it when it is over', async ({ page }) => {
  await signInAsOneAgent(page, product)
  const line = page.getByRole('link', { name: 'No mail leaves by “Mail”' })
  await expect(line).toHaveCount(0)
  await query(
    `UPDATE outbound_channel SET trouble = 'certificate', trouble_since = now() - interval '1 minute'`,
  )
  await expect(line).toBeVisible({ timeout: 60_000 })
  await query('UPDATE outbound_channel SET trouble = NULL, trouble_since = NULL')
  await expect(line).toHaveCount(0, { timeout: 60_000 })
})

test('without a living worker everybody in the inbox is told, and that one lives again', async ({ page }) => {
  await signInAsOneAgent(page, product)
  const notice = page.getByText('Postino is standing still at this moment')
  await expect(notice).toHaveCount(0)
  const { worker } = product.pids()
  process.kill(worker, 'SIGSTOP')
  try {
    await expect(notice).toBeVisible({ timeout: 100_000 })
    const health = await page.request.get(`${product.baseUrl}/api/health`)
    expect(health.status()).toBe(503)
    expect((await health.json()).down).toContain('worker')
  } finally {
    process.kill(worker, 'SIGCONT')
  }
  await expect(notice).toHaveCount(0, { timeout: 60_000 })
})

test('the settings are found in the command menu', async ({ page }) => {
  await signInAsOneAgent(page, product)
  await pressFor(page, 'Control+k', page.getByRole('searchbox'))
  await page.getByRole('searchbox').fill('mailbox')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/settings\/mailboxes/)
})

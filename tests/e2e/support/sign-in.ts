import type { Page } from '@playwright/test'
import demo from '../../../prisma/demo/demo.json' with { type: 'json' }

const [firstPerson] = demo.people
const [firstTenant] = demo.tenants

export const demoTenant = firstTenant?.slug ?? ''

/** Signs in as the demo's first agent and waits for the inbox. */
export async function signInAsAgent(page: Page): Promise<void> {
  await page.goto('/sign-in')
  await page.locator('input[name=email]').fill(firstPerson?.email ?? '')
  await page.locator('input[name=password]').fill(demo.password)
  await page.locator('button[type=submit]').click()
  await page.waitForURL(/\/t\/[^/]+\/tickets/)
}

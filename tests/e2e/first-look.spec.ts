import { expect, type Page, test } from '@playwright/test'
import demo from '../../prisma/demo/demo.json' with { type: 'json' }
import { deliver } from './support/deliver'

/** A newcomer's first ten minutes, in the demo. */
const [giulia] = demo.people
const [acme] = demo.tenants

async function signIn(page: Page, email = giulia?.email ?? ''): Promise<void> {
  await page.goto('/')
  await page.locator('input[type=email], input[name=email]').first().fill(email)
  await page.locator('input[type=password]').fill(demo.password)
  await page.locator('button[type=submit]').first().click()
  await page.waitForURL(/\/t\//)
}

test('a newcomer signs in and sees the inbox of the demo, without an error in the console', async ({
  page,
}) => {
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(error.message))
  await signIn(page)
  await expect(page.getByText('Password del pannello web dimenticata')).toBeVisible()
  expect(errors).toEqual([])
})

test('a wrong password says so and lets nobody in', async ({ page }) => {
  await page.goto('/')
  await page
    .locator('input[type=email], input[name=email]')
    .first()
    .fill(giulia?.email ?? '')
  await page.locator('input[type=password]').fill('not the password')
  await page.locator('button[type=submit]').first().click()
  await expect(page.getByRole('alert').first()).toBeVisible()
  await expect(page).toHaveURL(/sign-in/)
})

test('a mail that arrives appears in the open inbox by itself, within seconds', async ({ page }) => {
  await signIn(page)
  await expect(page.getByText('Password del pannello web dimenticata')).toBeVisible()
  const subject = `Arrived ${Date.now()}`
  const [address] = acme?.addresses ?? []
  await deliver({
    from: 'newcomer@example.org',
    to: `${address?.local}@in.postino.localhost`,
    subject,
    text: 'Hello, is anybody there?',
  })
  await expect(page.getByText(subject)).toBeVisible({ timeout: 10_000 })
})

test('one firm is not found by a person of the other', async ({ page }) => {
  await signIn(page)
  const response = await page.goto('/t/globex/tickets')
  expect(response?.status()).toBe(404)
  await expect(page.getByText('copieur')).toHaveCount(0)
})

test('a chosen theme is there before any script has run, and stays chosen', async ({ page }) => {
  await signIn(page)
  await expect(page.getByText('Password del pannello web dimenticata')).toBeVisible()
  const root = page.locator('html')
  await expect(root).not.toHaveAttribute('data-theme')
  await page.getByRole('button', { name: 'Giulia Ferraris' }).click()
  await page.getByRole('menuitem', { name: /^Tema/ }).click()
  await expect(root).toHaveAttribute('data-theme', 'light')
  const html = await (await page.request.get(page.url())).text()
  expect(html).toMatch(/<html[^>]* data-theme="light"/)
})

for (const [userAgent, key] of [
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15',
    '⌘ K',
  ],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36', 'Ctrl K'],
] as const)
  test.describe(`keys on ${key}`, () => {
    test.use({ userAgent })
    test(`a keyboard is shown its own keys: ${key}`, async ({ page }) => {
      await signIn(page)
      await expect(page.locator('kbd').getByText(key, { exact: true })).toBeVisible()
    })
  })

test.describe('before the page is awake', () => {
  test('what is filled in and chosen stays, and the form knows of it', async ({ page }) => {
    await signIn(page)
    let letScriptsIn = () => {}
    const mayCome = new Promise<void>((resolve) => {
      letScriptsIn = resolve
    })
    await page.route('**/_next/static/**/*.js', async (route) => {
      await mayCome
      await route.continue()
    })
    await page.goto(`/t/${acme?.slug}/settings/channels?channel=new`, { waitUntil: 'commit' })
    const form = page.locator('form').filter({ has: page.locator('select') })
    const [fields, choices] = [form.locator('input:visible'), form.locator('select')]
    await fields.first().fill('Filled in early')
    await choices.first().selectOption('smtp')
    await expect(choices).toHaveCount(1)
    letScriptsIn()
    // One's own server has its encryption to be chosen.
    await expect(choices).toHaveCount(2)
    await expect(choices.first()).toHaveValue('smtp')
    await expect(fields.first()).toHaveValue('Filled in early')
  })

  const act = {
    'a key pressed': (page: Page) => page.keyboard.press('Control+k'),
    'a button pressed': (page: Page) => page.locator('nav button:has(kbd)').click(),
  }
  for (const [what, press] of Object.entries(act))
    test(`${what} does what it says as soon as it is`, async ({ page }) => {
      await signIn(page)
      let letScriptsIn = () => {}
      const mayCome = new Promise<void>((resolve) => {
        letScriptsIn = resolve
      })
      await page.route('**/_next/static/**/*.js', async (route) => {
        await mayCome
        await route.continue()
      })
      await page.goto(`/t/${acme?.slug}/tickets`, { waitUntil: 'commit' })
      await page.locator('h1:visible').first().waitFor()
      await press(page)
      await expect(page.getByRole('searchbox')).toHaveCount(0)
      letScriptsIn()
      await expect(page.getByRole('searchbox')).toBeVisible()
    })
})

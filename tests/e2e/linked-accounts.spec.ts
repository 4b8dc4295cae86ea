import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import pg from 'pg'
import { type IdentityProvider, startIdentityProvider } from '../support/identity-provider'
import { freePort } from '../support/worker-process'
import { oneTenant } from './support/one-tenant'
import { type OwnProduct, signInAsOneAgent, startOwnProduct } from './support/own-product'

/** Signing in with an account elsewhere, at a provider that really is one: codes, PKCE, nonce, signed tokens. */
test.use({ locale: 'en-GB', viewport: { width: 1_440, height: 900 } })
test.setTimeout(240_000)

let product: OwnProduct
let provider: IdentityProvider
/** Who is signed in at the provider. */
let account: { sub: string } & Record<string, unknown> = { sub: 'nobody' }

test.beforeAll(async () => {
  test.setTimeout(240_000)
  const port = await freePort()
  const redirectUris = [`http://localhost:${port}/api/auth/callback/google`]
  provider = await startIdentityProvider(['http://localhost/unused'], {
    redirectUris,
    account: () => account,
  })
  const env = {
    GOOGLE_CLIENT_ID: 'postino-sign-in',
    GOOGLE_CLIENT_SECRET: 'secret of the sign-in app',
    GOOGLE_ISSUER: provider.issuer,
  }
  product = await startOwnProduct('linked_accounts', { port, env })
})

test.afterAll(async () => {
  await product?.stop()
  await provider?.close()
})

const settingsOf = () => `${product.baseUrl}/t/solo/settings/sessions`
const ownMail = { email: oneTenant.email, email_verified: true }

test('linked in the settings after the password, an account signs in; unlinked, it does not', async ({
  page,
  context,
}) => {
  account = { sub: 'adas-account', email: 'ada@mail.example', email_verified: true }
  await signInAsOneAgent(page, product)
  await page.goto(settingsOf())
  await page.getByRole('button', { name: 'Link Google', exact: true }).click()
  await givePassword(page, 'not the password')
  await expect(page.getByText('This is not your password.')).toBeVisible()
  await givePassword(page, oneTenant.password)
  await expect(page.getByText('Linked. You can sign in with it from now on.')).toBeVisible()
  await expect(page.getByText('ada@mail.example')).toBeVisible()

  await expectGoogleSignIn(context, 'inside')
  await page.getByRole('button', { name: 'Unlink Google ada@mail.example' }).click()
  await expect(page.getByText('Unlinked. That account no longer lets you in.')).toBeVisible()
  await expectGoogleSignIn(context, 'refused')
})

test('an account with somebody’s own address, verified or not, links nothing and lets nobody in', async ({
  context,
}) => {
  for (const mail of [
    { email: oneTenant.email, email_verified: true },
    { email: oneTenant.email, email_verified: false },
    { email: oneTenant.email },
    {},
  ]) {
    account = { sub: 'a-stranger', ...mail }
    await expectGoogleSignIn(context, 'refused')
  }
  expect(await count('user_identity')).toBe(0)
})

test('an account whose address the provider has not confirmed is not linked', async ({ page }) => {
  account = { sub: 'unconfirmed', email: oneTenant.email, email_verified: false }
  await beginLinking(page)
  await expect(page.getByText('The provider has not confirmed the address')).toBeVisible()
  expect(await count('user_identity')).toBe(0)
})

test('an answer that was used, or that another session asked for, links nothing', async ({
  page,
  browser,
}) => {
  account = { sub: 'replayed', ...ownMail }
  const answer = new Promise<string>((resolve) => {
    page.on('request', (request) => {
      if (request.url().includes('/api/auth/callback/google?')) resolve(request.url())
    })
  })
  await beginLinking(page)
  await expect(page.getByText('Linked. You can sign in with it from now on.')).toBeVisible()
  const replay = await page.request.get(await answer, { maxRedirects: 0 })
  expect(replay.status()).toBe(404)

  // The provider's answer to one session, brought to another that has all of the first's cookies but its own session.
  account = { sub: 'carried-over', ...ownMail }
  const held = holdAnswer(page)
  await page.getByRole('button', { name: 'Link Google', exact: true }).click()
  const url = await held
  const other = await browser.newContext({ locale: 'en-GB' })
  const otherPage = await other.newPage()
  await signInAsOneAgent(otherPage, product)
  const cookies = (await page.context().cookies()).filter(({ name }) => name !== 'postino.session')
  await other.addCookies(cookies)
  expect((await other.request.get(url, { maxRedirects: 0 })).status()).toBe(404)
  await other.clearCookies({ name: 'postino.session' })
  expect((await other.request.get(url, { maxRedirects: 0 })).status()).toBe(404)
  await other.close()
  expect(await count(`user_identity WHERE subject = 'carried-over'`)).toBe(0)
})

test('who has no password sets one after signing in anew, and gets in with it', async ({ page }) => {
  account = { sub: 'without-password', email: 'ada@mail.example', email_verified: true }
  await beginLinking(page)
  await expect(page.getByText('Linked. You can sign in with it from now on.')).toBeVisible()
  await query('UPDATE app_user SET password_hash = NULL')
  await query(`UPDATE session SET created_at = now() - interval '1 hour'`)
  await page.reload()
  const secret = 'four words nobody guesses'
  await fillPassword(page, secret)
  const again = page.getByRole('dialog', { name: 'Sign in again' })
  await again.getByRole('button', { name: 'Sign in again' }).click()
  await page.waitForURL(/\/sign-in\?/)
  await page.getByRole('button', { name: /Google/ }).click()
  await page.waitForURL(/\/settings\/sessions/)
  await fillPassword(page, secret)
  await expect(page.getByText('Set. You can sign in with it from now on.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Change the password' })).toBeVisible()

  await page.context().clearCookies()
  await page.goto(`${product.baseUrl}/sign-in`)
  await page.locator('input[name=email]').fill(oneTenant.email)
  await page.locator('input[name=password]').fill(secret)
  await page.locator('button[type=submit]').click()
  await page.waitForURL(/\/t\/solo\/tickets/)
})

async function fillPassword(page: Page, secret: string): Promise<void> {
  await page.getByRole('button', { name: 'Set a password' }).click()
  const dialog = page.getByRole('dialog', { name: 'Set a password' })
  await dialog.getByLabel('New password').fill(secret)
  await dialog.getByLabel('The same again').fill(secret)
  await dialog.getByRole('button', { name: 'Save' }).click()
}

/** From a new sign-in up to the provider's answer. */
async function beginLinking(page: Page): Promise<void> {
  await signInAsOneAgent(page, product)
  await page.goto(settingsOf())
  await page.getByRole('button', { name: 'Link Google', exact: true }).click()
  await givePassword(page, oneTenant.password)
}

async function givePassword(page: Page, password: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Your password again' })
  await dialog.getByLabel('Password').fill(password)
  await dialog.getByRole('button', { name: 'Continue' }).click()
}

/**
 * Keeps the browser from asking the provider, and asks in its place, up to the answer that it would be sent back with.
 * (A redirect in the midst of a navigation cannot be held.)
 */
async function holdAnswer(page: Page): Promise<string> {
  const asked = new Promise<string>((resolve) => {
    void page.route(`${provider.issuer}/**`, async (route) => {
      resolve(route.request().url())
      await route.abort()
    })
  })
  let url = await asked
  for (let step = 0; step < 10 && !url.startsWith(product.baseUrl); step++) {
    const response = await page.request.get(url, { maxRedirects: 0 })
    url = new URL(response.headers().location ?? '', url).href
  }
  expect(url).toContain('/api/auth/callback/google?')
  return url
}

async function expectGoogleSignIn(context: BrowserContext, result: 'inside' | 'refused'): Promise<void> {
  const other = await context.browser()?.newContext({ locale: 'en-GB' })
  if (!other) throw new Error('no browser')
  const page = await other.newPage()
  const before = await count('session')
  await page.goto(`${product.baseUrl}/sign-in`)
  await page.getByRole('button', { name: 'Continue with Google' }).click()
  if (result === 'inside') await page.waitForURL(/\/t\/solo\/tickets/)
  else await expect(page.getByText('This account is not connected to anybody here.')).toBeVisible()
  expect(await count('session')).toBe(before + (result === 'inside' ? 1 : 0))
  await other.close()
}

const count = async (from: string): Promise<number> => (await query(`SELECT FROM ${from}`)).rowCount ?? 0

async function query(sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: product.databaseUrl })
  await client.connect()
  try {
    return await client.query(sql)
  } finally {
    await client.end()
  }
}

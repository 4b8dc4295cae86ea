import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { chromium } from '@playwright/test'
import demo from '../prisma/demo/demo.json' with { type: 'json' }

/**
 * A picture of every page, light, dark and on a phone, into screenshots/. Needs a running demo: `npm run up`, and
 * BASE_URL when it is not at the usual place. CHROMIUM names another browser than the system's.
 */
const baseUrl = process.env.BASE_URL ?? 'http://localhost:3000'
const folder = path.resolve(import.meta.dirname, '../screenshots')
const [person] = demo.people
const tenant = demo.tenants[0].slug
const settleMs = 1_200

const looks = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
  { name: 'phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
  { name: 'phone-dark', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
]

const pages = [
  { name: 'tickets', path: `/t/${tenant}/tickets` },
  { name: 'ticket', path: `/t/${tenant}/tickets/1` },
  { name: 'ticket-reply', path: `/t/${tenant}/tickets/2`, after: (page) => page.keyboard.press('r') },
  { name: 'commands', path: `/t/${tenant}/tickets`, after: (page) => page.keyboard.press('Control+k') },
  { name: 'keys', path: `/t/${tenant}/tickets`, after: (page) => page.keyboard.press('?') },
  { name: 'closed', path: `/t/${tenant}/tickets?view=closed` },
  { name: 'nothing-found', path: `/t/${tenant}/tickets?subject=zzzz` },
  { name: 'no-such-ticket', path: `/t/${tenant}/tickets/99999` },
  { name: 'quarantine', path: `/t/${tenant}/quarantine` },
  { name: 'sessions', path: `/t/${tenant}/settings/sessions` },
  { name: 'mailboxes', path: `/t/${tenant}/settings/mailboxes` },
  { name: 'channels', path: `/t/${tenant}/settings/channels` },
  { name: 'reply-via', path: `/t/${tenant}/settings/reply-via` },
  { name: 'inbound', path: `/t/${tenant}/settings/inbound` },
  { name: 'api-keys', path: `/t/${tenant}/settings/api-keys` },
  { name: 'reference', path: '/reference' },
  { name: 'postoffice', path: '/postoffice', after: openFirstLetter },
]

await mkdir(folder, { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
})
for (const look of looks) {
  const context = await browser.newContext({ baseURL: baseUrl, locale: 'en', ...look })
  const page = await context.newPage()
  page.on('pageerror', (error) => process.stderr.write(`${look.name}: ${error}\n`))
  await page.goto('/sign-in')
  await picture(page, 'sign-in', look)
  await signIn(page)
  for (const { name, path: pagePath, after } of pages) {
    await page.goto(pagePath)
    await page.waitForTimeout(settleMs)
    if (after) {
      await after(page)
      await page.waitForTimeout(settleMs)
    }
    await picture(page, name, look)
  }
  await context.close()
}
await browser.close()

async function picture(page, name, look) {
  await page.screenshot({ path: path.join(folder, `${name}-${look.name}.png`) })
  process.stdout.write(`${name} ${look.name}\n`)
}

async function signIn(page) {
  await page.fill('input[name=email]', person.email)
  await page.fill('input[name=password]', demo.password)
  await page.click('button[type=submit]')
  await page.waitForURL('**/tickets', { timeout: 120_000 })
}

async function openFirstLetter(page) {
  const people = page.locator('nav li button')
  if ((await people.count()) === 0) return
  await people.first().click()
  await page.waitForTimeout(settleMs)
  await page.locator('main ul li button').last().click()
}

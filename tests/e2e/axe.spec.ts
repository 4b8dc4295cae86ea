import { expect, type Page, test } from '@playwright/test'
import { axeFindings } from './support/axe-findings'
import { pressFor } from './support/press-for'
import { demoTenant, signInAsAgent } from './support/sign-in'

/** Every page in both themes, wide and on a phone, by every rule that axe has. */
const inbox = `/t/${demoTenant}/tickets`

const pages: { name: string; path: string; open?: (page: Page) => Promise<unknown> }[] = [
  { name: 'the inbox', path: inbox },
  { name: 'a ticket', path: `${inbox}/1` },
  {
    name: 'a reply being written',
    path: `${inbox}/2`,
    open: (page) => pressFor(page, 'r', page.locator('.composer-text')),
  },
  {
    name: 'the command menu',
    path: inbox,
    open: (page) => pressFor(page, 'Control+k', page.getByRole('dialog')),
  },
  {
    name: 'the list of keys',
    path: inbox,
    open: (page) => pressFor(page, '?', page.getByRole('dialog')),
  },
  { name: 'a view without tickets', path: `${inbox}?subject=nothing-is-called-this` },
  { name: 'a ticket that does not exist', path: `${inbox}/99999` },
  { name: 'the quarantine', path: `/t/${demoTenant}/quarantine` },
  { name: 'the sessions', path: `/t/${demoTenant}/settings/sessions` },
  { name: 'the mailboxes', path: `/t/${demoTenant}/settings/mailboxes` },
  { name: 'the ways out', path: `/t/${demoTenant}/settings/channels` },
  { name: 'what answers leave by', path: `/t/${demoTenant}/settings/reply-via` },
  { name: 'the blocked addresses', path: `/t/${demoTenant}/settings/blocked-addresses` },
  { name: 'the HTTP endpoints', path: `/t/${demoTenant}/settings/inbound` },
  { name: 'the API keys', path: `/t/${demoTenant}/settings/api-keys` },
  { name: 'the API reference', path: '/reference' },
  { name: 'the post office', path: '/postoffice' },
]

const looks = [
  { theme: 'light', colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  { theme: 'dark', colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
  { theme: 'light on a phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
  { theme: 'dark at 320 pixels', colorScheme: 'dark', viewport: { width: 320, height: 640 } },
] as const

for (const { theme, ...look } of looks) {
  test.describe(theme, () => {
    test.use(look)

    test(`sign-in, ${theme}: axe finds nothing`, async ({ page }) => {
      await page.goto('/sign-in')
      expect(await axeFindings(page)).toEqual([])
    })

    test(`every page, ${theme}: axe finds nothing, and nothing reaches beyond the edge`, async ({ page }) => {
      test.setTimeout(480_000)
      await signInAsAgent(page)
      for (const { name, path, open } of pages) {
        await page.goto(path)
        await page.waitForLoadState('domcontentloaded')
        await page.locator('h1:visible').first().waitFor()
        if (open) await open(page)
        // Whatever moves has arrived.
        await page.waitForTimeout(400)
        expect.soft(await axeFindings(page), name).toEqual([])
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect.soft(overflow, `${name}: sideways scrolling`).toBe(0)
      }
    })
  })
}

import { expect, type Page, test } from '@playwright/test'
import { axeFindings } from './support/axe-findings'
import { type OwnProduct, sendAsCustomer, signInAsOneAgent, startOwnProduct } from './support/own-product'

/** A mail as an agent meets it who opens its ticket: from its first line on, everything in it, nothing torn. */
test.use({ locale: 'en-GB', viewport: { width: 1_440, height: 800 } })
test.setTimeout(240_000)

const from = 'Eva <eva@customer.example>'
const dot = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
let product: OwnProduct

test.beforeAll(async () => {
  test.setTimeout(240_000)
  product = await startOwnProduct('reading')
})

test.afterAll(() => product?.stop())

test('a long mail opens at its first line, and a reader who scrolls is left where he is', async ({
  page,
}) => {
  const text = Array.from({ length: 90 }, (_, at) => `Line ${at + 1} of the log`).join('\n')
  const messageId = '<a-long-log@customer.example>'
  await sendAsCustomer(product, { from, subject: 'A long log', messageId, text })
  await open(page, 'A long log')
  await expect(page.getByRole('article').getByRole('heading')).toBeInViewport()
  const conversation = page.getByRole('region', { name: 'Conversation' })
  await conversation.hover()
  await page.mouse.wheel(0, 300)
  const place = () => conversation.evaluate((box) => box.scrollTop)
  await expect.poll(place).toBeGreaterThan(150)
  const before = await place()
  await sendAsCustomer(product, {
    ...{ from, subject: 'Re: A long log', text: 'Any news?' },
    ...{ inReplyTo: messageId, references: messageId },
  })
  await expect(page.getByRole('article')).toHaveCount(2)
  expect(await place()).toBe(before)
})

test('a picture that stands in the mail is not shown a second time below it', async ({ page }) => {
  const html = '<p>The lamp is red: <img src="cid:lamp" width="20" height="20"></p>'
  const attachments = [
    { filename: 'lamp.gif', content: dot, cid: 'lamp' },
    { filename: 'form.pdf', content: Buffer.from('%PDF-1.4') },
  ]
  await sendAsCustomer(product, { from, subject: 'A red lamp', html, attachments })
  await open(page, 'A red lamp')
  await expect(page.frameLocator('article iframe').locator('img')).toBeVisible()
  await expect(page.getByRole('link', { name: 'form.pdf' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'lamp.gif' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Show text only' }).click()
  await expect(page.getByRole('link', { name: 'lamp.gif' }).first()).toBeVisible()
})

test('a picture that cannot be drawn is a file by its name', async ({ page }) => {
  const attachments = [
    { filename: 'torn.jpg', content: Buffer.from('no picture at all'), contentType: 'image/jpeg' },
  ]
  await sendAsCustomer(product, { from, subject: 'A torn picture', text: 'See below.', attachments })
  await open(page, 'A torn picture')
  await expect(page.getByRole('link', { name: 'torn.jpg' })).toHaveCount(1)
  await expect(page.getByRole('article').locator('img')).toHaveCount(0)
})

test('of many files the first twelve stand open, and one button shows them all', async ({ page }) => {
  const attachments = Array.from({ length: 15 }, (_, at) => ({ filename: `${at + 1}.csv`, content: 'a;b' }))
  await sendAsCustomer(product, { from, subject: 'Many files', text: 'All of them.', attachments })
  await open(page, 'Many files')
  const files = page.getByRole('list', { name: 'Attached files' }).getByRole('link')
  await expect(files).toHaveCount(12)
  await page.getByRole('button', { name: '3 more files' }).click()
  await expect(files).toHaveCount(15)
  await expect(page.getByRole('button', { name: 'Fewer files' })).toBeFocused()
})

test('why a mail is where it is has an address of its own', async ({ page }) => {
  await sendAsCustomer(product, { from, subject: 'Why so', text: 'Hello.' })
  await open(page, 'Why so')
  await page.getByRole('button', { name: 'Why is this here?' }).click()
  await page.getByRole('dialog').getByRole('link', { name: 'Link to this mail' }).click()
  await expect(page).toHaveURL(/\/mails\/[0-9a-f-]{36}$/u)
  await expect(page.getByRole('heading', { name: 'Why is this here?' })).toBeVisible()
  await expect(page.getByText('Why so')).toBeVisible()
  expect(await page.getByRole('listitem').count()).toBeGreaterThan(5)
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('link', { name: /^Ticket #/u }).click()
  await expect(page.getByRole('article')).toBeVisible()
})

test('a formatted version without anything in it says that the mail has no text', async ({ page }) => {
  const attachments = [{ filename: 'order.csv', content: 'a;b' }]
  await sendAsCustomer(product, { from, subject: 'Only a file', html: '<div><br>&nbsp;</div>', attachments })
  await open(page, 'Only a file')
  await expect(page.getByRole('article').getByText('This mail has no text.')).toBeVisible()
  await expect(page.locator('article iframe')).toHaveCount(0)
})

test('a wrapped text fills the page, and what is quoted stands behind a line', async ({ page }) => {
  const text = [
    'The control unit that came on Monday switches itself off after about ten',
    'minutes, even when the engine is not running. We have tried another cable',
    'already.',
    '',
    '> Did you try another cable?',
  ]
  await sendAsCustomer(product, { from, subject: 'Wrapped by a program', text: text.join('\n') })
  await open(page, 'Wrapped by a program')
  await expect(page.getByRole('article').getByText('after about ten minutes, even when')).toBeVisible()
  await expect(page.getByText('Did you try another cable?', { exact: true })).toBeVisible()
})

async function open(page: Page, subject: string): Promise<void> {
  await signInAsOneAgent(page, product)
  await page.getByText(subject).first().click()
  await expect(page.getByRole('article').last()).toBeVisible()
}

import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { type RunningProduct, startProduct } from '@/bin/bench/start-product.mjs'
import { leastOf } from '../support/least-of'
import { mailText } from '../support/mail-text'
import { freePort } from '../support/worker-process'
import { dropDatabase, makeDatabase } from './support/databases'
import { type MailHosts, startMailHosts } from './support/mail-hosts'
import { insertOneTenant, oneTenant } from './support/one-tenant'
import { untilAwake } from './support/until-awake'

/**
 * A firm connects its own mail: a real IMAP server, an SMTP server that wants a login, an identity provider. Everything
 * is done in the pages, and mail moves between real servers.
 */
test.use({ locale: 'en-GB', viewport: { width: 1_440, height: 900 } })
test.describe.configure({ mode: 'serial' })
test.setTimeout(180_000)

const rootDir = path.resolve(import.meta.dirname, '../..')
const databaseName = `mailboxes_${randomBytes(4).toString('hex')}`
const liveTimeoutMs = 30_000
let product: RunningProduct
let hosts: MailHosts
/** From the server's acceptance to the inbox's row, before any mailbox was in trouble. */
let usualMs: number

test.beforeAll(async () => {
  test.setTimeout(120_000)
  const port = await freePort()
  hosts = await startMailHosts(`http://localhost:${port}`)
  const databaseUrl = await makeDatabase(databaseName)
  product = await startProduct(rootDir, { databaseUrl, hasDemoData: false, port, env: hosts.env })
  await insertOneTenant(databaseUrl)
})
test.afterAll(async () => {
  await product?.stop()
  await hosts?.close()
  await dropDatabase(databaseName)
})
test.beforeEach(({ page }) => signIn(page))

test('a mailbox by password: mail in, answer out by the firm’s SMTP server, plain reply in, one ticket', async ({
  page,
}) => {
  const address = 'desk@solo.example'
  await addChannel(page, address)
  await addMailbox(page, { name: 'Desk', address, password: hosts.imap.password })
  await startReading(page)
  await converse(page, address, 'PLAIN')
  usualMs = await median(5, (i) => timeToInbox(page, address, `Before ${i}`))
})

test('a mailbox by consent: one consent opens the way in and the way out', async ({ page }) => {
  const address = 'front@solo.example'
  await page.goto(`${product.baseUrl}/t/solo/settings/channels?channel=new`)
  const consent = page
    .locator('form')
    .filter({ has: page.getByRole('button', { name: 'Connect with Google' }) })
  await untilAwake(consent.getByLabel('Sender address'))
  await consent.getByLabel('Sender address').fill(address)
  await consent.getByRole('button', { name: 'Connect with Google' }).click()
  await expect(page.getByText(`${address} is connected`)).toBeVisible({ timeout: liveTimeoutMs })
  await page.goto(`${product.baseUrl}/t/solo/settings/mailboxes`)
  await page.getByRole('link', { name: address }).click()
  await startReading(page)
  await converse(page, address, 'XOAUTH2')
})

test('a refused password shows its remedy, and the other mailbox is as quick as before', async ({ page }) => {
  await addMailbox(page, { name: 'Locked', address: 'locked@solo.example', password: 'not this one' })
  await page.getByRole('button', { name: 'Start reading' }).click()
  const remedy = page.getByRole('alert').filter({ hasText: 'Password refused' })
  await expect(remedy).toContainText('Put in the password again', { timeout: 60_000 })
  const limitMs = usualMs * 1.5 + 500
  let round = 0
  const measure = () => {
    round += 1
    return median(5, (i) => timeToInbox(page, 'desk@solo.example', `After ${round}.${i}`))
  }
  expect(await leastOf(limitMs, measure, 3), `${usualMs} ms before`).toBeLessThan(limitMs)
})

async function signIn(page: Page): Promise<void> {
  await page.goto(`${product.baseUrl}/sign-in`)
  await page.locator('input[name=email]').fill(oneTenant.email)
  await page.locator('input[name=password]').fill(oneTenant.password)
  await page.locator('button[type=submit]').click()
  await page.waitForURL(/\/t\/solo\/tickets/)
}

async function addChannel(page: Page, address: string): Promise<void> {
  await page.goto(`${product.baseUrl}/t/solo/settings/channels?channel=new`)
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: 'Save', exact: true }) })
  await untilAwake(form.getByLabel('Kind'))
  await form.getByLabel('Kind').selectOption({ label: 'Your own server (SMTP)' })
  await form.getByLabel('Name', { exact: true }).fill('Desk')
  await form.getByLabel('Sender address').fill(address)
  await form.getByLabel('Server', { exact: true }).fill('localhost')
  await form.getByLabel('Encryption').selectOption({ label: 'TLS' })
  await form.getByLabel('Port', { exact: true }).fill(String(hosts.smtp.port))
  await form.getByLabel('User name').fill(address)
  await form.getByLabel('Password').fill(hosts.smtpPassword)
  await form.getByRole('button', { name: 'Save', exact: true }).click()
  await page.waitForURL(/channel=[0-9a-f-]{36}/)
}

async function addMailbox(
  page: Page,
  mailbox: { name: string; address: string; password: string },
): Promise<void> {
  await page.goto(`${product.baseUrl}/t/solo/settings/mailboxes?mailbox=new`)
  await untilAwake(page.getByLabel('Provider'))
  await page.getByLabel('Provider').selectOption({ label: 'Another provider' })
  await page.getByLabel('Name', { exact: true }).fill(mailbox.name)
  await page.getByLabel('Address of the mailbox').fill(mailbox.address)
  await page.getByLabel('IMAP server').fill('localhost')
  await page.getByLabel('Encryption').selectOption({ label: 'TLS' })
  await page.getByLabel('Port', { exact: true }).fill(String(hosts.imap.tlsPort))
  await page.getByLabel('Password').fill(mailbox.password)
  await page.getByRole('button', { name: 'Save and go on' }).click()
  await page.waitForURL(/mailbox=[0-9a-f-]{36}/)
}

async function startReading(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start reading' }).click()
  await expect(page.locator('nav a[aria-current=page]').getByText('Listening')).toBeVisible({
    timeout: 60_000,
  })
}

/** The customer writes, the agent answers, the customer answers without any mark: all of it is one ticket. */
async function converse(page: Page, address: string, method: string): Promise<void> {
  const subject = `A conversation with ${address}`
  const customer = `rosa.${method.toLowerCase()}@customer.example`
  await page.goto(`${product.baseUrl}/t/solo/tickets`)
  const from = `Rosa Neri <${customer}>`
  await hosts.imap.deliver(
    address,
    mailText({ From: from, To: address, Subject: subject }, 'It only hums.\n'),
  )
  await row(page, subject).click({ timeout: liveTimeoutMs })
  const conversation = page.getByLabel('Conversation')
  await expect(conversation.getByText('It only hums.')).toBeVisible()

  await page.getByRole('button', { name: /^Reply to/ }).click()
  await page.getByRole('textbox', { name: 'Text of the reply' }).fill('Please fill in water.')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect
    .poll(() => letters(customer, 'Please fill in water.').length, { timeout: liveTimeoutMs })
    .toBe(1)
  const [letter] = letters(customer, 'Please fill in water.')
  expect(letter?.from).toBe(address)
  expect(hosts.senders.at(-1)).toBe(`${method} ${address}`)
  await expect(conversation.getByText('Accepted by the recipient’s server')).toBeVisible({
    timeout: liveTimeoutMs,
  })

  const answer = {
    From: from,
    To: address,
    Subject: `Re: ${subject}`,
    'In-Reply-To': letter?.messageId ?? '',
    References: letter?.messageId ?? '',
  }
  await hosts.imap.deliver(address, mailText(answer, 'It was the water. Thank you!\n'))
  await expect(conversation.getByText('It was the water. Thank you!')).toBeVisible({ timeout: liveTimeoutMs })
  expect(letters(customer, 'Please fill in water.')).toHaveLength(1)
}

const letters = (to: string, text: string) =>
  hosts.smtp.ledger.filter((mail) => mail.to.includes(to) && mail.bytes.toString().includes(text))

const row = (page: Page, subject: string) =>
  page.getByRole('list', { name: 'Tickets' }).getByRole('link').filter({ hasText: subject })

async function timeToInbox(page: Page, address: string, subject: string): Promise<number> {
  if (!page.url().endsWith('/tickets')) {
    await page.goto(`${product.baseUrl}/t/solo/tickets`)
    await page.waitForLoadState('networkidle')
  }
  await hosts.imap.deliver(address, mailText({ Subject: subject, To: address }))
  const deliveredAt = performance.now()
  await row(page, subject).waitFor({ timeout: liveTimeoutMs })
  return performance.now() - deliveredAt
}

async function median(count: number, measure: (index: number) => Promise<number>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < count; i++) times.push(await measure(i))
  return times.sort((a, b) => a - b)[Math.floor(count / 2)] ?? Number.NaN
}

import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { createTransport } from 'nodemailer'
import pg from 'pg'
import { type RunningProduct, startProduct } from '@/bin/bench/start-product.mjs'
import { dropDatabase, makeDatabase } from './support/databases'
import { insertOneTenant, oneTenant } from './support/one-tenant'
import { receivedMessageIds } from './support/post-office-ledger'

/**
 * What the product is for, from an empty database on: a mail becomes a ticket, the agent's answer reaches the customer,
 * and his answer comes back to the same ticket. Pages, worker and mail are the real ones.
 */
test.use({ locale: 'en-GB', viewport: { width: 1_440, height: 900 } })
test.setTimeout(120_000)

const rootDir = path.resolve(import.meta.dirname, '../..')
const databaseName = `round_trip_${randomBytes(4).toString('hex')}`
const customer = 'rosa.neri@customer.example'
const subject = 'The coffee machine only hums'
const liveTimeoutMs = 10_000
let product: RunningProduct
let databaseUrl: string

test.beforeAll(async () => {
  test.setTimeout(120_000)
  databaseUrl = await makeDatabase(databaseName)
  product = await startProduct(rootDir, { databaseUrl, hasDemoData: false })
  await insertOneTenant(databaseUrl)
})

test.afterAll(async () => {
  await product?.stop()
  await dropDatabase(databaseName)
})

test('from an empty inbox: a mail, an answer, the customer’s answer, all in one ticket and each mail sent once', async ({
  page,
  context,
}) => {
  await signIn(page)
  await expect(page.getByText('Nothing is open')).toBeVisible()
  let loads = 0
  page.on('load', () => {
    loads += 1
  })

  await deliverFirstMail()
  const row = page.getByRole('list', { name: 'Tickets' }).getByRole('link').filter({ hasText: subject })
  await expect(row).toBeVisible({ timeout: liveTimeoutMs })
  await row.click()
  const conversation = page.getByLabel('Conversation')
  await expect(conversation.getByText('It hums, and no coffee comes.')).toBeVisible()

  await page.getByRole('button', { name: /^Reply to/ }).click()
  await page.getByRole('textbox', { name: 'Text of the reply' }).fill('Please fill in water.')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  const reply = conversation.getByRole('article', { name: 'Reply by Ada' })
  await expect(reply.frameLocator('iframe').getByText('Please fill in water.')).toBeVisible()
  await expect(reply.getByText('Accepted by the recipient’s server')).toBeVisible({ timeout: liveTimeoutMs })

  const outside = await context.newPage()
  await answerAsCustomer(outside, 'It was the water. Thank you!')

  await expect(conversation.getByText('It was the water. Thank you!')).toBeVisible({ timeout: liveTimeoutMs })
  expect(loads, 'the agent’s page was never loaded again').toBe(0)
  await expectOneTicketAndEachMailOnce()
})

async function signIn(page: Page): Promise<void> {
  await page.goto(`${product.baseUrl}/sign-in`)
  await page.locator('input[name=email]').fill(oneTenant.email)
  await page.locator('input[name=password]').fill(oneTenant.password)
  await page.locator('button[type=submit]').click()
  await page.waitForURL(/\/t\/solo\/tickets/)
}

async function deliverFirstMail(): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: product.smtpPort, ignoreTLS: true })
  await transport.sendMail({
    from: `Rosa Neri <${customer}>`,
    to: oneTenant.creationAddress,
    subject,
    text: 'Good morning,\n\nIt hums, and no coffee comes.\n\nRosa',
  })
  transport.close()
}

/** In the post office: reads what came, and answers it in plain text. */
async function answerAsCustomer(page: Page, text: string): Promise<void> {
  await page.goto(`${product.baseUrl}/postoffice`)
  const people = page.getByRole('navigation', { name: 'People' })
  await people.getByRole('button', { name: /Rosa Neri/ }).click()
  const letters = page.getByRole('list', { name: 'Mails' })
  await letters
    .getByRole('button')
    .filter({ hasText: `Re: ${subject}` })
    .click()
  const letter = page.getByRole('article')
  await expect(letter.frameLocator('iframe').getByText('Please fill in water.')).toBeVisible()
  await letter.getByRole('button', { name: 'Reply' }).click()
  await page.getByRole('textbox', { name: 'Text' }).fill(text)
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByText('It went in by SMTP')).toBeVisible()
}

async function expectOneTicketAndEachMailOnce(): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const tickets = await client.query('SELECT message_count FROM ticket')
    expect(tickets.rows).toEqual([{ message_count: 3 }])
    const kinds = await client.query('SELECT kind FROM message ORDER BY received_at, id')
    expect(kinds.rows.map(({ kind }) => kind)).toEqual(['inbound', 'reply', 'inbound'])
    const outbound = await client.query<{ id: string; state: string }>(
      'SELECT message_id_header AS id, state FROM outbound_mail ORDER BY 1',
    )
    expect(outbound.rows.length).toBeGreaterThan(0)
    expect(outbound.rows.map(({ state }) => state)).toEqual(outbound.rows.map(() => 'accepted'))
    // A mail that was sent twice, or one that nobody wrote down, makes the two lists differ.
    expect(await receivedMessageIds(product.postOfficeDir)).toEqual(outbound.rows.map(({ id }) => id).sort())
  } finally {
    await client.end()
  }
}

import { expect, type Page, test } from '@playwright/test'
import pg from 'pg'
import { type OwnProduct, sendAsCustomer, signInAsOneAgent, startOwnProduct } from './support/own-product'
import { receivedMessageIds } from './support/post-office-ledger'

/**
 * What the product is for, from an empty database on: a mail becomes a ticket, the agent's answer reaches the customer,
 * and his answer comes back to the same ticket. Pages, worker and mail are the real ones.
 */
test.use({ locale: 'en-GB', viewport: { width: 1_440, height: 900 } })
test.setTimeout(240_000)

const customer = 'rosa.neri@customer.example'
const subject = 'The coffee machine only hums'
const liveTimeoutMs = 30_000
let product: OwnProduct

test.beforeAll(async () => {
  test.setTimeout(240_000)
  product = await startOwnProduct('round_trip')
})

test.afterAll(() => product?.stop())

test('from an empty inbox: a mail, an answer, the customer’s answer, all in one ticket and each mail sent once', async ({
  page,
  context,
}) => {
  await signInAsOneAgent(page, product)
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

const deliverFirstMail = () =>
  sendAsCustomer(product, {
    from: `Rosa Neri <${customer}>`,
    subject,
    text: 'Good morning,\n\nIt hums, and no coffee comes.\n\nRosa',
  })

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
  const client = new pg.Client({ connectionString: product.databaseUrl })
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

import { expect, test } from '@playwright/test'
import pg from 'pg'
import { type OwnProduct, sendAsCustomer, signInAsOneAgent, startOwnProduct } from './support/own-product'
import { rawMailOf } from './support/post-office-ledger'

/** The agent asks, the customer's program answers, and the conversation says when the reply was seen. */
test.use({ locale: 'en-GB', viewport: { width: 1_440, height: 900 } })
test.setTimeout(240_000)

const customer = 'rosa.neri@customer.example'
let product: OwnProduct

test.beforeAll(async () => {
  test.setTimeout(240_000)
  product = await startOwnProduct('receipts')
})

test.afterAll(() => product?.stop())

test('a reply that asks for a read receipt shows when it was viewed; one that does not asks for none', async ({
  page,
}) => {
  await sendAsCustomer(product, {
    from: `Rosa Neri <${customer}>`,
    subject: 'Is it ready?',
    text: 'Tell me please.',
  })
  await signInAsOneAgent(page, product)
  await page
    .getByRole('list', { name: 'Tickets' })
    .getByRole('link')
    .filter({ hasText: 'Is it ready?' })
    .click()
  const reply = async (text: string, isAsking: boolean) => {
    await page.getByRole('button', { name: /^Reply to/ }).click()
    await page.getByRole('textbox', { name: 'Text of the reply' }).fill(text)
    const asks = page.getByRole('button', { name: 'Ask for a read receipt' })
    await expect(asks).toHaveAttribute('aria-pressed', 'false')
    if (isAsking) await asks.click()
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    const card = page.getByLabel('Conversation').getByRole('article', { name: 'Reply by Ada' }).last()
    await expect(card.frameLocator('iframe').getByText(text, { exact: true })).toBeVisible()
    await expect(card.getByText('Accepted by the recipient’s server')).toBeVisible({ timeout: 30_000 })
    return card
  }
  await reply('Nearly.', false)
  const card = await reply('It is ready.', true)
  const [unasked, asked] = await Promise.all(['Nearly.', 'It is ready.'].map(mailOf))
  expect(unasked?.raw).not.toMatch(/^Disposition-Notification-To:/im)
  const receiptTo = /^Disposition-Notification-To:\s+<(.+)>/im.exec(asked?.raw ?? '')?.[1]
  const envelope = { from: customer, to: receiptTo ?? '' }
  await sendAsCustomer(product, { envelope, raw: receiptFor(asked?.messageId ?? '') })
  await expect(card.getByText(/^Viewed .*\d/).first()).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('It was opened.')).toHaveCount(0)
})

async function mailOf(text: string): Promise<{ messageId: string; raw: string }> {
  const client = new pg.Client({ connectionString: product.databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ id: string }>(
      `SELECT o.message_id_header AS id FROM outbound_mail o JOIN message m ON m.id = o.message_id
        WHERE m.visible_text = $1`,
      [text],
    )
    const messageId = rows[0]?.id ?? ''
    return { messageId, raw: await rawMailOf(product.postOfficeDir, messageId) }
  } finally {
    await client.end()
  }
}

const receiptFor = (messageId: string): string =>
  [
    `From: ${customer}`,
    'Subject: Read: Is it ready?',
    'Message-ID: <receipt@customer.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=disposition-notification; boundary=b',
    '',
    '--b',
    '',
    'It was opened.',
    '--b',
    'Content-Type: message/disposition-notification',
    '',
    `Final-Recipient: rfc822;${customer}`,
    `Original-Message-ID: <${messageId}>`,
    'Disposition: manual-action/MDN-sent-manually; displayed',
    '--b--',
    '',
  ].join('\r\n')

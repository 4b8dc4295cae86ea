import { expect, type Page, test } from '@playwright/test'
import pg from 'pg'
import { type OwnProduct, sendAsCustomer, signInAsOneAgent, startOwnProduct } from './support/own-product'
import { envelopeOf } from './support/post-office-ledger'

/** Whoever a later mail copies in reads the answer only when the agent says so: on the wire, not in the picture. */
test.use({ locale: 'en-GB', viewport: { width: 1_440, height: 900 } })
test.setTimeout(240_000)

const customer = 'rosa.neri@customer.example'
const colleague = 'carlo.verdi@customer.example'
const liveTimeoutMs = 30_000
let product: OwnProduct

test.beforeAll(async () => {
  test.setTimeout(240_000)
  product = await startOwnProduct('left_out')
})

test.afterAll(() => product?.stop())

test('a colleague copied in by a later mail is shown as left out, and gets the reply only when added', async ({
  page,
}) => {
  await deliverTwoMails('Two mails about it')
  await signInAsOneAgent(page, product)
  await openReply(page, 'Two mails about it')

  const leftOut = page.getByRole('region', { name: 'Not receiving this reply' })
  await expect(leftOut).toContainText(colleague)
  await expect(leftOut).toContainText('was put in Cc by the last message')
  await sendReply(page, 'Without him.')
  expect(await envelopeOfReply('Without him.')).toEqual([customer])

  await openReply(page, 'Two mails about it')
  await page.getByRole('button', { name: 'Add Carlo Verdi to this reply' }).press('Enter')
  const takeBack = page.getByRole('button', { name: 'Take Carlo Verdi back out of this reply' })
  await expect(takeBack, 'the keyboard stays where it was').toBeFocused()
  await takeBack.press('Enter')
  await sendReply(page, 'Still without him.')
  expect(await envelopeOfReply('Still without him.')).toEqual([customer])
})

test('who was added stays added while the draft is kept, and gets this reply', async ({ page }) => {
  await deliverTwoMails('Another one')
  await signInAsOneAgent(page, product)
  await openReply(page, 'Another one')
  await page.getByRole('textbox', { name: 'Text of the reply' }).fill('With him.')
  await page.getByRole('button', { name: 'Add Carlo Verdi to this reply' }).click()
  await expect(page.getByRole('button', { name: 'Take Carlo Verdi back out of this reply' })).toBeVisible()
  await expect.poll(() => page.evaluate(() => JSON.stringify(localStorage))).toContain(colleague)

  await page.reload()
  await expect(page.getByRole('button', { name: 'Take Carlo Verdi back out of this reply' })).toBeVisible()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expectAccepted(page, 'With him.')
  expect(await envelopeOfReply('With him.')).toEqual([colleague, customer])
})

async function deliverTwoMails(subject: string): Promise<void> {
  const messageId = `<${subject.replaceAll(' ', '-')}@customer.example>`
  const from = `Rosa Neri <${customer}>`
  await sendAsCustomer(product, { from, subject, messageId, text: 'It hums.' })
  await expect.poll(() => countMessages(subject)).toBe(1)
  await sendAsCustomer(product, {
    ...{ from, cc: `Carlo Verdi <${colleague}>`, subject: `Re: ${subject}` },
    ...{ inReplyTo: messageId, references: messageId, text: 'Carlo should know.' },
  })
  await expect.poll(() => countMessages(subject)).toBe(2)
}

async function openReply(page: Page, subject: string): Promise<void> {
  const row = page.getByRole('list', { name: 'Tickets' }).getByRole('link').filter({ hasText: subject })
  await row.click()
  await page.getByRole('button', { name: /^Reply to/ }).click()
}

async function sendReply(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Text of the reply' }).fill(text)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expectAccepted(page, text)
}

async function expectAccepted(page: Page, text: string): Promise<void> {
  const reply = page.getByLabel('Conversation').getByRole('article', { name: 'Reply by Ada' }).last()
  await expect(reply.frameLocator('iframe').getByText(text, { exact: true })).toBeVisible()
  await expect(reply.getByText('Accepted by the recipient’s server')).toBeVisible({ timeout: liveTimeoutMs })
}

const countMessages = async (subject: string): Promise<number> =>
  Number((await rows('SELECT message_count AS value FROM ticket WHERE subject = $1', [subject]))[0] ?? 0)

async function envelopeOfReply(text: string): Promise<string[]> {
  const [messageId = ''] = await rows(
    `SELECT o.message_id_header AS value FROM outbound_mail o JOIN message m ON m.id = o.message_id
      WHERE m.visible_text = $1`,
    [text],
  )
  return envelopeOf(product.postOfficeDir, messageId)
}

async function rows(sql: string, values: string[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: product.databaseUrl })
  await client.connect()
  try {
    return (await client.query<{ value: string }>(sql, values)).rows.map(({ value }) => String(value))
  } finally {
    await client.end()
  }
}

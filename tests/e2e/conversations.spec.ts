import { expect, type Page, test } from '@playwright/test'
import { axeFindings } from './support/axe-findings'
import { type OwnProduct, sendAsCustomer, signInAsOneAgent, startOwnProduct } from './support/own-product'

/** What mails say of each other, as an agent meets it: a mail that was passed on, and tickets that become one. */
test.use({ locale: 'en-GB', viewport: { width: 1_440, height: 900 } })
test.setTimeout(240_000)

const liveTimeoutMs = 30_000
let product: OwnProduct

test.beforeAll(async () => {
  test.setTimeout(240_000)
  product = await startOwnProduct('conversations')
})

test.afterAll(() => product?.stop())

const forwarded = `For you, I think.

---------- Forwarded message ---------
From: Rosa Neri <rosa.neri@customer.example>
Date: Thu, 19 Nov 2026 at 18:03
Subject: The lamp flickers
To: Partner <partner@shop.example>

Good evening,
the lamp in the hall flickers.
`

test('a mail that a customer passes on shows whose it was; one button makes him the requester', async ({
  page,
}) => {
  await sendAsCustomer(product, {
    from: 'Paolo Partner <partner@shop.example>',
    subject: 'Fwd: The lamp flickers',
    text: forwarded,
    attachments: [{ filename: 'lamp.pdf', content: 'lamp' }],
  })
  await signInAsOneAgent(page, product)
  await openTicket(page, 'The lamp flickers')
  const claim = page.getByRole('region', { name: 'Forwarded mail' })
  await expect(claim).toContainText('Rosa Neri <rosa.neri@customer.example>')
  await expect(claim).toContainText('lamp.pdf')
  await expect(claim).toContainText('nobody has checked it')
  await claim.getByRole('button', { name: 'How it was recognised' }).click()
  await expect(claim.getByRole('listitem').first()).toBeVisible()
  expect(await axeFindings(page)).toEqual([])

  await claim.getByRole('button', { name: 'Make Rosa Neri the requester' }).press('Enter')
  await expect(claim).toContainText('Requester of this ticket. Answers to this message go to Rosa Neri')
  await expect(claim.getByRole('button', { name: /^Make / })).toHaveCount(0)
  await expect(page.getByText('made Rosa Neri the requester instead of Paolo Partner')).toBeVisible()
  await expect(page.getByRole('complementary', { name: 'Customer' })).toContainText('Rosa Neri')
  await expect(page.getByRole('button', { name: /^Reply to/ })).toHaveAccessibleName(/Rosa Neri/)
})

test('whoever looks at a ticket that becomes part of another is led there', async ({ page }) => {
  const people = ['bruno', 'carla', 'dario'].map((name) => `${name}@customer.example`)
  for (const from of people) {
    await sendAsCustomer(product, {
      from,
      subject: `Re: Hall light, ${from}`,
      inReplyTo: '<hall@customer.example>',
      text: `I see it too. ${from}`,
    })
  }
  await signInAsOneAgent(page, product)
  await openTicket(page, 'Re: Hall light, dario@customer.example')
  await page.getByRole('button', { name: /^Reply to/ }).click()
  const draft = page.getByRole('textbox', { name: 'Text of the reply' })
  await draft.fill('Half an answer')
  const before = page.url()
  await sendAsCustomer(product, {
    from: 'anna@customer.example',
    cc: people,
    subject: 'Hall light',
    messageId: '<hall@customer.example>',
    text: 'The light in the hall is broken.',
  })
  const conversation = page.getByLabel('Conversation')
  await expect(conversation.getByText('The light in the hall is broken.')).toBeVisible({
    timeout: liveTimeoutMs,
  })
  await expect(conversation.getByRole('article')).toHaveCount(4)
  await expect(conversation.getByText('turned out to be the same conversation')).toHaveCount(2)
  await expect(conversation.getByText('Ticket created')).toHaveCount(1)
  expect(page.url()).not.toBe(before)
  await expect(draft, 'what was being written came along').toContainText('Half an answer')
  await expect(page.getByRole('list', { name: 'Tickets' }).getByText('Hall light')).toHaveCount(1)

  await page.goto(before)
  await expect(conversation.getByRole('article')).toHaveCount(4)
})

test('a message with a new subject becomes a ticket of its own by its button, and the newest by a key', async ({
  page,
}) => {
  const inReplyTo = '<curtain@customer.example>'
  const from = 'Anna Bianchi <anna@customer.example>'
  await sendAsCustomer(product, {
    from,
    subject: 'Torn curtain',
    messageId: inReplyTo,
    text: 'The curtain came torn.',
  })
  for (const subject of ['Re: Torn curtain', 'R: Invoice for November', 'Re: Opening hours']) {
    await sendAsCustomer(product, { from, subject, inReplyTo, text: `This is about: ${subject}` })
  }
  await signInAsOneAgent(page, product)
  await openTicket(page, 'Torn curtain')
  const conversation = page.getByLabel('Conversation')
  await expect(conversation.getByRole('article')).toHaveCount(4)
  const offers = conversation.getByRole('button', { name: 'Make it a ticket of its own' })
  await expect(offers).toHaveCount(2)
  await expect(conversation.getByText('New subject: “Invoice for November”')).toBeVisible()
  expect(await axeFindings(page)).toEqual([])

  await page.keyboard.press('t')
  await expect(conversation.getByText('made a ticket of its own of a message')).toContainText('Opening hours')
  await expect(conversation.getByRole('article')).toHaveCount(3)
  await offers.press('Enter')
  await expect(conversation.getByRole('article')).toHaveCount(2)
  await expect(offers).toHaveCount(0)
  await expect(conversation, 'the keyboard stays where it was').toBeFocused()

  await openTicket(page, 'Invoice for November')
  await expect(conversation.getByText('This is about: R: Invoice for November')).toBeVisible()
  await expect(page.getByRole('complementary', { name: 'Customer' })).toContainText('Torn curtain')
  await openTicket(page, 'Opening hours')
  await expect(conversation.getByText('This is about: Re: Opening hours')).toBeVisible()
})

async function openTicket(page: Page, subject: string): Promise<void> {
  const row = page.getByRole('list', { name: 'Tickets' }).getByRole('link').filter({ hasText: subject })
  await row.click({ timeout: liveTimeoutMs })
}

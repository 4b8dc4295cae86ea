import { createHmac, randomUUID } from 'node:crypto'
import { expect, type Page, test } from '@playwright/test'
import pg from 'pg'
import { newId } from '@/lib/ids'
import { oneTenant } from './support/one-tenant'
import { type OwnProduct, signInAsOneAgent, startOwnProduct } from './support/own-product'
import { pressFor } from './support/press-for'
import { untilAwake } from './support/until-awake'

/** What an administrator sets without the command line. */
test.use({ locale: 'en-GB', viewport: { width: 1_440, height: 900 } })
test.setTimeout(240_000)

let product: OwnProduct

test.beforeAll(async () => {
  test.setTimeout(240_000)
  product = await startOwnProduct('settings')
})

test.afterAll(() => product?.stop())

test('a mailbox that would be answered from another domain is warned about, and what is chosen is kept', async ({
  page,
}) => {
  await addMailbox('shop@other-domain.example')
  await openSettings(page, 'reply-via')
  const choice = page.getByLabel('Shop replies via')
  const row = page.getByRole('listitem').filter({ has: choice })
  await expect(row).toContainText(
    `Customers write to shop@other-domain.example, and the answer would come from ${oneTenant.channelAddress}`,
  )
  await addChannel('shop@other-domain.example')
  await page.reload()
  await untilAwake(choice)
  await choice.selectOption({ label: 'shop@other-domain.example' })
  await expect(row).not.toContainText('Customers write to')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved.')).toBeVisible({ timeout: 30_000 })
  await page.reload()
  await expect(choice.locator('option:checked')).toHaveText('shop@other-domain.example')
})

test('an endpoint that is opened takes signed mail, shows its secret once, and takes none when it is revoked', async ({
  page,
}) => {
  await openSettings(page, 'inbound')
  await page.getByRole('button', { name: 'Open an endpoint' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Open an endpoint' }).click()
  const shown = page.getByRole('region', { name: 'The endpoint is open' })
  await expect(shown.locator('code')).toHaveCount(2)
  const [url = '', secret = ''] = await shown.locator('code').allTextContents()
  expect((await handIn(url, secret)).status).toBeLessThan(300)
  expect((await handIn(url, `whsec_${Buffer.from('another secret').toString('base64')}`)).status).toBe(401)

  await page.reload()
  await expect(page.getByText(oneTenant.creationAddress).first()).toBeVisible()
  expect(await page.content()).not.toContain(secret)
  const row = page.getByRole('listitem').filter({ hasText: new URL(url).pathname })
  await row.getByRole('button', { name: /^Revoke the endpoint/ }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByText(/^Revoked\. Nothing comes in there/)).toBeVisible()
  expect((await handIn(url, secret)).status).toBeGreaterThanOrEqual(400)
})

test('the addresses to forward to are for administrators: an agent finds neither them nor the way there', async ({
  page,
}) => {
  await signInAsOneAgent(page, product)
  const pages = ['mailboxes', 'inbound'].map((name) => `${product.baseUrl}/t/solo/settings/${name}`)
  const statusOf = async (url: string) => (await page.goto(url))?.status()
  await run(`UPDATE membership SET role = 'agent'`, [])
  try {
    for (const url of pages) {
      expect(await statusOf(url)).toBe(404)
      expect(await page.content()).not.toContain(oneTenant.creationAddress)
    }
    await page.goto(`${product.baseUrl}/t/solo/tickets`)
    await pressFor(page, 'Control+k', page.getByRole('searchbox'))
    await page.getByRole('searchbox').fill('mailbox')
    await expect(page.getByRole('option', { name: /Mailboxes/ })).toHaveCount(0)
  } finally {
    await run(`UPDATE membership SET role = 'owner'`, [])
  }
  expect(await statusOf(pages[0] ?? '')).toBe(200)
  await expect(page.getByText(oneTenant.creationAddress).first()).toBeVisible()
})

async function openSettings(page: Page, section: string): Promise<void> {
  await signInAsOneAgent(page, product)
  await page.goto(`${product.baseUrl}/t/solo/settings/${section}`)
}

/** As Standard Webhooks says: HMAC-SHA256 over "id.timestamp.body". */
async function handIn(url: string, secret: string): Promise<Response> {
  const id = randomUUID()
  const body = `From: rosa@customer.example\r\nTo: ${oneTenant.creationAddress}\r\nSubject: By HTTP\r\nMessage-ID: <${id}@customer.example>\r\n\r\nHello.\r\n`
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'message/rfc822',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
  })
}

const addChannel = (address: string) =>
  run(
    `INSERT INTO outbound_channel (id, tenant_id, kind, name, from_name, from_address)
     SELECT $1, id, 'system', $2, 'Shop', $2 FROM tenant WHERE slug = 'solo'`,
    [newId(), address],
  )

async function addMailbox(address: string): Promise<void> {
  const id = newId()
  await run(
    `INSERT INTO mailbox (id, tenant_id, kind, name, default_queue_id, paused_at)
     SELECT $1, q.tenant_id, 'imap', 'Shop', q.id, now() FROM queue q JOIN tenant t ON t.id = q.tenant_id WHERE slug = 'solo'`,
    [id],
  )
  await run(
    `INSERT INTO mailbox_connection (mailbox_id, tenant_id, address, host, port, auth)
     SELECT $1, id, $2, 'imap.other-domain.example', 993, 'none' FROM tenant WHERE slug = 'solo'`,
    [id, address],
  )
}

async function run(sql: string, values: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: product.databaseUrl })
  await client.connect()
  try {
    await client.query(sql, values)
  } finally {
    await client.end()
  }
}

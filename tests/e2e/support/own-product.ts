import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { type RunningProduct, startProduct } from '@/bin/bench/start-product.mjs'
import { dropDatabase, makeDatabase } from './databases'
import { insertOneTenant, oneTenant } from './one-tenant'

export interface OwnProduct extends RunningProduct {
  databaseUrl: string
}

/** The product with one firm and nothing in it, on a database of its own; `stop` drops that too. */
export async function startOwnProduct(
  name: string,
  settings: { port?: number; env?: Record<string, string> } = {},
): Promise<OwnProduct> {
  const databaseName = `${name}_${randomBytes(4).toString('hex')}`
  const databaseUrl = await makeDatabase(databaseName)
  const rootDir = path.resolve(import.meta.dirname, '../../..')
  const product = await startProduct(rootDir, { databaseUrl, hasDemoData: false, ...settings })
  await insertOneTenant(databaseUrl)
  const stop = async () => {
    await product.stop()
    await dropDatabase(databaseName)
  }
  return { ...product, databaseUrl, stop }
}

/** As the firm's one agent, up to the inbox. */
export async function signInAsOneAgent(page: Page, product: OwnProduct): Promise<void> {
  await page.goto(`${product.baseUrl}/sign-in`)
  await page.locator('input[name=email]').fill(oneTenant.email)
  await page.locator('input[name=password]').fill(oneTenant.password)
  await page.locator('button[type=submit]').click()
  await page.waitForURL(/\/t\/solo\/tickets/)
}

/** Hands a mail to the product as a customer's server does. */
export async function sendAsCustomer(product: OwnProduct, mail: SendMailOptions): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: product.smtpPort, ignoreTLS: true })
  try {
    await transport.sendMail({ to: oneTenant.creationAddress, ...mail })
  } finally {
    transport.close()
  }
}

import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Browser, chromium, expect, test } from '@playwright/test'
import { allPayloads } from './html-payloads/all-payloads'
import { type Barriers, lendAHand, pageOrigin, payloadPage } from './support/payload-page'
import { type PayloadServers, startPayloadServers } from './support/payload-servers'

/**
 * Hostile mails in a real browser, behind the product's own three barriers: each of them is left out in turn, and still
 * nothing runs and nothing is asked for. Without all three the same mails do both, or this would prove nothing.
 * `npm run proof:html-payloads` takes all of them.
 */
const isLong = process.env.POSTINO_CHAOS === 'long'
const all = allPayloads.map((payload, index) => ({ number: index + 1, payload }))
const chosen = isLong ? all : all.filter(({ number }) => number % 8 === 0)
const mailsOnAPage = 40
const pagesAtOnce = 3
const settleMs = 250

// Its pages are made by hand; recording each of them takes longer than opening it.
test.use({ trace: 'off' })
test.setTimeout(isLong ? 240_000 : 180_000)

let servers: PayloadServers
let browser: Browser
let lastPage = 0
const counts: Record<string, number> = { payloads: chosen.length }

let launch: () => Promise<Browser>

test.beforeAll(async ({ launchOptions }) => {
  servers = await startPayloadServers()
  const hosts = `MAP localhost:3000 127.0.0.1:${servers.pagePort},MAP *.evil.test 127.0.0.1:${servers.evilPort}`
  const args = [...(launchOptions.args ?? []), `--host-resolver-rules=${hosts}`]
  launch = () => chromium.launch({ ...launchOptions, args })
  browser = await launch()
})

test.afterAll(async () => {
  await browser?.close()
  servers?.close()
  const folder = path.resolve(import.meta.dirname, '../../test-results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'html-payloads.json'), JSON.stringify(counts))
})

test('there are at least 300 of them, all different', () => {
  expect(new Set(allPayloads).size).toBeGreaterThanOrEqual(300)
})

const left: [name: string, barriers: Barriers][] = [
  ['the cleaner', { cleaner: false, policy: true, sandbox: true }],
  ['the policy', { cleaner: true, policy: false, sandbox: true }],
  ['the sandbox', { cleaner: true, policy: true, sandbox: false }],
]

for (const [name, barriers] of left)
  test(`without ${name} nothing runs and nothing is asked for`, async () => {
    await expectNothing(`Without${name.slice(4, 5).toUpperCase()}${name.slice(5)}`, barriers)
  })

test('once remote pictures are agreed to, only we are asked for them', async () => {
  await expectNothing('AfterConsent', { cleaner: true, policy: true, sandbox: true, consent: true })
})

async function expectNothing(name: string, barriers: Barriers): Promise<void> {
  const { ran, asked, others, connections } = await open(chosen, barriers, mailsOnAPage)
  counts[`executions${name}`] = ran.size
  counts[`requests${name}`] = asked.size + others.length
  counts[`connections${name}`] = connections
  expect([...ran].map(sourceOf)).toEqual([])
  expect([...asked].map(sourceOf)).toEqual([])
  expect(others).toEqual([])
  // Chromium connects to the host of a frame before it looks whether a policy lets it load: the cleaner alone can help that.
  if (barriers.cleaner) expect(connections).toBe(0)
}

test('without all three they run and load: what is shown above is worth something', async () => {
  const none = { cleaner: false, policy: false, sandbox: false }
  const together = await open(chosen, none, mailsOnAPage)
  const biting = new Set([...together.ran, ...together.asked])
  // One that takes the whole page away takes its neighbours with it: these get a page of their own.
  const alone = await open(
    chosen.filter(({ number }) => !biting.has(number)),
    none,
    1,
  )
  for (const number of [...alone.ran, ...alone.asked]) biting.add(number)
  counts.controlExecutions = new Set([...together.ran, ...alone.ran]).size
  counts.controlRequests = new Set([...together.asked, ...alone.asked]).size
  counts.controlBiting = biting.size
  const toothless = chosen.filter(({ number }) => !biting.has(number))
  // A few are the bugs of older browsers, kept for the next one.
  const told = toothless.map(({ payload }) => payload).join('\n')
  expect(biting.size / chosen.length, told).toBeGreaterThan(0.9)
})

const sourceOf = (number: number): string => allPayloads[number - 1] ?? `number ${number}`

interface Outcome {
  ran: Set<number>
  asked: Set<number>
  /** Requests, windows and dialogs that carry no number. */
  others: string[]
  connections: number
}

async function open(mails: typeof chosen, barriers: Barriers, perPage: number): Promise<Outcome> {
  if (!browser.isConnected()) browser = await launch()
  const pages = Array.from({ length: Math.ceil(mails.length / perPage) }, (_, index) =>
    mails.slice(index * perPage, (index + 1) * perPage),
  )
  const ran = new Set<number>()
  const dialogs: string[] = []
  servers.takeSeen()
  const next = async (): Promise<void> => {
    for (let group = pages.pop(); group; group = pages.pop()) {
      await openPage(group, barriers, { ran, dialogs })
      // Some bring the whole browser down; then the next ones need another.
      if (perPage === 1 && !browser.isConnected()) browser = await launch()
    }
  }
  await Promise.all(Array.from({ length: perPage === 1 ? 1 : pagesAtOnce }, next))
  const { numbers, others, connections } = servers.takeSeen()
  return { ran, asked: numbers, others: [...others, ...dialogs], connections }
}

async function openPage(
  mails: typeof chosen,
  barriers: Barriers,
  { ran, dialogs }: { ran: Set<number>; dialogs: string[] },
): Promise<void> {
  const isGuarded = barriers.cleaner || barriers.policy || barriers.sandbox
  const address = `/mails/${++lastPage}`
  servers.pages.set(address, payloadPage(mails, barriers))
  try {
    const page = await browser.newPage({ viewport: { width: 1_300, height: 900 } })
    page.on('dialog', (dialog) => {
      dialogs.push(`a dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('popup', (opened) => dialogs.push(`a window: ${opened.url()}`))
    await page.exposeFunction('report', (number: number) => ran.add(number))
    const timeout = isGuarded ? 30_000 : 6_000
    await page.goto(pageOrigin + address, { waitUntil: 'load', timeout })
    await page.evaluate(lendAHand)
    await page.waitForTimeout(settleMs)
    await page.context().close()
  } catch (error) {
    // Without barriers a mail may take the whole page away.
    if (isGuarded) throw error
    await Promise.allSettled(browser.contexts().map((context) => mails.length === 1 && context.close()))
  } finally {
    servers.pages.delete(address)
  }
}

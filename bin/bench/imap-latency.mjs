import { setTimeout as sleep } from 'node:timers/promises'
import { ImapFlow } from 'imapflow'
import { startDovecot } from '../../tests/support/dovecot.ts'
import { mailText } from '../../tests/support/mail-text.ts'
import { say, step } from '../steps/progress.mjs'
import { onEnd } from '../test/teardown.mjs'
import { readDemo } from '../up/demo.mjs'
import { percentile } from './figures.mjs'
import { connectMailbox } from './imap/connect-mailbox.mjs'
import { rootDir, runMeasurement } from './run-measurement.mjs'
import { signIn } from './sign-in.mjs'
import { productSecret, startDurableCluster, startProduct } from './start-product.mjs'

/**
 * `npm run bench:imap-latency`: how long after a mail lies in a mailbox an agent can read its ticket, asked over HTTP
 * with a session. The IMAP server is a real Dovecot, which itself waits half a second before it tells anybody; how long
 * it took to tell is measured beside by a client that does nothing else. One mail at a time; the last line is JSON.
 */
const mails = 100
const warmUpMails = 5
const pollMs = 5
const giveUpMs = 15_000
const targetP95Ms = 1_000
const address = 'latency@business.example'

async function measure() {
  const imap = await startDovecot()
  onEnd(() => imap.stop())
  const demo = readDemo()
  const [{ slug }] = demo.tenants
  let product
  await step('Starting the product', async () => {
    const cluster = await startDurableCluster(rootDir)
    const env = { EGRESS_ALLOW: `127.0.0.1:${imap.port}` }
    product = await startProduct(rootDir, { databaseUrl: cluster.url, hasDemoData: true, env })
    onEnd(() => product.stop())
    const { port, password } = imap
    const account = { host: '127.0.0.1', port, user: 'latency', password, address }
    await connectMailbox({ databaseUrl: cluster.url, secret: productSecret, slug }, account)
  })
  const person = demo.people.find(({ tenants }) => tenants.length === demo.tenants.length)
  const cookie = await signIn(product.baseUrl, person.email, demo.password)
  const inbox = `${product.baseUrl}/t/${slug}/data`
  const listener = await listenBeside(imap)
  const times = []
  const told = []
  await imap.asPerson('latency', async (client) => {
    for (let index = -warmUpMails; index < mails; index++) {
      const one = await measureOne(client, listener, { inbox, cookie }, index)
      if (index < 0) continue
      times.push(one.readableMs)
      told.push(one.toldMs)
      await sleep(index % 10 === 0 ? 300 : 0)
    }
  })
  await listener.close()
  return report(times, told)
}

/** Somebody else's client at the same mailbox: when the server told it. */
async function listenBeside(imap) {
  const client = new ImapFlow({
    ...{ host: '127.0.0.1', port: imap.port, secure: false, doSTARTTLS: false, logger: false },
    auth: { user: 'latency', pass: imap.password },
  })
  client.on('error', () => {})
  await client.connect()
  await client.mailboxOpen('INBOX', { readOnly: true })
  return {
    next: () => new Promise((resolve) => client.once('exists', () => resolve(performance.now()))),
    listen: () => void client.idle().catch(() => {}),
    close: () => client.logout().catch(() => {}),
  }
}

async function measureOne(client, listener, place, index) {
  const subject = `Latency ${index} ${Date.now()}`
  const from = `Customer ${index} <customer${index + warmUpMails}@customer.example>`
  const mail = mailText({ From: from, To: address, Subject: subject }).replaceAll('\n', '\r\n')
  listener.listen()
  const telling = listener.next()
  await client.append('INBOX', mail)
  const acceptedAt = performance.now()
  const readableAt = await untilReadable(place, subject, acceptedAt)
  return { readableMs: readableAt - acceptedAt, toldMs: (await telling) - acceptedAt }
}

async function untilReadable({ inbox, cookie }, subject, from) {
  while (performance.now() - from < giveUpMs) {
    const response = await fetch(`${inbox}/tickets?limit=5`, { headers: { cookie } })
    if (!response.ok) throw new Error(`the inbox was answered ${response.status}: ${await response.text()}`)
    const { items } = await response.json()
    if (items.some((item) => item.subject === subject)) return performance.now()
    await sleep(pollMs)
  }
  throw new Error(`"${subject}" was not readable within ${giveUpMs} ms`)
}

function report(times, told) {
  const [p50, p95, max] = [0.5, 0.95, 1].map((share) => percentile(times, share))
  const [toldP50, toldP95] = [0.5, 0.95].map((share) => percentile(told, share))
  say(`stored -> readable over HTTP:  p50 ${p50} ms, p95 ${p95} ms, max ${max} ms (${mails} mails)`)
  say(`stored -> told by the server:  p50 ${toldP50} ms, p95 ${toldP95} ms`)
  const ok = p95 <= targetP95Ms
  say(JSON.stringify({ name: 'imap-latency', mails, p50_ms: p50, p95_ms: p95, told_p50_ms: toldP50, ok }))
  return ok
}

await runMeasurement(measure)

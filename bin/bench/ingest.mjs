import { loadavg } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { buildPages } from '../steps/build-pages.mjs'
import { bundlePrograms } from '../steps/bundle-programs.mjs'
import { generateClient } from '../steps/generate-client.mjs'
import { say, step } from '../steps/progress.mjs'
import { cleanUp, onEnd } from '../test/teardown.mjs'
import { readDemo } from '../up/demo.mjs'
import { addTenant } from './add-tenant.mjs'
import { cpuTimes } from './cpu-time.mjs'
import { checkOutcome } from './ingest-oracle.mjs'
import { mixMails, readMails } from './mail-mix.mjs'
import { openInbox } from './open-inbox.mjs'
import { sendMails } from './send-mails.mjs'
import { signIn } from './sign-in.mjs'
import { startDurableCluster, startProduct } from './start-product.mjs'
import { startTakingSink } from './taking-sink.mjs'

/**
 * `npm run bench:ingest`: how fast mail becomes tickets, and what CPU time it costs. Everything on disk before it is
 * promised, confirmations on, web up with one inbox open. An oracle then counts tickets, messages, conversations and
 * confirmations against what the mails should have become.
 *
 *   --count N      mails (2000)             --mails DIR   mails of a folder with a manifest.json instead
 *   --profile DIR  CPU profiles of web and worker go there
 *   --shuffled     in any order of arrival  --twice N     so many of them delivered a second time (60)
 */
const rootDir = path.resolve(import.meta.dirname, '../..')
const connections = 8
const tenantCount = 5
const warmUpMails = 100
const giveUpMs = 300_000
const round = (value) => Math.round(value * 100) / 100
const floor = { perSecond: 150, cpuMs: 10 }

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '2000' },
    mails: { type: 'string' },
    profile: { type: 'string' },
    twice: { type: 'string', default: '60' },
    shuffled: { type: 'boolean', default: false },
  },
})

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, async () => {
    await cleanUp()
    process.exit(130)
  })
}

try {
  process.exitCode = (await measure()) ? 0 : 1
} catch (error) {
  process.stderr.write(`${error.stack ?? error}\n`)
  process.exitCode = 1
} finally {
  await cleanUp()
}
// Connections that were kept alive would hold the process for a while.
process.exit()

async function measure() {
  await step('Generating the database client', () => generateClient(rootDir))
  await step('Bundling the programs', () => bundlePrograms(rootDir))
  await step('Building the pages', () => buildPages(rootDir))
  const place = await startPlace()
  const addresses = place.tenants.map(({ address }) => address)
  const count = Number(options.count)
  const mails = options.mails
    ? await readMails(options.mails, addresses)
    : mixMails({ count, seed: 1, to: addresses })
  await run(place, mixMails({ count: warmUpMails, seed: 2, to: [place.warmUp.address] }), { twice: 0 })

  const before = loadavg()
  const cpuBefore = cpuTimes(place.processes)
  const seconds = await run(place, arrange(mails), { twice: Number(options.twice) })
  const cpu = Object.fromEntries(
    Object.entries(cpuTimes(place.processes)).map(([name, ms]) => [
      name,
      round((ms - cpuBefore[name]) / mails.length),
    ]),
  )
  const outcome = await step('Counting', () => untilConfirmed(place, mails))
  return report({ mails, seconds, cpu, outcome, before, inbox: place.inbox })
}

async function startPlace() {
  let place
  await step('Starting the product', async () => {
    const sink = await startTakingSink()
    onEnd(() => sink.close())
    const cluster = await startDurableCluster(rootDir)
    const product = await startProduct(rootDir, {
      databaseUrl: cluster.url,
      hasDemoData: true,
      nodeFlags: options.profile ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : [],
      env: { MAIL_OUT_URL: `smtp://127.0.0.1:${sink.port}` },
    })
    onEnd(() => product.stop())
    const owner = new pg.Client({ connectionString: cluster.url })
    await owner.connect()
    onEnd(() => owner.end())
    const demo = readDemo()
    const { email } = demo.people.find(({ tenants }) => tenants.length === demo.tenants.length)
    const [warmUp, ...tenants] = await addTenants(owner, cluster.url, demo.tenants[0].slug)
    const cookie = await signIn(product.baseUrl, email, demo.password)
    const inbox = await openInbox(product.baseUrl, tenants[0].slug, cookie)
    onEnd(() => inbox.close())
    const processes = { ...product.pids(), postgres: cluster.pid }
    place = { sink, owner, product, tenants, warmUp, inbox, processes }
  })
  return place
}

/** @returns {Promise<{ slug: string, address: string }[]>} one more than are measured, to warm up with */
async function addTenants(owner, databaseUrl, like) {
  const tenants = []
  for (let index = 0; index <= tenantCount; index++) {
    const slug = `measured-${index}`
    await addTenant({ databaseUrl, slug, like })
    const { rows } = await owner.query(
      'SELECT min(a.address) AS address FROM creation_address a JOIN tenant t ON t.id = a.tenant_id WHERE t.slug = $1',
      [slug],
    )
    tenants.push({ slug, address: rows[0].address })
  }
  return tenants
}

/** @returns {Promise<number>} seconds from the first RCPT until the last mail has its outcome */
async function run({ product, owner }, mails, { twice }) {
  const again = mails
    .filter((_, index) => index % Math.ceil(mails.length / Math.max(1, twice)) === 0)
    .slice(0, twice)
  const startedAt = performance.now()
  await sendMails(product.smtpPort, [...mails, ...again], connections)
  while (performance.now() - startedAt < giveUpMs) {
    const { rows } = await owner.query(`SELECT count(*)::int AS waiting FROM raw_mail WHERE state = 'kept'`)
    if (rows[0].waiting === 0) return (performance.now() - startedAt) / 1_000
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`mail still waits after ${giveUpMs / 1_000} s`)
}

/** In the order they were written, or in none. */
function arrange(mails) {
  if (!options.shuffled) return mails
  const keyed = mails.map((mail, index) => ({ mail, key: (index * 7_919) % 2_003 }))
  return keyed.sort((a, b) => a.key - b.key).map(({ mail }) => mail)
}

/** Confirmations leave a while after their tickets are there. */
async function untilConfirmed({ owner, sink }, mails) {
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 100) {
    const { rows } = await owner.query(
      `SELECT count(*)::int AS waiting FROM outbound_mail WHERE state IN ('pending', 'sending')`,
    )
    if (rows[0].waiting === 0) break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return checkOutcome(owner, mails, sink.taken())
}

function report({ mails, seconds, cpu, outcome, before, inbox }) {
  const perSecond = round(mails.length / seconds)
  const cpuMs = round(Object.values(cpu).reduce((sum, ms) => sum + ms, 0))
  const load = (averages) => averages.map((one) => one.toFixed(1)).join(' ')
  for (const line of outcome.troubles) say(`  ✗ ${line}`)
  say(`${mails.length} mails in ${round(seconds)} s: ${perSecond} a second, ${cpuMs} ms CPU a mail`)
  say(`the open inbox heard ${inbox.heard()} changes and asked ${inbox.asked()} times`)
  say(`load average (1, 5, 15 min) before: ${load(before)}; after: ${load(loadavg())}`)
  const ok = outcome.troubles.length === 0 && perSecond >= floor.perSecond && cpuMs <= floor.cpuMs
  const figures = { mails: mails.length, mails_per_s: perSecond, cpu_ms_per_mail: cpuMs }
  for (const [name, ms] of Object.entries(cpu)) figures[`cpu_${name}_ms_per_mail`] = ms
  say(JSON.stringify({ name: 'ingest', ...figures, ...outcome.counts, ok }))
  return ok
}

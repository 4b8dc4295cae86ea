import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { say, step } from '../steps/progress.mjs'
import { cpuTimes } from './cpu-time.mjs'
import { fillTickets } from './fill-tickets.mjs'
import { checkOutcome } from './ingest-oracle.mjs'
import { connectMailboxes, startPlace } from './ingest-place.mjs'
import { mixMails, readMails } from './mail-mix.mjs'
import { rootDir, runMeasurement } from './run-measurement.mjs'
import { sendMails } from './send-mails.mjs'

/**
 * `npm run bench:ingest`: how fast mail becomes tickets, and what CPU time it costs. Everything on disk before it is
 * promised, confirmations on, web up with one inbox open. By SMTP into an empty database, from IMAP mailboxes, and by
 * SMTP again when there are many tickets. An oracle counts each time what the mails should have become.
 *
 *   --count N      mails each time (2000)   --mails DIR   mails of a folder with a manifest.json instead
 *   --twice N      so many of them delivered a second time (60)
 *   --shuffled     in any order of arrival  --tickets N   so many for the last run (100000)
 *   --only WAY     smtp, imap or full       --profile DIR CPU profiles of web and worker go there
 */
const connections = 8
const tenantCount = 5
/** What a worker that has been up for a while has behind it: its code is compiled, its statements are prepared. */
const warmUpMails = 1_000
const giveUpMs = 300_000
const floor = { perSecond: 150, cpuMs: 10, growth: 1.2 }
const round = (value) => Math.round(value * 100) / 100

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '2000' },
    mails: { type: 'string' },
    only: { type: 'string' },
    profile: { type: 'string' },
    shuffled: { type: 'boolean', default: false },
    tickets: { type: 'string', default: '100000' },
    twice: { type: 'string', default: '60' },
  },
})

async function measure() {
  let place
  await step('Starting the product', async () => {
    place = await startPlace(rootDir, { tenantCount: 3 * tenantCount + 1, profileDir: options.profile })
  })
  // Each run has tenants of its own: automatic answers are limited by the hour.
  const [first, second, third] = [0, 1, 2].map((run) =>
    place.tenants.slice(run * tenantCount, (run + 1) * tenantCount),
  )
  const addressesOf = (tenants) => tenants.map(({ address }) => address)
  await bySmtp(
    place,
    mixMails({ count: warmUpMails, seed: 99, to: addressesOf(place.tenants.slice(-1)) }),
    [],
  )
  await untilSent(place)

  const before = loadavg()
  const runs = {}
  if (isWanted('smtp'))
    runs.smtp = await measureRun(place, 'by SMTP', await mailsOf(1, addressesOf(first)), bySmtp)
  if (isWanted('imap')) {
    const users = await connectMailboxes({ ...place, tenants: second })
    runs.imap = await measureRun(place, 'by IMAP', await mailsOf(2, users), byImap)
  }
  if (isWanted('full')) {
    await step('Filling the tenants', () => fill(place, third))
    runs.full = await measureRun(place, 'by SMTP again', await mailsOf(3, addressesOf(third)), bySmtp)
  }
  return report(runs, before, place.inbox)
}

function isWanted(way) {
  return options.only === undefined || options.only === way
}

async function mailsOf(seed, to) {
  return options.mails ? readMails(options.mails, to) : mixMails({ count: Number(options.count), seed, to })
}

async function fill({ databaseUrl }, tenants) {
  const tickets = Math.ceil(Number(options.tickets) / tenants.length)
  for (const { slug } of tenants)
    await fillTickets({ databaseUrl, tenantSlug: slug, tickets, messages: tickets * 4 })
}

/** The rate until the last mail has its outcome; the CPU time until the last confirmation has left as well. */
async function measureRun(place, title, written, bring) {
  const mails = arrange(written)
  const twice = Number(options.twice)
  const again = mails.filter((_, index) => index % Math.ceil(mails.length / Math.max(1, twice)) === 0)
  const sentBefore = place.sink.taken().length
  const before = cpuTimes(place.processes())
  const seconds = await bring(place, mails, again.slice(0, twice))
  await untilSent(place)
  const cpu = Object.fromEntries(
    Object.entries(cpuTimes(place.processes())).map(([name, ms]) => [
      name,
      round((ms - before[name]) / mails.length),
    ]),
  )
  const { counts, troubles } = await checkOutcome(place.owner, mails, place.sink.taken().slice(sentBefore))
  const perSecond = round(mails.length / seconds)
  const cpuMs = round(Object.values(cpu).reduce((sum, ms) => sum + ms, 0))
  say(`${title}: ${mails.length} mails in ${round(seconds)} s, ${perSecond} a second, ${cpuMs} ms CPU a mail`)
  say(`  ${JSON.stringify({ ...cpu, ...counts })}`)
  for (const trouble of troubles) say(`  ✗ ${trouble}`)
  return { perSecond, cpuMs, cpu, counts, isRight: troubles.length === 0 }
}

/** @returns {Promise<number>} seconds from the first RCPT until the last mail has its outcome */
async function bySmtp({ product, owner }, mails, again) {
  const done = await countDone(owner)
  const startedAt = performance.now()
  await sendMails(product.smtpPort, [...mails, ...again], connections)
  return untilDone(owner, done + mails.length, startedAt)
}

/** Delivered as the server's own delivery does, at once. A mail that lies there twice is one that two routes brought. */
async function byImap({ dovecot, owner }, mails, again) {
  const done = await countDone(owner)
  const startedAt = performance.now()
  for (const { bytes, to } of [...mails, ...again]) await dovecot.drop(to, bytes)
  return untilDone(owner, done + mails.length + again.length, startedAt)
}

async function countDone(owner) {
  const { rows } = await owner.query(`SELECT count(*)::int AS done FROM raw_mail WHERE state <> 'kept'`)
  return rows[0].done
}

async function untilDone(owner, wanted, startedAt) {
  while (performance.now() - startedAt < giveUpMs) {
    if ((await countDone(owner)) >= wanted) return (performance.now() - startedAt) / 1_000
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`mail still waits after ${giveUpMs / 1_000} s`)
}

/** Confirmations leave a while after their tickets are there. */
async function untilSent({ owner }) {
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 100) {
    const { rows } = await owner.query(
      `SELECT count(*)::int AS waiting FROM outbound_mail WHERE state IN ('pending', 'sending')`,
    )
    if (rows[0].waiting === 0) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** In the order they were written, or in none. */
function arrange(mails) {
  if (!options.shuffled) return mails
  const keyed = mails.map((mail, index) => ({ mail, key: (index * 7_919) % 2_003 }))
  return keyed.sort((a, b) => a.key - b.key).map(({ mail }) => mail)
}

function report(runs, before, inbox) {
  const load = (averages) => averages.map((one) => one.toFixed(1)).join(' ')
  say(`the open inbox heard ${inbox.heard()} changes and asked ${inbox.asked()} times`)
  say(`load average (1, 5, 15 min) before: ${load(before)}; after: ${load(loadavg())}`)
  const figures = {}
  for (const [way, { perSecond, cpuMs, cpu, counts }] of Object.entries(runs)) {
    figures[`${way}_mails_per_s`] = perSecond
    figures[`${way}_cpu_ms_per_mail`] = cpuMs
    for (const [name, ms] of Object.entries(cpu)) figures[`${way}_cpu_${name}_ms_per_mail`] = ms
    for (const name of ['lost', 'doubled', 'wrong_ticket']) figures[`${way}_${name}`] = counts[name]
  }
  const growth = runs.smtp && runs.full ? round(runs.full.cpuMs / runs.smtp.cpuMs) : null
  const ok =
    Object.values(runs).every(
      ({ perSecond, cpuMs, isRight }) => isRight && perSecond >= floor.perSecond && cpuMs <= floor.cpuMs,
    ) &&
    (growth === null || growth <= floor.growth)
  say(JSON.stringify({ name: 'ingest', mails: Number(options.count), ...figures, growth, ok }))
  return ok
}

await runMeasurement(measure)

import { loadavg } from 'node:os'
import { say, step } from '../steps/progress.mjs'
import { onEnd } from '../test/teardown.mjs'
import { readDemo } from '../up/demo.mjs'
import { addAgents, addTenant } from './add-tenant.mjs'
import { percentile, round } from './figures.mjs'
import { fillTickets } from './fill-tickets.mjs'
import { measurePlaces } from './pages/measure-places.mjs'
import { listPlaces } from './pages/places.mjs'
import { enter } from './pages/visitor.mjs'
import { writeReplies } from './pages/write-replies.mjs'
import { rootDir, runMeasurement } from './run-measurement.mjs'
import { startDurableCluster, startProduct } from './start-product.mjs'
import { startTakingSink } from './taking-sink.mjs'

/**
 * `npm run bench:pages`: how fast the inbox is in a large tenant, over HTTP, signed in: list, ticket and subject filter as
 * JSON and as whole pages, one agent and eight without think time, with few and with many tickets; and how soon a reply is
 * accepted and at the mail server. Every figure is the median of the rounds. `-- --rounds 1 --tickets 10000` is quicker.
 */
const slug = 'acme'
const neighbours = ['globex', 'initech']
const many = readNumber('--tickets') ?? 100_000
const sizes = [many / 10, many]
const neighbourSize = 2_000
const messagesPerTicket = 4
const agentCounts = [1, 8]
const requestsPerRound = 120
const replyCount = 60
const rounds = readNumber('--rounds') ?? 3
const bars = {
  p95: { json: { 1: 15, 8: 50 }, html: { 1: 40, 8: 150 } },
  growth: 1.2,
  reply: { accepted: 20, atSink: 1_000 },
}

async function measure() {
  const { databaseUrl, product, sink } = await start()
  const { visitors } = await people(databaseUrl, product.baseUrl)
  const load = [loadavg()[0]]
  const results = {}
  let filled = 0
  for (const size of sizes) {
    await step(`Filling up to ${size} tickets`, () => fill(databaseUrl, slug, size - filled))
    filled = size
    const places = await listPlaces(visitors[0], slug, requestsPerRound)
    for (const agents of agentCounts) {
      results[`${size} ${agents}`] = await measureRounds(visitors.slice(0, agents), places)
      tell(size, agents, results[`${size} ${agents}`])
    }
    load.push(loadavg()[0])
  }
  const replies = await writeReplies({ rootDir, visitor: visitors[0], slug, count: replyCount, sink })
  for (const visitor of visitors) visitor.leave()
  return report(results, replies, [...load, loadavg()[0]])
}

async function start() {
  const sink = await startTakingSink()
  onEnd(() => sink.close())
  let databaseUrl
  let product
  await step('Starting the product', async () => {
    databaseUrl = (await startDurableCluster(rootDir)).url
    const env = { MAIL_OUT_URL: `smtp://127.0.0.1:${sink.port}` }
    product = await startProduct(rootDir, { databaseUrl, hasDemoData: true, env })
    onEnd(() => product.stop())
  })
  return { databaseUrl, product, sink }
}

function readNumber(option) {
  const at = process.argv.indexOf(option)
  return at < 0 ? null : Number(process.argv[at + 1])
}

/** Two tenants beside the large one, and an agent with a session of his own for each visitor. */
async function people(databaseUrl, baseUrl) {
  const { password, people: known } = readDemo()
  const like = known.find(({ tenants }) => tenants.length > 1).email
  await addTenant({ databaseUrl, slug: 'initech', like: slug })
  const count = Math.max(...agentCounts)
  const emails = await addAgents({ databaseUrl, like, tenants: [slug, ...neighbours], count })
  await step('Filling the other tenants', async () => {
    for (const neighbour of neighbours) await fill(databaseUrl, neighbour, neighbourSize)
  })
  const visitors = []
  for (const email of emails) visitors.push(await enter(baseUrl, email, password))
  return { visitors }
}

function fill(databaseUrl, tenantSlug, tickets) {
  return fillTickets({ databaseUrl, tenantSlug, tickets, messages: tickets * messagesPerTicket })
}

async function measureRounds(visitors, places) {
  const found = []
  for (let n = 0; n < rounds; n++) found.push(await measurePlaces(visitors, places))
  const median = (kind, figure) =>
    percentile(
      found.map((one) => one[kind][figure]),
      0.5,
    )
  return Object.fromEntries(
    Object.keys(places).map((kind) => [
      kind,
      Object.fromEntries(['p50', 'p95', 'max', 'bytes'].map((figure) => [figure, median(kind, figure)])),
    ]),
  )
}

function tell(size, agents, figures) {
  for (const [kind, { p50, p95, max, bytes }] of Object.entries(figures)) {
    const bytesText = `${Math.round(bytes / 1024)} kB`
    say(
      `${size} tickets, ${agents} at once, ${kind}: p50 ${p50} ms, p95 ${p95} ms, max ${max} ms (${bytesText})`,
    )
  }
}

function report(results, { acceptedMs, atSinkMs }, load) {
  const [few] = sizes
  const figures = {}
  let isFast = true
  for (const agents of agentCounts) {
    for (const [kind, { p50, p95 }] of Object.entries(results[`${many} ${agents}`])) {
      figures[`${kind}_${agents}_agents_p50_ms`] = p50
      figures[`${kind}_${agents}_agents_p95_ms`] = p95
      isFast &&= p95 <= bars.p95[kind.split('_')[0]][agents]
    }
  }
  const growth = { p50: growthOf(results, few, many, 'p50'), p95: growthOf(results, few, many, 'p95') }
  const reply = {
    reply_accepted_p50_ms: percentile(acceptedMs, 0.5),
    reply_accepted_p95_ms: percentile(acceptedMs, 0.95),
    reply_at_sink_p50_ms: percentile(atSinkMs, 0.5),
    reply_at_sink_p95_ms: percentile(atSinkMs, 0.95),
  }
  const ok =
    isFast &&
    growth.p50 <= bars.growth &&
    reply.reply_accepted_p95_ms <= bars.reply.accepted &&
    reply.reply_at_sink_p95_ms <= bars.reply.atSink
  say(`load average (1 min) at the start, after each size and at the end: ${load.map(round).join(', ')}`)
  say(
    JSON.stringify({
      name: 'pages',
      tickets: many,
      messages: many * messagesPerTicket,
      rounds,
      requests_per_round: requestsPerRound,
      ...figures,
      growth_p50_ratio: growth.p50,
      growth_p95_ratio: growth.p95,
      ...reply,
      replies: acceptedMs.length,
      load_average_1_min: round(Math.max(...load)),
      ok,
    }),
  )
  return ok
}

/** One agent's time for one of each kind, with many tickets against few. */
function growthOf(results, few, many, figure) {
  const sum = (size) => Object.values(results[`${size} 1`]).reduce((total, one) => total + one[figure], 0)
  return Math.round((sum(many) / sum(few)) * 100) / 100
}

await runMeasurement(measure)

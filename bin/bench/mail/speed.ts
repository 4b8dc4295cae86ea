import { parseArgs } from 'node:util'
import { cleanText } from '@/lib/ingest/clean'
import { classify } from '@/lib/mail/classify'
import { describeMail } from '@/lib/mail/describe'
import { parseMail } from '@/lib/mail/parse'
import { mixMails } from '../mail-mix.mjs'

/**
 * `npm run bench:mail-speed`: how many mails of the benchmark's mix one core reads in a second, from bytes to what is
 * known of them before the database is asked. Mails over 1 MB are left out: they measure the disk.
 */
const { values } = parseArgs({
  options: { mails: { type: 'string', default: '3000' }, seed: { type: 'string', default: '7' } },
})
const floorPerSecond = 150

const mixed = mixMails({
  count: Number(values.mails),
  seed: Number(values.seed),
  to: ['help@desk.example'],
})
const mails = mixed.map(({ bytes }) => bytes).filter((bytes) => bytes.length < 1024 * 1024)
const stages = { parse: 0, describe: 0, classify: 0, clean: 0 }
for (const bytes of mails.slice(0, 200)) await read(bytes)
for (const stage of ['parse', 'describe', 'classify', 'clean'] as const) stages[stage] = 0
const cpu = process.cpuUsage()
for (const bytes of mails) await read(bytes)
const used = process.cpuUsage(cpu)
const cpuMs = (used.user + used.system) / 1000 / mails.length
const perSecond = Math.round(1000 / cpuMs)
for (const [stage, ms] of Object.entries(stages))
  process.stdout.write(`${stage}: ${(ms / mails.length).toFixed(3)} ms\n`)
const megabytes = Math.round(process.memoryUsage().rss / 1024 / 1024)
process.stdout.write(
  `${JSON.stringify({ ok: perSecond >= floorPerSecond, mails: mails.length, perSecond, cpuMs, megabytes })}\n`,
)
process.exitCode = perSecond >= floorPerSecond ? 0 : 1

async function read(bytes: Uint8Array): Promise<void> {
  const start = performance.now()
  const mail = await parseMail(bytes)
  const parsedAt = performance.now()
  stages.parse += parsedAt - start
  if (mail.kind !== 'parsed') return
  const facts = describeMail(mail)
  const describedAt = performance.now()
  classify(mail)
  const classifiedAt = performance.now()
  cleanText(mail, facts.subjectKind === 'forward')
  stages.describe += describedAt - parsedAt
  stages.classify += classifiedAt - describedAt
  stages.clean += performance.now() - classifiedAt
}

import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createMailParser } from '@/lib/adapters/mail-parser/create-mail-parser'
import { toParseOutput } from '@/lib/inspection/parse-output'
import { bars, slowestMs, threadingF1 } from './mail/bars'
import { baselines, createBaselineRunner } from './mail/baselines'
import { type MailCase, readCases, readThreads } from './mail/corpus'
import { Hidden } from './mail/hidden'
import { type FieldResult, judge, type Read } from './mail/score'
import { aligned, type Counts, reachable, shown, Tally } from './mail/tally'
import { scoreThreads } from './mail/threading'

/**
 * `npm run bench:mail -- --corpus DIR [--category a,b] [--without-baselines] [--failures]`: how well mail is read, on
 * a folder of mails that other people collected and described. One fold of five is kept apart: `--failures` shows
 * what went wrong in the others only. The last line is one JSON object; without the folder nothing is measured.
 */
const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    category: { type: 'string' },
    'without-baselines': { type: 'boolean', default: false },
    failures: { type: 'boolean', default: false },
  },
})

const folder = values.corpus === undefined ? null : path.resolve(values.corpus)
if (folder === null || !existsSync(folder)) {
  say('skipped: no corpus')
  say(JSON.stringify({ ok: true, skipped: 'no corpus' }))
} else {
  process.exitCode = (await measure(folder)) ? 0 : 1
}
process.exit()

async function measure(corpus: string): Promise<boolean> {
  const categories = values.category?.split(',') ?? null
  const cases = readCases(corpus, categories)
  const own = new Tally()
  const hidden = new Hidden()
  const times = await readAll(cases, own, hidden)
  const others = values['without-baselines'] ? new Map<string, Tally>() : await readByOthers(cases)
  printTables(own, others)
  const threads = categories === null || categories.includes('threading') ? readThreads(corpus) : []
  let isThreaded = true
  for (const { origin, mails } of threads) {
    const score = await scoreThreads(mails)
    isThreaded &&= score.f1 >= threadingF1
    const { precision, recall, f1, parents } = score
    say(
      `threading ${origin}: ${score.mails} mails, pairs P ${precision.toFixed(4)} R ${recall.toFixed(4)}` +
        ` F1 ${f1.toFixed(4)}, parents ${parents.right}/${parents.all}`,
    )
  }
  for (const line of hidden.lines()) say(line)
  for (const [choice, number] of own.choices) say(`chosen otherwise in ${number}: ${choice}`)
  const missed = [...missedBars(own), ...(hidden.isReached() ? [] : ['never hidden'])]
  const isFast = times.max < slowestMs
  say(
    `time a message: p50 ${times.p50.toFixed(1)} ms, p95 ${times.p95.toFixed(1)} ms, max ${times.max.toFixed(0)} ms`,
  )
  if (missed.length > 0) say(`below the bar (fold 0): ${missed.join(', ')}`)
  const ok = missed.length === 0 && isFast && isThreaded
  say(JSON.stringify({ ok, cases: cases.length, missed, ms: times, isThreaded, apart: apartOf(own) }))
  return ok
}

/** The way of every mail: a parser thread with its limits, then all that is said of it. */
async function readAll(cases: readonly MailCase[], tally: Tally, hidden: Hidden) {
  const parser = await createMailParser({ threads: 1 })
  const times: number[] = []
  for (const one of cases) {
    const start = performance.now()
    const parsed = await parser.parse(one.bytes)
    const out = toParseOutput(parsed) as Read
    const ms = performance.now() - start
    times.push(ms)
    const isRead = one.category !== 'robustness' || ms < slowestMs
    const results = judge(one.expected, out, ms)
    tally.add(one, results, isRead)
    hidden.add(one, out)
    if (values.failures && one.fold !== 0) showFailures(one, results, isRead ? null : `${ms.toFixed(0)} ms`)
  }
  await parser.close()
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { p50: at(0.5), p95: at(0.95), max: times.at(-1) ?? 0 }
}

async function readByOthers(cases: readonly MailCase[]): Promise<Map<string, Tally>> {
  const runner = createBaselineRunner()
  const tallies = new Map<string, Tally>()
  for (const [name, categories] of Object.entries(baselines)) {
    const tally = new Tally()
    for (const one of cases.filter(({ category }) => categories.includes(category))) {
      const answer = await runner.read(name, one)
      const results = judge(one.expected, 'out' in answer ? answer.out : {}, answer.ms)
      tally.add(one, results, 'out' in answer)
    }
    if (tally.cases.size > 0) tallies.set(name, tally)
  }
  await runner.close()
  return tallies
}

function printTables(own: Tally, others: ReadonlyMap<string, Tally>): void {
  for (const category of [...own.cases.keys()].sort()) {
    const readers = [...others].filter(([, tally]) => tally.cases.has(category))
    const head = [
      category,
      ...columns('Postino'),
      'bar',
      'reachable',
      ...readers.flatMap(([name]) => columns(name)),
    ]
    const row = (label: string, key: string, pick: (tally: Tally) => ReadonlyMap<string, Counts>) => [
      label,
      ...cells(pick(own).get(key)),
      bars[key] === undefined ? '' : `${(100 * bars[key]).toFixed(0)} %`,
      reachableOf(pick(own).get(key)),
      ...readers.flatMap(([, tally]) => cells(pick(tally).get(key))),
    ]
    const inside = (map: ReadonlyMap<string, Counts>) =>
      [...map.keys()].filter((key) => key.startsWith(`${category}\t`)).sort()
    const nameOf = (key: string) => key.slice(category.length + 1)
    say(
      aligned([
        head,
        row('cases', category, (tally) => tally.cases),
        ...inside(own.fields).map((key) => row(`  ${nameOf(key)}`, key, (tally) => tally.fields)),
        ...inside(own.origins).map((key) => row(`  of ${nameOf(key)}`, key, (tally) => tally.origins)),
      ]),
    )
    say('')
  }
}

function reachableOf(counts: Counts | undefined): string {
  return counts === undefined ? '' : reachable(counts)
}

function columns(name: string): string[] {
  return [`${name}, folds 1-4`, 'fold 0']
}

function cells(counts: Counts | undefined): string[] {
  return counts === undefined ? ['-', '-'] : [shown(counts.open), shown(counts.apart)]
}

function missedBars(tally: Tally): string[] {
  return Object.entries(bars).flatMap(([key, bar]) => {
    const counts = (tally.cases.get(key) ?? tally.fields.get(key))?.apart
    if (counts === undefined || counts.all === 0) return []
    return counts.right / counts.all >= bar ? [] : [`${key.replace('\t', ' ')} ${shown(counts)}`]
  })
}

function apartOf(tally: Tally): Record<string, string> {
  return Object.fromEntries(
    [...tally.cases].map(([category, { apart }]) => [category, `${apart.right}/${apart.all}`]),
  )
}

function showFailures(one: MailCase, results: readonly FieldResult[], reason: string | null): void {
  if (reason !== null) say(`! ${one.category} ${one.id}: ${reason}`)
  for (const { field, isRight, expected, got } of results) {
    if (isRight) continue
    say(`! ${one.category} ${one.id} ${field}`)
    say(`    expected ${JSON.stringify(expected)?.slice(0, 1500)}`)
    say(`    got      ${JSON.stringify(got)?.slice(0, 1500)}`)
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

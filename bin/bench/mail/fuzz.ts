import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { readCases } from './corpus'
import { mutated, randomFrom } from './mutate'
import { readAny } from './read-any'

/**
 * `npm run fuzz:mail -- [--inputs 100000] [--seed 1] [--corpus DIR]`: damaged mails without end, each of which has to
 * give a message or a quarantine, soon. The reading happens in a process of its own, so that a hang is seen and its
 * input known. The last line is one JSON object.
 */
const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    corpus: { type: 'string' },
    worker: { type: 'boolean', default: false },
  },
})
const slowMs = 1_000
const silenceMs = 60_000

if (values.worker) await readMany(Number(values.inputs), Number(values.seed))
else await watch()

async function readMany(inputs: number, seed: number): Promise<void> {
  const seeds = seedMails()
  let failed = 0
  let slowest = { ms: 0, seed: 0 }
  for (let i = 0; i < inputs; i++) {
    const own = seed * 1_000_003 + i
    if (i % 100 === 0) process.stdout.write(`at ${i} ${own}\n`)
    const bytes = mutated(seeds, randomFrom(own))
    const start = process.cpuUsage()
    const wrong = await readAny(bytes).catch((error: unknown) =>
      String(error instanceof Error ? error.stack : error),
    )
    // The time of this process: a busy machine is nobody's fault.
    const used = process.cpuUsage(start)
    const ms = (used.user + used.system) / 1000
    if (ms > slowest.ms) slowest = { ms, seed: own }
    const complaint = wrong ?? (ms > slowMs ? `${ms.toFixed(0)} ms` : null)
    if (complaint === null) continue
    failed++
    if (failed <= 10) process.stdout.write(`! seed ${own}: ${complaint}\n`)
  }
  process.stdout.write(`${JSON.stringify({ ok: failed === 0, inputs, failed, slowest })}\n`)
}

/** Our own fixtures, and the mails of a folder of others when there is one; those kept apart stay apart. */
function seedMails(): Uint8Array[] {
  const own = path.resolve(import.meta.dirname, '../../../tests/fixtures/mail')
  const fixtures = readdirSync(own)
    .filter((name) => name.endsWith('.eml'))
    .map((name) => readFileSync(path.join(own, name)))
  if (values.corpus === undefined) return fixtures
  const cases = readCases(values.corpus, null).filter(({ fold }) => fold !== 0)
  return [...fixtures, ...cases.map(({ bytes }) => bytes)]
}

async function watch(): Promise<void> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1), '--worker'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let last = ''
  let result = ''
  let timer = setTimeout(() => {}, 0)
  const isAlive = () => {
    clearTimeout(timer)
    timer = setTimeout(() => child.kill('SIGKILL'), silenceMs)
  }
  isAlive()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    isAlive()
    for (const line of text.split('\n')) {
      if (line.startsWith('at ')) last = line
      else if (line.startsWith('{')) result = line
      else if (line !== '') process.stdout.write(`${line}\n`)
    }
  })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  clearTimeout(timer)
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  const told = result === '' ? { ok: false, died: code ?? 'killed', last } : JSON.parse(result)
  process.stdout.write(`${JSON.stringify({ ...told, seconds })}\n`)
  process.exitCode = told.ok ? 0 : 1
}

import { afterAll, beforeAll, expect, test } from 'vitest'
import { withTenant } from '@/lib/db/with-tenant'
import { runMailboxTest } from '@/lib/mailboxes/run-mailbox-test'
import { insertTest } from '@/lib/mailboxes/test-store'
import { systemScope } from '@/lib/tenancy/scope'
import { writeCounts } from '../../support/counts'
import { testDatabase } from '../../support/database'
import { startScriptedImap } from '../../support/scripted-imap'
import { freePort } from '../../support/worker-process'
import { createWorld, type World } from '../../support/world'
import { addMailbox, createMailboxRig, type MailboxRig } from './mailbox-world'

/**
 * The test of a connection names hosts and ports of a tenant's choice. Before a mail server has greeted it must give
 * nothing away: neither by words nor by the time it takes. `npm run chaos connection-test` tries 200 times each.
 */
const database = testDatabase()
const isLong = process.env.POSTINO_CHAOS === 'long'
const samples = isLong ? 200 : 12
const ungreetedMs = 1_000
const lanes = 10
let world: World
let rig: MailboxRig

beforeAll(async () => {
  world = await createWorld(database)
  rig = await createMailboxRig(database)
})
afterAll(() => rig.pipeline.close())

test('what is behind host and port shows neither in the answer nor in its time: refused, silent, rude, forbidden', {
  timeout: isLong ? 500_000 : 60_000,
}, async () => {
  const silent = await startScriptedImap({ greet: '' })
  const rude = await startScriptedImap({ greet: '220 smtp ready\r\n' })
  const kinds: Record<string, number> = {
    refused: await freePort(),
    silent: silent.port,
    rude: rude.port,
    // The guard does not let anybody go there.
    forbidden: 22,
  }
  for (const port of [kinds.refused, silent.port, rude.port]) if (port) rig.open(port)
  const mailboxes = new Map<string, string>()
  for (const [kind, port] of Object.entries(kinds)) {
    const { mailboxId } = await addMailbox(rig, world.a, {
      ...{ user: kind, port, password: 'any', isPaused: true },
      ...(kind === 'forbidden' && { isUnopened: true }),
    })
    mailboxes.set(kind, mailboxId)
  }
  const answers = new Set<string>()
  let measured = await measure(mailboxes, answers)
  // What shows, shows each time; a machine that was busy with something else for a moment does not.
  for (let tries = 0; tries < 3 && measured.spread >= 0.1 && !isLong; tries++)
    measured = await measure(mailboxes, answers)
  await Promise.all([silent.close(), rude.close()])

  const { medians, spread } = measured
  if (isLong) await writeCounts('connection-test', { samples, medians, spread: Number(spread.toFixed(4)) })
  expect([...answers]).toHaveLength(1)
  expect([...answers][0]).toContain('"unreachable"')
  expect(spread, JSON.stringify(medians)).toBeLessThan(0.1)
})

/** Tries each mailbox as often as `samples` says, and compares how long that took. */
async function measure(mailboxes: Map<string, string>, answers: Set<string>) {
  const times: Record<string, number[]> = {}
  // In turns, so that what else this machine does falls on all of them alike.
  const waiting = Array.from({ length: samples }, () => [...mailboxes.keys()]).flat()
  const lane = async () => {
    for (let kind = waiting.pop(); kind; kind = waiting.pop()) {
      const { result, tookMs } = await tryOnce(mailboxes.get(kind) ?? '')
      answers.add(result)
      times[kind] = [...(times[kind] ?? []), tookMs]
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  const medians = Object.fromEntries(Object.entries(times).map(([kind, all]) => [kind, median(all)]))
  const values = Object.values(medians)
  return { medians, spread: Math.max(...values) / Math.min(...values) - 1 }
}

async function tryOnce(mailboxId: string): Promise<{ result: string; tookMs: number }> {
  const scope = systemScope(world.a.tenantId, 'test')
  const testId = await withTenant(scope, (db) => insertTest(db, mailboxId))
  const startedAt = performance.now()
  await runMailboxTest(scope, { testId }, rig, { ungreetedMs })
  const tookMs = Math.round(performance.now() - startedAt)
  const [row] = await database.query<{ result: unknown }>('SELECT result FROM mailbox_test WHERE id = $1', [
    testId,
  ])
  return { result: JSON.stringify(row?.result), tookMs }
}

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

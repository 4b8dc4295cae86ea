import { describe, expect, test } from 'vitest'
import { query } from '../support/cluster'
import type { Harness } from '../support/harness'
import { countOf, mostInside, newKey, pause, probesOf, until, untilProbe } from '../support/probes'

export function flowBehaviours(harness: () => Harness): void {
  const sendEach = async (name: string, data: Record<string, unknown>[]) => {
    for (const each of data) await harness().send(name, each)
  }

  describe.concurrent('cancelling', () => {
    test('cancelOn ends the run its event means and no other, and says so', async () => {
      const [k, other] = [newKey(), newKey()]
      await sendEach('t/cancellable', [{ k }, { k: other }])
      await untilProbe(k, 'start')
      await untilProbe(other, 'start')
      await harness().send('t/cancel', { k })
      expect((await untilProbe(k, 'cancelled')).value).toBe('app-cancellable')
      await untilProbe(other, 'late')
      expect(countOf(k, 'late')).toEqual([0])
    })

    test('cancelOn may be an expression over both events', async () => {
      const k = newKey()
      await harness().send('t/cancellable-if', { k, n: 2 })
      await untilProbe(k, 'start')
      await harness().send('t/cancel-if', { k, n: 1 })
      await untilProbe(k, 'late')
      const again = newKey()
      await harness().send('t/cancellable-if', { k: again, n: 2 })
      await untilProbe(again, 'start')
      await harness().send('t/cancel-if', { k: again, n: 2 })
      await pause(4_500)
      expect(countOf(again, 'late')).toEqual([0])
    })

    test('an event cancels no run that starts after it, also in one request', async () => {
      const k = newKey()
      await harness().client.send([
        { name: 't/cancel', data: { k } },
        { name: 't/cancellable', data: { k } },
      ])
      await untilProbe(k, 'late')
    })

    test('a run can be cancelled by its id', async () => {
      const k = newKey()
      await harness().send('t/cancellable', { k })
      const { value: runId } = await untilProbe(k, 'start')
      const answer = await harness().request('DELETE', `/v1/runs/${String(runId)}`, { authorized: true })
      expect(answer.status).toBe(204)
      await untilProbe(k, 'cancelled')
      await pause(4_300)
      expect(countOf(k, 'late')).toEqual([0])
    })
  })

  describe.concurrent('flow', () => {
    test('an idempotency key starts one run', async () => {
      const k = newKey()
      await sendEach('t/idem', [
        { k, n: 1 },
        { k, n: 2 },
      ])
      await untilProbe(k, 'run')
      await pause(300)
      expect(probesOf(k, 'run').map((probe) => probe.value)).toEqual([1])
    })

    test('a full batch starts at once', async () => {
      const k = newKey()
      await harness().client.send([1, 2, 3].map((n) => ({ name: 't/batch-full', data: { k, n } })))
      // Its time is a minute: what comes within the patience of a look was not waited for.
      expect((await untilProbe(k, 'batch')).value).toEqual([1, 2, 3])
    })

    test('a batch that does not fill starts when its time is over, apart by key', async () => {
      const [k, other] = [newKey(), newKey()]
      const sentAt = Date.now()
      const data = [
        { k, n: 1 },
        { k: other, n: 9 },
        { k, n: 2 },
      ]
      // In one request, or the time of the first is over before the last is there.
      await harness().client.send(data.map((each) => ({ name: 't/batch', data: each })))
      const batch = await untilProbe(k, 'batch')
      expect(batch.value).toEqual([1, 2])
      expect(batch.atMs - sentAt).toBeGreaterThanOrEqual(1_000)
      expect((await untilProbe(other, 'batch')).value).toEqual([9])
    })

    test('debounce runs once, with the last event, after the last event', async () => {
      const k = newKey()
      let sentAt = 0
      for (const n of [0, 1, 2]) {
        sentAt = Date.now()
        await harness().send('t/debounce', { k, n })
        await pause(150)
      }
      const run = await untilProbe(k, 'run')
      expect(run.value).toBe(2)
      expect(run.atMs - sentAt).toBeGreaterThanOrEqual(2_000)
      await pause(2_200)
      expect(countOf(k, 'run')).toEqual([1])
    })

    test('a concurrency key lets no more than its limit in', async () => {
      const k = newKey()
      await sendEach(
        't/one-each',
        [0, 1, 2, 3].map((n) => ({ k, n })),
      )
      await until(() => countOf(k, 'out')[0] === 4)
      expect(mostInside(k)).toBe(1)
    })

    test('a concurrency limit without a key counts the whole function', async () => {
      const k = newKey()
      await sendEach(
        't/two-at-once',
        Array.from({ length: 6 }, () => ({ k })),
      )
      await until(() => countOf(k, 'out')[0] === 6)
      expect(mostInside(k)).toBe(2)
    })

    test('a run that sleeps holds no concurrency slot', async () => {
      const k = newKey()
      await sendEach('t/frees', [{ k }, { k }])
      await until(() => countOf(k, 'in')[0] === 2)
      // The first still sleeps, for a minute.
      expect(countOf(k, 'end')).toEqual([0])
    })

    test('two concurrency keys of one function hold at the same time', async () => {
      const k = newKey()
      const parts = ['a', 'b', 'c', 'd']
      await harness().client.send(
        Array.from({ length: 16 }, (_, i) => ({ name: 't/two-keys', data: { k, part: parts[i % 4] } })),
      )
      await until(() => countOf(k, 'out')[0] === 16)
      expect(mostInside(k)).toBeLessThanOrEqual(3)
      expect(mostInside(k)).toBeGreaterThan(1)
      for (const part of parts) expect(mostInside(`${k}/${part}`)).toBe(1)
    })

    test('a cron that is due runs once and knows its time', async () => {
      const { connectionString } = harness()
      await query(
        connectionString,
        "UPDATE executor.crons SET next_at = now() WHERE function_id = 'app-cron'",
      )
      expect((await untilProbe('cron', 'run')).value).toEqual({
        name: 'inngest/scheduled.timer',
        data: { cron: '0 0 1 1 *', scheduledAt: expect.stringMatching(/^\d{4}-.*Z$/) },
      })
      await pause(1_200)
      expect(countOf('cron', 'run')).toEqual([1])
      const rows = await query(
        connectionString,
        "SELECT next_at > now() AS is_later FROM executor.crons WHERE function_id = 'app-cron'",
      )
      expect(rows).toEqual([{ is_later: true }])
    })
  })
}

import { describe, expect, test } from 'vitest'
import { leastOf } from '../../support/least-of'
import type { Harness } from '../support/harness'
import { countOf, mostInside, newKey, pause, probesOf, untilDone, untilProbe } from '../support/probes'

export function stepBehaviours(harness: () => Harness): void {
  describe.concurrent('steps', () => {
    test('steps run once each, in order, and undefined comes back as null', async () => {
      const k = newKey()
      await harness().send('t/seq', { k })
      expect(await untilDone(k)).toEqual({ a: 1, b: { n: 2 }, c: null })
      expect(countOf(k, 'a', 'b', 'c')).toEqual([1, 1, 1])
    })

    test('without checkpointing the function is entered once more than it has steps', async () => {
      const k = newKey()
      await harness().send('t/seq-plain', { k })
      expect(await untilDone(k)).toEqual({ a: 1, b: { n: 2 } })
      expect(countOf(k, 'a', 'b', 'entry')).toEqual([1, 1, 3])
    })

    test('steps reported several at a time run once each', async () => {
      const k = newKey()
      await harness().send('t/buffered', { k })
      expect(await untilDone(k)).toBe(10)
      expect(countOf(k, 's')).toEqual([5])
    })

    test('a call that has run for long enough goes on in another, without repeating a step', async () => {
      const k = newKey()
      await harness().send('t/max-runtime', { k })
      expect(await untilDone(k)).toBe(6)
      expect(countOf(k, 's')).toEqual([4])
      expect(probesOf(k, 'entry').length).toBeGreaterThan(1)
    })

    test('the same step id in a loop names different steps', async () => {
      const k = newKey()
      await harness().send('t/loop', { k })
      expect(await untilDone(k)).toEqual([0, 1, 2])
      expect(countOf(k, 'same')).toEqual([3])
    })

    test('parallel steps overlap and join once', async () => {
      const k = newKey()
      await harness().send('t/par', { k })
      expect(await untilDone(k)).toBe(6)
      expect(countOf(k, 'in', 'after')).toEqual([3, 1])
      expect(mostInside(k)).toBeGreaterThan(1)
    })

    test('parallel chains with sleeps run each step once', async () => {
      const k = newKey()
      await harness().send('t/chains', { k })
      expect(await untilDone(k)).toEqual(['A!', 'B!'])
      expect(countOf(k, 'A1', 'A2', 'B1', 'B2')).toEqual([1, 1, 1, 1])
    })

    test('one of two parallel steps may fail without the other', async () => {
      const k = newKey()
      await harness().send('t/par-fail', { k })
      expect(await untilDone(k)).toEqual(['fulfilled', 'rejected'])
    })

    test('a run keeps six megabytes of results', async () => {
      const k = newKey()
      await harness().send('t/big', { k })
      expect(await untilDone(k)).toEqual([3_000_000, 3_000_000])
    })

    test('a sleep lasts as long as it says and repeats nothing before it', async () => {
      const sleep = async () => {
        const k = newKey()
        await harness().send('t/sleep', { k })
        await untilDone(k)
        const [before, after] = [probesOf(k, 'before'), probesOf(k, 'after')]
        expect(before.length).toBe(1)
        const sleptMs = (after[0]?.atMs ?? 0) - (before[0]?.atMs ?? 0)
        expect(sleptMs).toBeGreaterThanOrEqual(1_000)
        return sleptMs
      }
      expect(await leastOf(2_000, sleep)).toBeLessThan(2_000)
    })

    test('a sleep until a time never ends early', async () => {
      const sleep = async () => {
        const k = newKey()
        const at = Date.now() + 700
        await harness().send('t/sleep-until', { k, at: new Date(at).toISOString() })
        const lateMs = (await untilProbe(k, 'done')).atMs - at
        expect(lateMs).toBeGreaterThanOrEqual(0)
        return lateMs
      }
      expect(await leastOf(1_000, sleep)).toBeLessThan(1_000)
    })

    test('a run whose sleep is longer than 366 days fails', async () => {
      const id = await harness().send('t/sleep-long', { k: newKey() })
      expect(await endOf(harness(), id)).toMatchObject({ status: 'Failed', output: { name: 'SleepTooLong' } })
    })

    test('a step that gives more than four megabytes ends its run before the next step', async () => {
      const k = newKey()
      const id = await harness().send('t/huge', { k })
      expect(await endOf(harness(), id)).toMatchObject({
        status: 'Failed',
        output: { name: 'StepOutputTooLarge' },
      })
      expect(countOf(k, 'after')).toEqual([0])
    })

    test('a run with more than a thousand steps fails', async () => {
      const id = await harness().send('t/many', { k: newKey() })
      expect(await endOf(harness(), id)).toMatchObject({ status: 'Failed', output: { name: 'TooManySteps' } })
    })
  })
}

interface ShownRun {
  run_id: string
  status: string
  output: unknown
}

/** Waits until the one run of an event has ended. */
export async function endOf(harness: Pick<Harness, 'request'>, eventId: string): Promise<ShownRun> {
  for (let tries = 0; tries < 1_200; tries++) {
    const { json } = await harness.request('GET', `/v1/events/${eventId}/runs`, { authorized: true })
    const [run] = json.data as ShownRun[]
    if (run !== undefined && run.status !== 'Running') return run
    await pause(25)
  }
  throw new Error('the run did not end')
}

import { describe, expect, test } from 'vitest'
import type { Harness } from '../support/harness'
import { countOf, newKey, pause, probesOf, untilDone, untilProbe } from '../support/probes'

const valuesOf = (k: string, what: string): unknown[] => probesOf(k, what).map((probe) => probe.value)

export function errorBehaviours(harness: () => Harness): void {
  describe.concurrent('errors', () => {
    test('a step is tried again when Retry-After says, and what came before it is not', async () => {
      const k = newKey()
      await harness().send('t/step-retry', { k })
      expect(await untilDone(k)).toBe('ok1')
      expect(countOf(k, 'before')).toEqual([1])
      expect(valuesOf(k, 'flaky')).toEqual([0, 1])
      expect(valuesOf(k, 'after')).toEqual([0])
      const [first, second] = probesOf(k, 'flaky')
      // Whole seconds on the wire: the wait is never shorter than the rest of the second it was asked in.
      expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(900)
    })

    test('attempts are counted for each step anew', async () => {
      const k = newKey()
      await harness().send('t/resets', { k })
      await untilDone(k)
      expect([valuesOf(k, 'one'), valuesOf(k, 'two')]).toEqual([
        [0, 1],
        [0, 1],
      ])
    })

    test('a step that used up its attempts can be caught and the function goes on', async () => {
      const k = newKey()
      await harness().send('t/exhaust', { k })
      expect(await untilDone(k)).toEqual({ caught: 'bad 1', next: 1 })
      expect(valuesOf(k, 'bad')).toEqual([0, 1])
    })

    test('an error that is not retriable fails the run at once and calls onFailure once', async () => {
      const k = newKey()
      await harness().send('t/fatal', { k })
      expect((await untilProbe(k, 'failed')).value).toEqual({
        message: 'fatal!',
        functionId: 'app-fatal',
        hasRun: true,
        name: 'inngest/function.failed',
      })
      await pause(300)
      expect(countOf(k, 'bad', 'unreachable', 'failed')).toEqual([1, 0, 1])
    })

    test("a step's error keeps its name and its cause", async () => {
      const k = newKey()
      await harness().send('t/typed', { k })
      expect(await untilDone(k)).toEqual({ name: 'TypeError', message: 'typed', cause: 'inner' })
    })

    test('a function is tried as often as it says and told which attempt it is', async () => {
      const k = newKey()
      await harness().send('t/fn-retry', { k })
      expect(await untilDone(k)).toBe(2)
      expect(valuesOf(k, 'try')).toEqual([
        [0, 3],
        [1, 3],
        [2, 3],
      ])
    })

    test('a function that used up its attempts calls onFailure with the last error', async () => {
      const k = newKey()
      await harness().send('t/fn-exhaust', { k })
      expect((await untilProbe(k, 'failed')).value).toBe('plain 1')
      expect(valuesOf(k, 'try')).toEqual([0, 1])
    })

    test('a thrown text is an error with that message', async () => {
      const k = newKey()
      await harness().send('t/thrown-text', { k })
      expect((await untilProbe(k, 'failed')).value).toBe('a text')
    })
  })
}

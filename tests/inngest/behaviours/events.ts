import { describe, expect, test } from 'vitest'
import type { Harness } from '../support/harness'
import { countOf, newKey, pause, probesOf, until, untilDone, untilProbe } from '../support/probes'
import { endOf } from './steps'

export function eventBehaviours(harness: () => Harness): void {
  const post = (body: unknown, headers?: Record<string, string>, key = harness().keys.eventKey) =>
    harness().request('POST', `/e/${key}`, { body, ...(headers === undefined ? {} : { headers }) })

  describe.concurrent('events', () => {
    test('events sent from a step are sent once, however often the function is entered', async () => {
      const k = newKey()
      await harness().send('t/fan', { k })
      expect(await untilDone(k)).toBe(3)
      await pause(200)
      expect(
        probesOf(k, 'fanned')
          .map((probe) => probe.value)
          .sort(),
      ).toEqual([1, 2, 3])
    })

    test('an event id starts a function once, across requests and names and within one request', async () => {
      const [k, id] = [newKey(), newKey()]
      await harness().client.send([
        { id, name: 't/one', data: { k } },
        { id, name: 't/one', data: { k } },
      ])
      await harness().send('t/one', { k }, { id })
      await harness().send('t/two', { k }, { id })
      await untilProbe(k, 'run')
      await pause(300)
      expect(countOf(k, 'run')).toEqual([1])
    })

    test('a request repeated with its seed creates nothing twice and answers the same ids', async () => {
      const k = newKey()
      const seed = { 'x-inngest-event-id-seed': `${Date.now()},${Buffer.from(k).toString('base64')}` }
      const body = [
        { name: 't/one', data: { k } },
        { name: 't/two', data: { k } },
      ]
      const first = await post(body, seed)
      const second = await post(body, seed)
      expect(second.json.ids).toEqual(first.json.ids)
      expect(new Set(first.json.ids as string[]).size).toBe(2)
      await until(() => countOf(k, 'run')[0] === 2)
      await pause(300)
      expect(countOf(k, 'run')).toEqual([2])
    })

    test.each([
      ['a reserved name', { name: 'inngest/function.failed', data: {} }],
      ['no name', { data: {} }],
      ['an empty name', { name: ' ', data: {} }],
      ['data that is no object', { name: 't/one', data: 'text' }],
      ['more than 512 KB', { name: 't/one', data: { k: 'x'.repeat(512 * 1024) } }],
    ])('an event with %s is refused with 400', async (_, event) => {
      const answer = await post(event)
      expect(answer.status).toBe(400)
      expect(answer.json).toMatchObject({ ids: [], status: 400, error: expect.any(String) })
    })

    test('one event that is refused refuses its whole request', async () => {
      const k = newKey()
      expect((await post([{ name: 't/one', data: { k } }, { name: '' }])).status).toBe(400)
      await pause(200)
      expect(countOf(k, 'run')).toEqual([0])
    })

    test('a request with more than 5,000 events is refused', async () => {
      const events = Array.from({ length: 5_001 }, () => ({ name: 't/nobody' }))
      expect((await post(events)).status).toBe(400)
    })

    test('events with a wrong key are refused with 401', async () => {
      expect((await post({ name: 't/one', data: {} }, {}, 'wrong')).status).toBe(401)
    })

    test('an event with a future time starts its run then', async () => {
      const k = newKey()
      const ts = Date.now() + 1_500
      await harness().send('t/future', { k }, { ts })
      expect((await untilProbe(k, 'run')).atMs).toBeGreaterThanOrEqual(ts)
    })

    test('a trigger with a condition takes what meets it; a missing field does not', async () => {
      const k = newKey()
      for (const data of [{ k, n: 3 }, { k, n: 7 }, { k }]) await harness().send('t/if', data)
      await untilProbe(k, 'run')
      await pause(200)
      expect(probesOf(k, 'run').map((probe) => probe.value)).toEqual([7])
    })

    test('a trigger may end in a wildcard', async () => {
      const k = newKey()
      await harness().send('t/wild.foo', { k })
      expect((await untilProbe(k, 'run')).value).toBe('t/wild.foo')
    })

    test('a function may have several triggers', async () => {
      const k = newKey()
      await harness().send('t/one', { k })
      await harness().send('t/two', { k })
      await until(() => countOf(k, 'run')[0] === 2)
    })

    test('the end of a run is an event others can listen to', async () => {
      const k = newKey()
      await harness().send('t/seq', { k })
      expect((await untilProbe(k, 'finished')).value).toEqual({
        result: { a: 1, b: { n: 2 }, c: null },
        keys: ['_inngest', 'event', 'events', 'function_id', 'result', 'run_id'],
      })
    })

    test('the runs of an event can be asked for', async () => {
      const id = await harness().send('t/seq-plain', { k: newKey() })
      expect(await endOf(harness(), id)).toMatchObject({ status: 'Completed', output: 'ended' })
    })
  })
}

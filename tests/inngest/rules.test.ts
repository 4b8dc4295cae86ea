import { describe, expect, test } from 'vitest'
import { Batcher } from '@/inngest/embedded/batcher'
import { evaluate, holds } from '@/inngest/embedded/cel/evaluate'
import { parseExpression } from '@/inngest/embedded/cel/parse'
import { parseDurationMs } from '@/inngest/embedded/duration'
import { interpretAnswer } from '@/inngest/embedded/engine/interpret-answer'
import { backoffMs, retryAfterMs } from '@/inngest/embedded/engine/retry-delay'
import { eventIds, ulid } from '@/inngest/embedded/ids'
import { bearerToken, canonicalJson, isSigned, sign } from '@/inngest/embedded/signing'

describe('expressions', () => {
  const event = { name: 'x', data: { k: 'a', n: 7, zero: 0, list: [1, 2], deep: { 'odd key': true } } }
  const value = (source: string, async?: unknown) => evaluate(parseExpression(source), { event, async })

  test.each<[string, unknown]>([
    ['event.data.k', 'a'],
    ['event.data.missing', null],
    ['event.data.k.deeper.still', null],
    ['event.data.deep["odd key"]', true],
    ['event.data.list[1]', 2],
    ['event.data.n > 5 && event.data.k == "a"', true],
    ["event.data.n > 5 && (event.data.k == 'b' || !false)", true],
    ['event.data.missing > 5', false],
    ['event.data.missing < 5', false],
    ['event.data.missing == null', true],
    ['event.data.missing == event.data.absent', true],
    ['event.data.n == "7"', false],
    ['event.data.n + 1 == 8', true],
    ['-event.data.n < 0', true],
    ['event.data.k + "-" + event.data.n', 'a-7'],
    ['event.data.k in ["a", "b"]', true],
    ['has(event.data.zero) && !has(event.data.missing)', true],
    ['event.data.zero', 0],
    ['event.data.toString', null],
    ['1 + 2 - 3 == 0 || false', true],
  ])('%s', (source, expected) => {
    expect(value(source)).toEqual(expected)
  })

  test('a match of two events sees both', () => {
    const match = parseExpression('event.data.k == async.data.k')
    expect(holds(match, { event, async: { data: { k: 'a' } } })).toBe(true)
    expect(holds(match, { event, async: { data: {} } })).toBe(false)
  })

  test.each([
    ['event.data.k.startsWith("a")', 'function startsWith() is not supported'],
    ['size(event.data.list)', 'function size() is not supported'],
    ['event.data.k ==', 'a value is missing'],
    ['event.data.k = 1', 'cannot read'],
    ['other.data', 'unknown name "other"'],
    ['event.data.k event', 'unexpected text'],
  ])('%s is refused', (source, reason) => {
    expect(() => parseExpression(source)).toThrow(reason)
  })
})

describe('durations', () => {
  test.each<[string, number | null]>([
    ['10s', 10_000],
    ['1h30m', 5_400_000],
    ['2w', 1_209_600_000],
    ['500ms', 500],
    ['', 0],
    ['soon', null],
    ['10 s', null],
    ['2026-01-01T00:00:00Z', null],
  ])('%s', (text, ms) => {
    expect(parseDurationMs(text)).toBe(ms)
  })
})

describe('retries', () => {
  test('follow the given table and stay at its end', () => {
    expect([0, 1, 2, 9].map((attempt) => backoffMs(attempt, [10, 20, 30]))).toEqual([10, 20, 30, 30])
  })

  test('without a table wait as the server does, with up to half a minute by chance', () => {
    for (let i = 0; i < 50; i++) {
      expect(backoffMs(0, undefined)).toBeGreaterThanOrEqual(15_000)
      expect(backoffMs(0, undefined)).toBeLessThanOrEqual(45_000)
      expect(backoffMs(20, undefined)).toBeGreaterThanOrEqual(7_200_000)
    }
  })

  test.each<[string | null, number | null]>([
    ['30', 30_000],
    ['2026-01-01T00:01:00.000Z', 60_000],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['2025-01-01T00:00:00Z', 0],
    ['whenever', null],
    [null, null],
  ])('Retry-After: %s', (header, ms) => {
    expect(retryAfterMs(header, Date.parse('2026-01-01T00:00:00Z'))).toBe(ms)
  })
})

describe('ids', () => {
  test('sort by time and are 26 characters', () => {
    const ids = [1, 1_700_000_000_000, 1_800_000_000_000].map((ms) => ulid(ms))
    expect([...ids].sort()).toEqual(ids)
    expect(ids.every((id) => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(id))).toBe(true)
  })

  test('come from the seed and differ within a request', () => {
    const ids = eventIds('1700000000000,c2VlZA==', 3)
    expect(eventIds('1700000000000,c2VlZA==', 3)).toEqual(ids)
    expect(new Set(ids).size).toBe(3)
    expect(eventIds('1700000000000,b3RoZXI=', 1)[0]).not.toBe(ids[0])
  })

  test('are random without a usable seed', () => {
    for (const seed of [null, '', 'x,y', '-1,abc', `${2 ** 60},abc`]) {
      expect(eventIds(seed, 1)).not.toEqual(eventIds(seed, 1))
    }
  })
})

describe('signatures', () => {
  const key = `signkey-prod-${'ab'.repeat(32)}`
  const at = 1_700_000_000_000

  test('hold for five minutes, for this text and this key', () => {
    const signature = sign('body', key, at)
    expect(isSigned(signature, 'body', key, at)).toBe(true)
    expect(isSigned(signature, 'body', key, at + 299_000)).toBe(true)
    expect(isSigned(signature, 'body', key, at + 301_000)).toBe(false)
    expect(isSigned(signature, 'body!', key, at)).toBe(false)
    expect(isSigned(signature, 'body', key.replace('ab', 'cd'), at)).toBe(false)
    for (const broken of [null, '', 't=1&s=', `t=${at}x&s=00`, 's=00']) {
      expect(isSigned(broken, 'body', key, at)).toBe(false)
    }
  })

  test('use the key without its prefix', () => {
    expect(sign('body', key, at)).toBe(sign('body', 'ab'.repeat(32), at))
    expect(bearerToken(key)).toMatch(/^signkey-prod-[0-9a-f]{64}$/)
  })

  test('are made over JSON in canonical form', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'é\u0000' }], a: undefined, B: 1e21 })).toBe(
      '{"B":1e+21,"b":[1,{"c":"é\\u0000","d":null}]}',
    )
  })
})

describe('answers', () => {
  const answer = (status: number, body: string, more = {}) =>
    interpretAnswer(
      { status, body, isFromSdk: true, isFinal: false, retryAfter: null, requestVersion: '2', ...more },
      false,
    )

  test('that do not come from the SDK use up no attempt', () => {
    expect(answer(502, '<html>', { isFromSdk: false }).kind).toBe('lost')
    expect(answer(200, '"x"', { isFromSdk: false }).kind).toBe('lost')
    expect(answer(206, 'no json').kind).toBe('lost')
    expect(answer(401, '{}').kind).toBe('lost')
  })

  test('with an error are tried again unless they are final', () => {
    expect(answer(500, '{"message":"x"}', { retryAfter: '5' })).toEqual({ kind: 'retry', retryAfter: '5' })
    expect(answer(500, '{"message":"x"}', { isFinal: true })).toMatchObject({
      kind: 'fail',
      error: { message: 'x' },
    })
    expect(answer(400, '{"name":"N","message":"x"}')).toMatchObject({ kind: 'fail', error: { name: 'N' } })
  })

  test('with results and an end keep the results', () => {
    const body = JSON.stringify([
      { id: 'a', op: 'StepRun', data: 1, displayName: 'A' },
      { id: 'b', op: 'RunComplete', data: { x: 1 } },
    ])
    expect(answer(206, body)).toEqual({
      kind: 'complete',
      memos: [{ stepId: 'a', name: 'A', json: '{"data":1}' }],
      result: { x: 1 },
    })
  })

  test('with an operation nobody knows fail by its name', () => {
    expect(answer(206, '[{"id":"a","op":"Teleport"}]')).toMatchObject({
      kind: 'fail',
      error: { name: 'EmbeddedExecutorUnsupported', message: expect.stringContaining('Teleport') },
    })
  })
})

describe('a batcher', () => {
  const batcher = (flush: (items: string[]) => void) =>
    new Batcher<string>(
      async (items) => flush(items),
      10,
      (error) => error === 'bad item',
    )

  test('flushes a lone item at once and what comes meanwhile together', async () => {
    const flushed: string[][] = []
    const adding = batcher((items) => flushed.push(items))
    await Promise.all(['a', 'b', 'c'].map((item) => adding.add(item)))
    expect(flushed).toEqual([['a'], ['b', 'c']])
  })

  test('lets a bad item fail alone', async () => {
    const adding = batcher((items) => {
      if (items.includes('bad')) throw 'bad item'
    })
    const settled = await Promise.allSettled(['a', 'b', 'bad', 'c'].map((item) => adding.add(item)))
    expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  })

  test('does not try each item alone when the database is away', async () => {
    let flushes = 0
    const adding = batcher(() => {
      flushes++
      throw 'database away'
    })
    await Promise.allSettled(['a', 'b', 'c', 'd'].map((item) => adding.add(item)))
    expect(flushes).toBe(2)
  })
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createKick, paceMs, patienceMs } from '@/lib/ingest/kick'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Runs that end when the test says so. */
function createRuns() {
  const open: ((hasMore?: boolean) => void)[] = []
  let begun = 0
  const run = () => {
    begun++
    return new Promise<{ hasMore: boolean }>((resolve) => {
      open.push((hasMore = false) => resolve({ hasMore }))
    })
  }
  return { run, open, begun: () => begun }
}
const settle = () => vi.advanceTimersByTimeAsync(0)

test('mail that comes while a run is under way is looked for again, once and in a busy process after the pace', async () => {
  const { run, open, begun } = createRuns()
  const kick = createKick(
    run,
    () => {},
    () => true,
  )
  kick('a')
  kick('a')
  kick('a')
  expect(begun()).toBe(1)
  open.shift()?.()
  await settle()
  expect(begun()).toBe(1)
  await vi.advanceTimersByTimeAsync(paceMs)
  expect(begun()).toBe(2)
  open.shift()?.()
  await vi.advanceTimersByTimeAsync(paceMs)
  await kick.idle()
  expect(begun()).toBe(2)
})

test('a mail that comes when all is done starts a run at once', async () => {
  const { run, open, begun } = createRuns()
  const kick = createKick(
    run,
    () => {},
    () => false,
  )
  for (const count of [1, 2]) {
    kick('a')
    expect(begun()).toBe(count)
    open.shift()?.()
    await settle()
  }
})

test('a run that takes long has others beside it, and never more than three', async () => {
  const { run, begun } = createRuns()
  const kick = createKick(run, () => {})
  for (let slow = 1; slow <= 5; slow++) {
    kick('a')
    kick('a')
    await vi.advanceTimersByTimeAsync(patienceMs + 10)
  }
  expect(begun()).toBe(3)
})

test('while a run only waits for its pace, none is started beside it', async () => {
  const { run, open, begun } = createRuns()
  const kick = createKick(
    run,
    () => {},
    () => true,
  )
  kick('a')
  kick('a')
  open.shift()?.()
  await settle()
  for (let passed = 0; passed < paceMs - 40; passed += 40) {
    kick('a')
    await vi.advanceTimersByTimeAsync(35)
  }
  expect(begun()).toBe(1)
  await vi.advanceTimersByTimeAsync(paceMs / 5)
  expect(begun()).toBe(2)
})

test('tenants do not wait for each other, and a run that fails is told of', async () => {
  const failed: string[] = []
  const kick = createKick(
    async (tenantId) => {
      if (tenantId === 'ill') throw new Error('no database')
      return { hasMore: false }
    },
    (tenantId) => failed.push(tenantId),
  )
  kick('ill')
  kick('well')
  await kick.idle()
  expect(failed).toEqual(['ill'])
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { HealthPart } from '@/lib/health/read-health'
import { currentOutage, startOutageWatch } from '@/lib/health/watch-outage'

let down: HealthPart[] | Error | 'silence' = []
let told = 0
let cannotTell = false
let stop = () => {}

beforeEach(() => {
  vi.useFakeTimers()
  down = []
  told = 0
  cannotTell = false
  const tell = async () => {
    if (cannotTell) throw new Error('the database is away')
    told++
  }
  stop = startOutageWatch(tell, {
    read: async () => {
      if (down instanceof Error) throw down
      return down === 'silence' ? new Promise(() => {}) : down
    },
    lookEveryMs: 1_000,
  })
})
afterEach(() => {
  stop()
  vi.useRealTimers()
})

const looks = (count: number) => vi.advanceTimersByTimeAsync(count * 1_000)

test('no living worker is told once to every browser, and that one lives again', async () => {
  await looks(3)
  expect([currentOutage(), told]).toEqual([null, 0])
  down = ['worker', 'executor', 'smtp', 'blobs']
  await looks(5)
  expect([currentOutage(), told]).toEqual(['worker', 1])
  down = []
  await looks(1)
  expect([currentOutage(), told]).toEqual([null, 2])
})

test('a restart, seen by one look alone, is no outage', async () => {
  down = ['worker', 'executor', 'smtp', 'blobs']
  await looks(1)
  down = []
  await looks(3)
  expect([currentOutage(), told]).toEqual([null, 0])
})

test('a store that takes nothing is an outage of its own; a slow outbox or a database that is away is none', async () => {
  down = ['blobs']
  await looks(2)
  expect(currentOutage()).toBe('storage')
  down = ['outbox', 'ingest']
  await looks(2)
  expect(currentOutage()).toBeNull()
  down = ['database']
  await looks(2)
  expect(currentOutage()).toBeNull()
})

test('a look that fails changes nothing, and the next one comes', async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  down = new Error('a bug')
  await looks(2)
  down = ['worker']
  await looks(2)
  expect(currentOutage()).toBe('worker')
})

test('what could not be told is told at the next look', async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  down = ['worker']
  cannotTell = true
  await looks(4)
  expect([currentOutage(), told]).toEqual(['worker', 0])
  cannotTell = false
  await looks(2)
  expect([currentOutage(), told]).toEqual(['worker', 1])
})

test('a look that nobody answers is not the last one', async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  down = 'silence'
  await looks(1)
  down = ['worker']
  await looks(9)
  expect(currentOutage()).toBeNull()
  await looks(4)
  expect(currentOutage()).toBe('worker')
})

import { expect, test } from 'vitest'
import { partsBehind, partsDown } from '@/lib/health/read-health'

const at = new Date('2026-11-21T12:00:00Z')
const beat = (secondsAgo: number, parts: Record<string, boolean>) => ({
  seenAt: new Date(at.getTime() - secondsAgo * 1_000),
  parts,
})

test('nothing is down when every part is well somewhere, be it in different workers', () => {
  expect(
    partsDown([beat(1, { smtp: true, executor: false, blobs: true }), beat(2, { executor: true })], at),
  ).toEqual([])
})

test('without a living worker its parts are down with it', () => {
  const all = ['worker', 'executor', 'smtp', 'blobs']
  expect(partsDown([], at)).toEqual(all)
  expect(partsDown([beat(10, { smtp: true, executor: true, blobs: true })], at)).toEqual(all)
})

test('a part that is ill, or not spoken of, is named', () => {
  expect(partsDown([beat(1, { smtp: false, executor: true, blobs: true })], at)).toEqual(['smtp'])
  expect(partsDown([beat(1, { smtp: true, executor: true, blobs: false })], at)).toEqual(['blobs'])
  expect(partsDown([beat(1, {})], at)).toEqual(['executor', 'smtp', 'blobs'])
})

test('what a dead worker said last does not count', () => {
  expect(partsDown([beat(1, { executor: true, blobs: true }), beat(60, { smtp: true })], at)).toEqual([
    'smtp',
  ])
})

test('what lives and does not get through is named: facts older than a minute, mail unread for five', () => {
  const ago = (ms: number) => new Date(at.getTime() - ms)
  expect(partsBehind({ outboxAt: null, keptMailAt: null }, at)).toEqual([])
  expect(partsBehind({ outboxAt: ago(30_000), keptMailAt: ago(60_000) }, at)).toEqual([])
  expect(partsBehind({ outboxAt: ago(61_000), keptMailAt: ago(301_000) }, at)).toEqual(['outbox', 'ingest'])
})

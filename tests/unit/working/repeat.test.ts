import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { eachTenant, repeat } from '@/lib/working/repeat'

const soon = { everyMs: 1, trouble: 'tried again' }

test('a look that fails ends nothing: the next one starts over', async () => {
  let looks = 0
  const loop = repeat(async () => {
    looks++
    if (looks === 1) throw new Error('the database is away')
  }, soon)
  await expect.poll(() => looks).toBeGreaterThan(2)
  await loop.stop()
})

test('whoever stops it waits for the look under way, which is told, and no other begins', async () => {
  let begun = 0
  let ended = 0
  const loop = repeat(async (isStopped) => {
    begun++
    while (!isStopped()) await sleep(1)
    ended++
  }, soon)
  await loop.stop()
  await sleep(20)
  expect({ begun, ended }).toEqual({ begun: 1, ended: 1 })
})

test('no look begins before the last one has ended', async () => {
  let running = 0
  let most = 0
  let looks = 0
  const loop = repeat(async () => {
    most = Math.max(most, ++running)
    await sleep(5)
    running--
    looks++
  }, soon)
  await expect.poll(() => looks).toBeGreaterThan(2)
  await loop.stop()
  expect(most).toBe(1)
})

test('the trouble of one tenant keeps no other waiting; once stopped, the next has none', async () => {
  const seen: string[] = []
  let isStopped = false
  const work = async (tenantId: string) => {
    seen.push(tenantId)
    if (tenantId === 'ill') throw new Error('of its own')
    if (tenantId === 'last') isStopped = true
  }
  await eachTenant(['ill', 'well', 'last', 'late'], work, {
    isStopped: () => isStopped,
    trouble: 'tried again',
  })
  expect(seen).toEqual(['ill', 'well', 'last'])
})

import { expect, test, vi } from 'vitest'
import { createPictureCache } from '@/lib/adapters/remote-pictures/picture-cache'

const picture = (sizeBytes: number) => ({ bytes: new Uint8Array(sizeBytes), contentType: 'image/png' })

test('the pictures kept never take more room than they may; the oldest go first', async () => {
  const cache = createPictureCache({ maxBytes: 100, maxAgeMs: 1_000 })
  for (let index = 0; index < 50; index++) {
    await cache.remember(`${index}`, async () => picture(30))
    expect(cache.sizeBytes()).toBeLessThanOrEqual(100)
  }
  const load = vi.fn(async () => picture(30))
  await cache.remember('49', load)
  expect(load).not.toHaveBeenCalled()
  await cache.remember('0', load)
  expect(load).toHaveBeenCalledTimes(1)
})

test('one larger than all the room is given out and not kept', async () => {
  const cache = createPictureCache({ maxBytes: 100, maxAgeMs: 1_000 })
  expect((await cache.remember('a', async () => picture(101))).bytes.byteLength).toBe(101)
  expect(cache.sizeBytes()).toBe(0)
})

test('an old one is loaded again, and its room is not counted twice', async () => {
  const cache = createPictureCache({ maxBytes: 100, maxAgeMs: -1 })
  const load = vi.fn(async () => picture(40))
  for (let index = 0; index < 5; index++) await cache.remember('a', load)
  expect(load).toHaveBeenCalledTimes(5)
  expect(cache.sizeBytes()).toBe(40)
})

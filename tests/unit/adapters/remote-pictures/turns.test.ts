import { expect, test } from 'vitest'
import { createTurns } from '@/lib/adapters/remote-pictures/turns'

/** Work that ends when it is told to. */
function held() {
  const ends: (() => void)[] = []
  const work = (name: string, started: string[]) => () =>
    new Promise<void>((resolve) => {
      started.push(name)
      ends.push(resolve)
    })
  const endOne = async () => {
    ends.shift()?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { work, endOne }
}

test('one owner’s slow work holds up nobody else', async () => {
  const turns = createTurns({ atOnce: 4, atOnceEach: 2, waitingEach: 10 })
  const { work, endOne } = held()
  const started: string[] = []
  const all = [1, 2, 3, 4].map((index) => turns.take('slow', work(`slow ${index}`, started)))
  all.push(turns.take('other', work('other', started)))
  await new Promise((resolve) => setImmediate(resolve))
  expect(started).toEqual(['slow 1', 'slow 2', 'other'])
  for (let index = 0; index < all.length; index++) await endOne()
  await Promise.all(all)
  expect(started).toHaveLength(5)
})

test('no more run at once than may, and a long line does not go before a short one', async () => {
  const turns = createTurns({ atOnce: 1, atOnceEach: 1, waitingEach: 10 })
  const { work, endOne } = held()
  const started: string[] = []
  const all = ['a', 'a', 'a', 'b'].map((owner, index) => turns.take(owner, work(`${owner}${index}`, started)))
  await new Promise((resolve) => setImmediate(resolve))
  expect(started).toHaveLength(1)
  for (let index = 0; index < all.length; index++) await endOne()
  await Promise.all(all)
  expect(started).toEqual(['a0', 'a1', 'b3', 'a2'])
})

test('a line has an end, and work that fails gives its place back', async () => {
  const turns = createTurns({ atOnce: 1, atOnceEach: 1, waitingEach: 2 })
  const { work, endOne } = held()
  const started: string[] = []
  const first = turns.take('a', work('1', started))
  const waiting = [
    turns.take('a', () => Promise.reject(new Error('no'))),
    turns.take('a', async () => 'done'),
  ]
  const settled = Promise.allSettled(waiting)
  await expect(turns.take('a', async () => 1)).rejects.toMatchObject({ code: 'rate_limited' })
  await endOne()
  await first
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  await expect(turns.take('a', async () => 2)).resolves.toBe(2)
})

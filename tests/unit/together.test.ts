import { expect, test } from 'vitest'
import { together } from '@/lib/together'

test('what is asked at the same moment is answered together, each with its own answer', async () => {
  const rounds: number[][] = []
  const double = together(async (numbers: number[]) => {
    rounds.push(numbers)
    return numbers.map((one) => 2 * one)
  })
  expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6])
  expect(rounds).toEqual([[1, 2, 3]])
})

test('what is asked while an answer is under way is answered by the next', async () => {
  const rounds: number[][] = []
  let open = () => {}
  const answer = together(async (numbers: number[]) => {
    rounds.push(numbers)
    if (rounds.length === 1) await new Promise<void>((resolve) => (open = resolve))
    return numbers
  })
  const first = answer(1)
  await new Promise(setImmediate)
  const others = [answer(2), answer(3)]
  open()
  expect(await Promise.all([first, ...others])).toEqual([1, 2, 3])
  expect(rounds).toEqual([[1], [2, 3]])
})

test('a failure is told to all who asked in that round, and to nobody else', async () => {
  let isIll = true
  const answer = together(async (numbers: number[]) => {
    if (isIll) throw new Error('away')
    return numbers
  })
  const ends = await Promise.allSettled([answer(1), answer(2)])
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  isIll = false
  expect(await answer(3)).toBe(3)
})

test('an answer that is missing is a failure, never another’s answer', async () => {
  const answer = together(async (numbers: number[]) => numbers.slice(0, 1))
  const [first, second] = await Promise.allSettled([answer(1), answer(2)])
  expect([first?.status, second?.status]).toEqual(['fulfilled', 'rejected'])
})

test('with some patience, those who come a moment later are in the same round', async () => {
  const rounds: number[][] = []
  const answer = together(
    async (numbers: number[]) => {
      rounds.push(numbers)
      return numbers
    },
    { waitMs: 20 },
  )
  const first = answer(1)
  await new Promise(setImmediate)
  await Promise.all([first, answer(2)])
  expect(rounds).toEqual([[1, 2]])
})

import { expect, test } from 'vitest'
import { readBody } from '@/app/_entrance/bounded-body'

/** A request whose body comes in these pieces, and then, perhaps, never ends. */
function requestOf(
  pieces: Uint8Array[],
  { isEndless = false } = {},
): { request: Request; isCancelled: () => boolean } {
  let isCancelled = false
  const waiting = [...pieces]
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const piece = waiting.shift()
      if (piece) controller.enqueue(piece)
      else if (!isEndless) controller.close()
      else return new Promise(() => {})
    },
    cancel: () => {
      isCancelled = true
    },
  })
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, duplex: 'half' }
  return { request: new Request('http://localhost/', init), isCancelled: () => isCancelled }
}

const piece = (length: number) => new Uint8Array(length).fill(7)

test('a body in pieces is put together, each of them told of', async () => {
  const told: number[] = []
  const { request } = requestOf([piece(3), piece(4)])
  const body = await readBody(request, 7, { onBytes: (bytes) => told.push(bytes) })
  expect(Buffer.from(body)).toEqual(Buffer.from(piece(7)))
  expect(told).toEqual([3, 4])
})

test('a body that grows too large is refused, and its sender cut off', async () => {
  const { request, isCancelled } = requestOf([piece(4), piece(4)], { isEndless: true })
  await expect(readBody(request, 7)).rejects.toMatchObject({ code: 'too_large' })
  expect(isCancelled()).toBe(true)
})

test('a body that does not come in time is given up, and its sender cut off', async () => {
  const { request, isCancelled } = requestOf([piece(4)], { isEndless: true })
  await expect(readBody(request, 7, { timeoutMs: 20 })).rejects.toMatchObject({ code: 'timed_out' })
  expect(isCancelled()).toBe(true)
})

test('who counts the bytes may refuse them', async () => {
  const { request, isCancelled } = requestOf([piece(4)], { isEndless: true })
  const onBytes = () => {
    throw new Error('full')
  }
  await expect(readBody(request, 7, { onBytes })).rejects.toThrow('full')
  expect(isCancelled()).toBe(true)
})

test('no body is an empty one', async () => {
  expect(await readBody(new Request('http://localhost/'), 7)).toHaveLength(0)
})

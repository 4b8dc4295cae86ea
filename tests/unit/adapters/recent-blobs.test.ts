import { expect, test } from 'vitest'
import { sha256Hex } from '@/lib/adapters/blobs/blob-key'
import { withRecentBlobs } from '@/lib/adapters/blobs/recent-blobs'
import type { BlobStore } from '@/lib/blobs/types'

/** A store that counts how often somebody reads from it. */
function countingStore(): BlobStore & { reads: number } {
  const held = new Map<string, Uint8Array>()
  const nameOf = (tenantId: string, sha256: string) => `${tenantId}/${sha256}`
  return {
    reads: 0,
    async put(tenantId, bytes) {
      const sha256 = sha256Hex(bytes)
      held.set(nameOf(tenantId, sha256), bytes.slice())
      return { sha256, sizeBytes: bytes.byteLength }
    },
    async get(tenantId, sha256) {
      this.reads++
      const bytes = held.get(nameOf(tenantId, sha256))
      if (!bytes) throw new Error('no such blob')
      return bytes
    },
    async delete(tenantId, sha256) {
      held.delete(nameOf(tenantId, sha256))
    },
    async deleteIfOlder(tenantId, sha256) {
      return held.delete(nameOf(tenantId, sha256))
    },
    async *list() {},
    isHealthy: async () => true,
  }
}

test('what was just put is read from memory once, and from the store after that', async () => {
  const store = countingStore()
  const recent = withRecentBlobs(store)
  const { sha256 } = await recent.put('a', Buffer.from('a mail'))
  for (const reads of [0, 1]) {
    expect(Buffer.from(await recent.get('a', sha256)).toString()).toBe('a mail')
    expect(store.reads).toBe(reads)
  }
})

test("another tenant's blob is not found under the same hash", async () => {
  const recent = withRecentBlobs(countingStore())
  const { sha256 } = await recent.put('a', Buffer.from('a mail'))
  await expect(recent.get('b', sha256)).rejects.toThrow()
})

test('what was deleted is not remembered', async () => {
  const recent = withRecentBlobs(countingStore())
  const { sha256 } = await recent.put('a', Buffer.from('a mail'))
  await recent.deleteIfOlder('a', sha256, new Date())
  await expect(recent.get('a', sha256)).rejects.toThrow()
  const again = await recent.put('a', Buffer.from('another'))
  await recent.delete('a', again.sha256)
  await expect(recent.get('a', again.sha256)).rejects.toThrow()
})

test('memory is bounded: the oldest goes, and large mails are never held', async () => {
  const store = countingStore()
  const recent = withRecentBlobs(store)
  const large = await recent.put('a', Buffer.alloc(300 * 1024, 1))
  await recent.get('a', large.sha256)
  expect(store.reads).toBe(1)
  const many = []
  for (let index = 0; index < 40; index++)
    many.push(await recent.put('a', Buffer.alloc(250 * 1024, index + 2)))
  await recent.get('a', many[0]?.sha256 ?? '')
  expect(store.reads).toBe(2)
  await recent.get('a', many.at(-1)?.sha256 ?? '')
  expect(store.reads).toBe(2)
})

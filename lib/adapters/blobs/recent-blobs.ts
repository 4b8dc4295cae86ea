import type { BlobStore } from '@/lib/blobs/types'

const maxBytes = 8 * 1024 * 1024
const maxBlobBytes = 256 * 1024

/**
 * A store that remembers what was put lately, until it is asked for once: a mail that was just kept is read without
 * going to the disk for it. Durable it is all the same.
 */
export function withRecentBlobs(store: BlobStore): BlobStore {
  const recent = new Map<string, Uint8Array>()
  let heldBytes = 0

  const take = (key: string): Uint8Array | undefined => {
    const bytes = recent.get(key)
    if (recent.delete(key)) heldBytes -= bytes?.byteLength ?? 0
    return bytes
  }
  const remember = (key: string, bytes: Uint8Array) => {
    take(key)
    recent.set(key, bytes)
    heldBytes += bytes.byteLength
    for (const oldest of recent.keys()) {
      if (heldBytes <= maxBytes) return
      take(oldest)
    }
  }
  return {
    ...store,
    put: async (tenantId, bytes) => {
      const stored = await store.put(tenantId, bytes)
      // A part of a larger buffer would keep the whole of it in memory.
      const isWhole = bytes.byteLength === bytes.buffer.byteLength
      if (bytes.byteLength <= maxBlobBytes)
        remember(`${tenantId}/${stored.sha256}`, isWhole ? bytes : bytes.slice())
      return stored
    },
    get: async (tenantId, sha256) => take(`${tenantId}/${sha256}`) ?? store.get(tenantId, sha256),
    delete: async (tenantId, sha256) => {
      await store.delete(tenantId, sha256)
      take(`${tenantId}/${sha256}`)
    },
    deleteIfOlder: async (tenantId, sha256, before) => {
      const isDeleted = await store.deleteIfOlder(tenantId, sha256, before)
      if (isDeleted) take(`${tenantId}/${sha256}`)
      return isDeleted
    },
  }
}

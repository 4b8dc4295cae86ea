import { createHash } from 'node:crypto'
import type { BlobStore } from '@/lib/blobs/types'
import { AppError } from '@/lib/errors'

/** A blob store in memory, for tests of what stands above it. */
export function memoryBlobs(): BlobStore {
  const kept = new Map<string, Uint8Array>()
  return {
    put: async (tenantId, bytes) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      kept.set(`${tenantId}/${sha256}`, bytes)
      return { sha256, sizeBytes: bytes.byteLength }
    },
    get: async (tenantId, sha256) => {
      const bytes = kept.get(`${tenantId}/${sha256}`)
      if (!bytes) throw new AppError('not_found', 'no such blob')
      return bytes
    },
    delete: async (tenantId, sha256) => {
      kept.delete(`${tenantId}/${sha256}`)
    },
    list: async function* (tenantId) {
      for (const [key, bytes] of kept) {
        const [owner, sha256] = key.split('/')
        if (owner === tenantId && sha256) yield { sha256, sizeBytes: bytes.byteLength, storedAt: new Date() }
      }
    },
    isHealthy: async () => true,
  }
}

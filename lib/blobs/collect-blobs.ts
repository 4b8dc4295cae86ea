import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import type { TenantScope } from '@/lib/tenancy/scope'
import { findReferencedBlobs } from './store'
import type { BlobStore, ListedBlob } from './types'

const DAY_MS = 24 * 60 * 60 * 1000
const PAGE_SIZE = 500

export interface CollectedBlobs {
  examined: number
  removed: number
  removedBytes: number
}

/**
 * Removes the blobs of a tenant that no row names and that nobody has put for `olderThanMs`.
 *
 * A row is written after its blob was put, and within minutes. So a blob without a row is either young (its row may
 * still come: it stays) or left over. An old one that a mail brings again at this very moment is put first, which
 * makes it young, and `deleteIfOlder` looks at the age at the moment of deletion: it stays too.
 *
 * @throws AppError `storage_unavailable`, `database_unavailable`: the rest waits for the next run
 */
export async function collectUnreferencedBlobs(
  scope: TenantScope,
  { blobs, olderThanMs = DAY_MS }: { blobs: BlobStore; olderThanMs?: number },
): Promise<CollectedBlobs> {
  const before = new Date(now().getTime() - olderThanMs)
  const result: CollectedBlobs = { examined: 0, removed: 0, removedBytes: 0 }
  for await (const page of oldBlobs(blobs, scope.tenantId, before)) {
    const names = page.map(({ sha256 }) => sha256)
    const referenced = await withTenant(scope, (db) => findReferencedBlobs(db, names))
    result.examined += page.length
    for (const { sha256, sizeBytes } of page) {
      if (referenced.has(sha256) || !(await blobs.deleteIfOlder(scope.tenantId, sha256, before))) continue
      result.removed++
      result.removedBytes += sizeBytes
    }
  }
  return result
}

async function* oldBlobs(blobs: BlobStore, tenantId: string, before: Date): AsyncGenerator<ListedBlob[]> {
  let page: ListedBlob[] = []
  for await (const blob of blobs.list(tenantId)) {
    if (blob.storedAt >= before) continue
    page.push(blob)
    if (page.length < PAGE_SIZE) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

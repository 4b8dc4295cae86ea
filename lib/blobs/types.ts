/**
 * The port of the blob store. Content-addressed per tenant: the key is tenant/sha256, names are only data.
 * A blob is durable when `put` returns, and the same bytes are stored once.
 */
export interface BlobStore {
  /** @throws AppError `storage_unavailable` when the bytes could not be made durable */
  put(tenantId: string, bytes: Uint8Array): Promise<StoredBlob>
  /** @throws AppError `not_found`, `storage_unavailable` */
  get(tenantId: string, sha256: string): Promise<Uint8Array>
  delete(tenantId: string, sha256: string): Promise<void>
  /**
   * For the collector. A put makes a blob young again, so that what was put after the collector looked stays.
   * @returns false when the blob is younger, or is not there
   */
  deleteIfOlder(tenantId: string, sha256: string, before: Date): Promise<boolean>
  /** All blobs of a tenant, a page at a time, for the collector. */
  list(tenantId: string): AsyncIterable<ListedBlob>
  /** True when a write and a read went through. */
  isHealthy(): Promise<boolean>
}

export interface StoredBlob {
  sha256: string
  sizeBytes: number
}

export interface ListedBlob extends StoredBlob {
  storedAt: Date
}

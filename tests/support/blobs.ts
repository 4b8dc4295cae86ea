import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createDiskBlobStore } from '@/lib/adapters/blobs/disk-blob-store'
import type { BlobStore } from '@/lib/blobs/types'

/** A blob store on the disk, of this test file alone. */
export const temporaryBlobs = (): BlobStore =>
  createDiskBlobStore(mkdtempSync(path.join(tmpdir(), 'postino-blobs-')))

import type { BlobStore } from '@/lib/blobs/types'
import { createDiskBlobStore } from './disk-blob-store'
import { createS3BlobStore } from './s3-blob-store'

/**
 * The blob store that `BLOBS` names: `disk:<folder>` or
 * `s3://<key>:<secret>@<host>[:port]/<bucket>?region=…&tls=0`.
 *
 * @throws Error when the text names neither: a wrong setting stops the start.
 */
export function createBlobStore(url: string): BlobStore {
  if (url.startsWith('disk:')) return createDiskBlobStore(url.slice('disk:'.length))
  if (url.startsWith('s3:')) return createS3BlobStore(url)
  throw new Error('BLOBS must begin with "disk:" or "s3://".')
}

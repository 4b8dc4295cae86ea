import { createBlobStore } from './adapters/blobs/create-blob-store'
import type { BlobStore } from './blobs/types'
import { getEnv } from './env'

/** What a request of the web may touch besides the database: a page must not pull the mail parser into its bundle. */
export interface WebPorts {
  blobs: BlobStore
}

const holder = globalThis as typeof globalThis & { postinoWebPorts?: WebPorts }

/** One a process, however often Next evaluates this module. */
export function webPorts(): WebPorts {
  holder.postinoWebPorts ??= { blobs: createBlobStore(getEnv().BLOBS) }
  return holder.postinoWebPorts
}

import { createBlobStore } from './adapters/blobs/create-blob-store'
import { readSealingKeys } from './adapters/key-file/read-sealing-keys'
import type { BlobStore } from './blobs/types'
import type { SealingKeys } from './credentials/types'
import { getEnv } from './env'
import { oauthAppsOf } from './oauth/mail-apps'
import type { MailProvider, OAuthApp } from './oauth/types'

/** What a request of the web may touch besides the database: a page must not pull the mail parser into its bundle. */
export interface WebPorts {
  blobs: BlobStore
  /** To seal with. What opens is not in any bundle of the web. */
  sealingKeys: SealingKeys
  /** The operator's apps at mail providers: enough to send a browser there. */
  oauthApps: Partial<Record<MailProvider, OAuthApp>>
}

const holder = globalThis as typeof globalThis & { postinoWebPorts?: WebPorts }

/** One a process, however often Next evaluates this module. */
export function webPorts(): WebPorts {
  holder.postinoWebPorts ??= {
    blobs: createBlobStore(getEnv().BLOBS),
    sealingKeys: readSealingKeys(getEnv()),
    oauthApps: oauthAppsOf(getEnv()),
  }
  return holder.postinoWebPorts
}

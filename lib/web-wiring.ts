import { createBlobStore } from './adapters/blobs/create-blob-store'
import { createEgressPolicy } from './adapters/connect-out/egress-policy'
import { readSealingKeys } from './adapters/key-file/read-sealing-keys'
import { createRemotePictures } from './adapters/remote-pictures/create-remote-pictures'
import type { BlobStore } from './blobs/types'
import type { SealingKeys } from './credentials/types'
import { getEnv } from './env'
import { oauthAppsOf } from './oauth/mail-apps'
import type { MailProvider, OAuthApp } from './oauth/types'
import type { RemotePictures } from './pictures/types'

/** What a request of the web may touch besides the database: a page must not pull the mail parser into its bundle. */
export interface WebPorts {
  blobs: BlobStore
  /** To seal with. What opens is not in any bundle of the web. */
  sealingKeys: SealingKeys
  /** The operator's apps at mail providers: enough to send a browser there. */
  oauthApps: Partial<Record<MailProvider, OAuthApp>>
  /** What a mail wants loaded once its reader agrees: the one thing that the web gets from outside. */
  remotePictures: RemotePictures
}

const holder = globalThis as typeof globalThis & { postinoWebPorts?: WebPorts }

/** One a process, however often Next evaluates this module. */
export function webPorts(): WebPorts {
  holder.postinoWebPorts ??= {
    blobs: createBlobStore(getEnv().BLOBS),
    sealingKeys: readSealingKeys(getEnv()),
    oauthApps: oauthAppsOf(getEnv()),
    // The operator's exceptions are for hosts that tenants name. Whoever writes a mail gets none.
    remotePictures: createRemotePictures(createEgressPolicy({ ...getEnv(), EGRESS_ALLOW: '' })),
  }
  return holder.postinoWebPorts
}

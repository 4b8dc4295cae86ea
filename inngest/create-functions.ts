import type { Inngest } from 'inngest'
import type { Wiring } from '@/lib/wiring'
import { collectBlobs } from './functions/collect-blobs'
import { deliverDueMails } from './functions/deliver-due-mails'
import { exchangeOAuthCode } from './functions/exchange-oauth-code'
import { findBlobsToCollect } from './functions/find-blobs-to-collect'
import { ingestStoredMails } from './functions/ingest-stored-mails'
import { runChannelTest } from './functions/run-channel-test'

/** All background work, the same for the embedded executor and for an Inngest server. */
export const createFunctions = (inngest: Inngest, wiring: Wiring) => [
  ingestStoredMails(inngest, wiring),
  deliverDueMails(inngest, wiring),
  findBlobsToCollect(inngest),
  collectBlobs(inngest, wiring),
  runChannelTest(inngest, wiring),
  exchangeOAuthCode(inngest, wiring),
]

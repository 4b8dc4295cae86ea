import type { Inngest } from 'inngest'
import { collectUnreferencedBlobs } from '@/lib/blobs/collect-blobs'
import { systemScope } from '@/lib/tenancy/scope'
import type { Wiring } from '@/lib/wiring'
import { blobsDue } from '../events'
import { runOperation } from '../run-operation'

/** Removes the blobs of a tenant that no row names any more. */
export const collectBlobs = (inngest: Inngest, wiring: Wiring) =>
  inngest.createFunction(
    {
      id: 'collect-blobs',
      triggers: [blobsDue],
      concurrency: { limit: 1, key: 'event.data.tenantId' },
      retries: 3,
    },
    async ({ event, step }) => {
      const scope = systemScope(event.data.tenantId, 'collect-blobs')
      await step.run('collect', () => runOperation(() => collectUnreferencedBlobs(scope, wiring)))
    },
  )

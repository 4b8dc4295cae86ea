import type { Inngest } from 'inngest'
import { now } from '@/lib/clock'
import { ingestStoredMails as ingest } from '@/lib/ingest/ingest-stored-mails'
import { ingestSettings } from '@/lib/ingest/settings'
import { systemScope } from '@/lib/tenancy/scope'
import type { Wiring } from '@/lib/wiring'
import { mailStored } from '../events'
import { runOperation } from '../run-operation'

const maxBatches = 200
/** The process that keeps a mail looks at it at once. What is older has waited for somebody else. */
const keptBeforeMs = 1_000

/** Mail waits in a tenant: brings it to outcomes, 50 a step. The claim in the database is the truth; this only wakes. */
export const ingestStoredMails = (inngest: Inngest, wiring: Wiring) =>
  inngest.createFunction(
    {
      id: 'ingest-stored-mails',
      triggers: [mailStored],
      concurrency: { limit: 1, key: 'event.data.tenantId' },
      retries: 5,
    },
    async ({ event, step }) => {
      const scope = systemScope(event.data.tenantId, 'ingest')
      let taken = 0
      for (let batch = 0; batch < maxBatches; batch++) {
        const done = await step.run(`batch-${batch}`, () =>
          runOperation(() => ingest(scope, wiring.ingest, ingestSettings(), now, { keptBeforeMs })),
        )
        taken += done.taken
        if (!done.hasMore) break
      }
      return { taken }
    },
  )

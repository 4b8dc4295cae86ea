import type { Inngest } from 'inngest'
import { deliverDueMails as deliver } from '@/lib/outbound/deliver-due-mails'
import { systemScope } from '@/lib/tenancy/scope'
import type { Wiring } from '@/lib/wiring'
import { outboundQueued } from '../events'
import { runOperation } from '../run-operation'

const maxBatches = 100

/** Mail is to leave: one attempt for each that is due. Later attempts are found by the worker when they are due. */
export const deliverDueMails = (inngest: Inngest, wiring: Wiring) =>
  inngest.createFunction(
    {
      id: 'deliver-due-mails',
      triggers: [outboundQueued],
      concurrency: { limit: 2, key: 'event.data.tenantId' },
      retries: 3,
    },
    async ({ event, step }) => {
      const scope = systemScope(event.data.tenantId, 'deliver')
      for (let batch = 0; batch < maxBatches; batch++) {
        const { hasMore } = await step.run(`batch-${batch}`, () =>
          runOperation(() => deliver(scope, wiring.outbound)),
        )
        if (!hasMore) break
      }
    },
  )

import type { Inngest } from 'inngest'
import { deliverOutboundMail as deliver } from '@/lib/outbound/deliver-outbound-mail'
import { systemScope } from '@/lib/tenancy/scope'
import type { Wiring } from '@/lib/wiring'
import { outboundQueued } from '../events'
import { runOperation } from '../run-operation'

/** A mail is ready to leave: one attempt. Later attempts are found by the worker's sweep when they are due. */
export const deliverOutboundMail = (inngest: Inngest, wiring: Wiring) =>
  inngest.createFunction(
    {
      id: 'deliver-outbound-mail',
      triggers: [outboundQueued],
      concurrency: { limit: 4, key: 'event.data.tenantId' },
      retries: 3,
    },
    async ({ event, step }) => {
      const { tenantId, outboundMailId } = event.data
      await step.run('attempt', () =>
        runOperation(() => deliver(systemScope(tenantId, 'deliver'), { outboundMailId }, wiring.outbound)),
      )
    },
  )

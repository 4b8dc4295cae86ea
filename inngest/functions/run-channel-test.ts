import type { Inngest } from 'inngest'
import { runChannelTest as run } from '@/lib/channels/run-channel-test'
import { systemScope } from '@/lib/tenancy/scope'
import type { Wiring } from '@/lib/wiring'
import { channelTestRequested } from '../events'
import { runOperation } from '../run-operation'

/** An administrator waits for the answer: can this channel send? */
export const runChannelTest = (inngest: Inngest, wiring: Wiring) =>
  inngest.createFunction(
    {
      id: 'run-channel-test',
      triggers: [channelTestRequested],
      concurrency: { limit: 2, key: 'event.data.tenantId' },
      retries: 2,
    },
    async ({ event, step }) => {
      const { tenantId, channelTestId } = event.data
      await step.run('test', () =>
        runOperation(() => run(systemScope(tenantId, 'channel-test'), { channelTestId }, wiring.outbound)),
      )
    },
  )

import type { Inngest } from 'inngest'
import { listTenants } from '@/lib/tenancy/list-tenants'
import { blobsDue } from '../events'
import { runOperation } from '../run-operation'

/** Every night: one collection a tenant. Finds and fans out, nothing else. */
export const findBlobsToCollect = (inngest: Inngest) =>
  inngest.createFunction(
    { id: 'find-blobs-to-collect', triggers: [{ cron: '17 3 * * *' }], retries: 3 },
    async ({ step, runId }) => {
      const tenantIds = await step.run('tenants', () => runOperation(listTenants))
      if (tenantIds.length === 0) return
      await step.sendEvent(
        'fan-out',
        tenantIds.map((tenantId) => blobsDue.create({ tenantId }, { id: `${runId}-${tenantId}` })),
      )
    },
  )

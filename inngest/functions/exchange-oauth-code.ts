import type { Inngest } from 'inngest'
import { exchangeOAuthCode as exchange } from '@/lib/oauth/exchange-oauth-code'
import { systemScope } from '@/lib/tenancy/scope'
import type { Wiring } from '@/lib/wiring'
import { oauthCodeReceived } from '../events'
import { runOperation } from '../run-operation'

/** A consent came back: its code becomes a login, and mailbox and way out are set up with it. */
export const exchangeOAuthCode = (inngest: Inngest, wiring: Wiring) =>
  inngest.createFunction(
    {
      id: 'exchange-oauth-code',
      triggers: [oauthCodeReceived],
      concurrency: { limit: 2, key: 'event.data.tenantId' },
      retries: 3,
    },
    async ({ event, step }) => {
      const { tenantId, oauthRequestId } = event.data
      await step.run('exchange', () =>
        runOperation(() => exchange(systemScope(tenantId, 'oauth'), { oauthRequestId }, wiring.oauth)),
      )
    },
  )

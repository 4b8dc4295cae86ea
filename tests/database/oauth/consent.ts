import { createGuardedFetch } from '@/lib/adapters/connect-out/guarded-fetch'
import { createOAuthClient } from '@/lib/adapters/oauth/create-oauth-client'
import { parseEnv } from '@/lib/env'
import { exchangeOAuthCode } from '@/lib/oauth/exchange-oauth-code'
import { OAuthAnswerInput, StartOAuthInput } from '@/lib/oauth/inputs'
import { mailServersOf, oauthAppsOf } from '@/lib/oauth/mail-apps'
import { receiveOAuthAnswer } from '@/lib/oauth/receive-oauth-answer'
import { startOAuth } from '@/lib/oauth/start-oauth'
import { systemScope } from '@/lib/tenancy/scope'
import { egressTo } from '../../support/egress'
import { testEnv } from '../../support/env'
import type { IdentityProvider } from '../../support/identity-provider'
import type { TenantWorld } from '../../support/world'
import { keys } from '../mailboxes/mailbox-world'

/** The whole way of a consent for an address, as the owner's browser and a worker go it. */
export async function consentAt(
  provider: IdentityProvider,
  tenant: TenantWorld,
  address: string,
): Promise<void> {
  const env = parseEnv({ ...testEnv, ...provider.env })
  const tokens = createOAuthClient(env, createGuardedFetch(egressTo(provider.port)))
  const web = { sealingKeys: keys, oauthApps: oauthAppsOf(env) }
  const input = StartOAuthInput.parse({ provider: 'microsoft', address })
  const { url } = await startOAuth(tenant.owner, input, web)
  const back = await provider.consent(url)
  const answer = OAuthAnswerInput.parse({ provider: 'microsoft', ...Object.fromEntries(back.searchParams) })
  const { oauthRequestId } = await receiveOAuthAnswer(tenant.owner, answer, web)
  await exchangeOAuthCode(
    systemScope(tenant.tenantId, 'test'),
    { oauthRequestId },
    { keys, tokens, servers: mailServersOf(parseEnv(testEnv)) },
  )
}

import { agentRoute } from '@/app/_entrance/agent-route'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { OAuthAnswerInput } from '@/lib/oauth/inputs'
import { receiveOAuthAnswer } from '@/lib/oauth/receive-oauth-answer'

/** A provider's answer, brought by the browser that asked. What becomes of it is shown by the page it leads to. */
export const GET = agentRoute({
  perm: 'settings.change',
  input: OAuthAnswerInput,
  run: async (scope, input, ports) => {
    const { oauthRequestId } = await receiveOAuthAnswer(scope, input, ports)
    return `/t/${scope.tenant.slug}/settings/channels?consent=${oauthRequestId}`
  },
  respond: (location) =>
    new Response(null, {
      status: 303,
      headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
    }),
})

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }

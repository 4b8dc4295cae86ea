import { agentRoute } from '@/app/_entrance/agent-route'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { getOAuthRequest } from '@/lib/oauth/get-oauth-request'
import { GetOAuthRequestInput } from '@/lib/oauth/inputs'

export const GET = agentRoute({ perm: 'settings.read', input: GetOAuthRequestInput, run: getOAuthRequest })

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }

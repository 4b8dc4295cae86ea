import { agentRoute } from '@/app/_entrance/agent-route'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { NoInput } from '@/lib/access/inputs'
import { getInboxOverview } from '@/lib/tickets/inbox-overview'

export const GET = agentRoute({
  perm: 'ticket.read',
  input: NoInput,
  run: (scope) => getInboxOverview(scope),
})

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }

import { agentRead } from '@/app/_entrance/agent-read'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { NoInput } from '@/lib/access/inputs'
import { getInboxOverview } from '@/lib/tickets/inbox-overview'

export const GET = agentRead({ perm: 'ticket.read', input: NoInput, run: getInboxOverview })

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }

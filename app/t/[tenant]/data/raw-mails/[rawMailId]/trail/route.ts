import { agentRoute } from '@/app/_entrance/agent-route'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { getTrail } from '@/lib/tickets/get-trail'
import { GetTrailInput } from '@/lib/tickets/inputs'

export const GET = agentRoute({ perm: 'ticket.read', input: GetTrailInput, run: getTrail })

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }

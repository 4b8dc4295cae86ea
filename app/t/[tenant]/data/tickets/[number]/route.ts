import { agentRoute } from '@/app/_entrance/agent-route'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { getTicket } from '@/lib/tickets/get-ticket'
import { GetTicketInput } from '@/lib/tickets/inputs'

export const GET = agentRoute({ perm: 'ticket.read', input: GetTicketInput, run: getTicket })

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }

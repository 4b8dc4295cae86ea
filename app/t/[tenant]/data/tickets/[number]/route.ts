import { agentRead } from '@/app/_entrance/agent-read'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { getTicket } from '@/lib/tickets/get-ticket'
import { GetTicketInput } from '@/lib/tickets/inputs'

export const GET = agentRead({ perm: 'ticket.read', input: GetTicketInput, run: getTicket })

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }

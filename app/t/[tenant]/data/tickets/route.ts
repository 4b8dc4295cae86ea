import { agentRead } from '@/app/_entrance/agent-read'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { ListTicketsInput } from '@/lib/tickets/inputs'
import { listTickets } from '@/lib/tickets/list-tickets'

export const GET = agentRead({ perm: 'ticket.read', input: ListTicketsInput, run: listTickets })

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }

import { agentRoute } from '@/app/_entrance/agent-route'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { getMessageHtml } from '@/lib/tickets/get-message-html'
import { GetMessageInput } from '@/lib/tickets/inputs'

export const GET = agentRoute({ perm: 'ticket.read', input: GetMessageInput, run: getMessageHtml })

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }

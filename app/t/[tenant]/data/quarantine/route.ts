import { agentRoute } from '@/app/_entrance/agent-route'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { listQuarantine } from '@/lib/quarantine/list-quarantine'
import { ListQuarantineInput } from '@/lib/tickets/inputs'

export const GET = agentRoute({ perm: 'quarantine.read', input: ListQuarantineInput, run: listQuarantine })

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }

import { agentRoute } from '@/app/_entrance/agent-route'
import { openLiveStream, streamAnswer } from '@/app/_entrance/live-stream'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { NoInput } from '@/lib/access/inputs'

const perm = 'ticket.read'

export const GET = agentRoute({
  perm,
  input: NoInput,
  run: async (scope, _, { request }) =>
    openLiveStream(scope, perm, request.headers.has('last-event-id'), request.signal),
  respond: streamAnswer,
})

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }

import { agentRoute } from '@/app/_entrance/agent-route'
import { openLiveStream, streamAnswer } from '@/app/_entrance/live-stream'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { ListenInput } from '@/lib/live/inputs'

const perm = 'ticket.read'

export const GET = agentRoute({
  perm,
  input: ListenInput,
  run: async (scope, { since }, { request }) =>
    openLiveStream(
      scope,
      perm,
      {
        isReconnect: request.headers.has('last-event-id'),
        since: since === undefined ? null : new Date(since),
      },
      request.signal,
    ),
  respond: streamAnswer,
})

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }

import { apiRoute } from '@/app/_entrance/api-route'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { listMessagesOperation } from '@/lib/api/operations/messages'
import { toMessageAnswer } from '@/lib/api/to-answer'
import { listMessages } from '@/lib/tickets/list-messages'

export const GET = apiRoute(listMessagesOperation, async (scope, input) => {
  const { items, nextCursor } = await listMessages(scope, input)
  return { items: items.map(toMessageAnswer), nextCursor }
})

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }

import { apiRoute } from '@/app/_entrance/api-route'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { listQueuesOperation } from '@/lib/api/operations/choices'
import { listQueues } from '@/lib/tickets/list-choices'

export const GET = apiRoute(listQueuesOperation, async (scope) => ({
  items: await listQueues(scope),
  nextCursor: null,
}))

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }

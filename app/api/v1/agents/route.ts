import { apiRoute } from '@/app/_entrance/api-route'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { listAgentsOperation } from '@/lib/api/operations/choices'
import { listAgents } from '@/lib/tickets/list-choices'

export const GET = apiRoute(listAgentsOperation, async (scope) => ({
  items: await listAgents(scope),
  nextCursor: null,
}))

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }

import { apiRoute } from '@/app/_entrance/api-route'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { listStatesOperation } from '@/lib/api/operations/choices'
import { listTicketStates } from '@/lib/tickets/list-choices'

export const GET = apiRoute(listStatesOperation, async (scope) => ({
  items: await listTicketStates(scope),
  nextCursor: null,
}))

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }

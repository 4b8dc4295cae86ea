import { apiRoute } from '@/app/_entrance/api-route'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { listMailboxesOperation } from '@/lib/api/operations/choices'
import { listMailboxes } from '@/lib/tickets/list-choices'

export const GET = apiRoute(listMailboxesOperation, async (scope) => ({
  items: await listMailboxes(scope),
  nextCursor: null,
}))

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }

import { apiRoute } from '@/app/_entrance/api-route'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { changeTicketOperation, getTicketOperation } from '@/lib/api/operations/tickets'
import { toTicketAnswer } from '@/lib/api/to-answer'
import { changeTicket } from '@/lib/tickets/change-ticket'
import { getTicketItem } from '@/lib/tickets/get-ticket-item'

export const GET = apiRoute(getTicketOperation, async (scope, input) =>
  toTicketAnswer(await getTicketItem(scope, input)),
)

export const PATCH = apiRoute(changeTicketOperation, async (scope, input) =>
  toTicketAnswer(await changeTicket(scope, input)),
)

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }

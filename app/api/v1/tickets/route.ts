import { apiRoute } from '@/app/_entrance/api-route'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { createTicketOperation, listTicketsOperation } from '@/lib/api/operations/tickets'
import { toTicketAnswer } from '@/lib/api/to-answer'
import { toHtml } from '@/lib/api/written-html'
import { createTicket } from '@/lib/tickets/create-ticket'
import { listTickets } from '@/lib/tickets/list-tickets'

export const GET = apiRoute(listTicketsOperation, async (scope, input) => {
  const { items, nextCursor } = await listTickets(scope, input)
  return { items: items.map(toTicketAnswer), nextCursor }
})

export const POST = apiRoute(createTicketOperation, async (scope, input, { effectId }) => {
  const { subject, queueId, mailboxId, customerId, customerAddress = '', customerName } = input
  const requester = customerId ? { customerId } : { address: customerAddress, name: customerName }
  const ticket = { id: effectId, subject, html: toHtml(input), requester, queueId, mailboxId }
  return toTicketAnswer(await createTicket(scope, ticket))
})

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }

import { z } from 'zod'
import { CustomerId } from '@/lib/customers/inputs'
import { MembershipId, QueueId, StateId, TicketId } from '@/lib/tickets/inputs'
import { hasOneText, MailboxId, oneText, paging, writtenText } from '../fields'
import { defineOperation } from '../operation'
import { pageOf, TicketShape } from '../shapes'

export const listTicketsOperation = defineOperation({
  id: 'listTickets',
  method: 'GET',
  path: '/tickets',
  tag: 'Tickets',
  summary: 'List tickets',
  description: 'Newest message first. Ids that are not yours find nothing.',
  scope: 'tickets:read',
  input: z.strictObject({
    view: z
      .enum(['open', 'unassigned', 'unregistered', 'joins', 'closed', 'all'])
      .default('open')
      .describe('`unregistered`: from people whom nobody knows yet; `joins`: somebody asks to be let in.'),
    queueId: QueueId.optional().describe('Also finds tickets of other queues whose mails came there too.'),
    stateId: StateId.optional(),
    assigneeId: MembershipId.optional(),
    customerId: CustomerId.optional(),
    subject: z.string().trim().min(1).max(200).optional().describe('Words in the subject.'),
    ...paging,
  }),
  output: pageOf(TicketShape),
  status: 200,
  refusals: [],
})

export const getTicketOperation = defineOperation({
  id: 'getTicket',
  method: 'GET',
  path: '/tickets/{ticketId}',
  tag: 'Tickets',
  summary: 'Get a ticket',
  description:
    'A ticket that turned out to belong to another conversation is part of that one from then on: its id answers with ' +
    'the ticket it is part of, whose own id differs.',
  scope: 'tickets:read',
  input: z.strictObject({ ticketId: TicketId }),
  output: TicketShape,
  status: 200,
  refusals: ['not_found'],
})

export const createTicketOperation = defineOperation({
  id: 'createTicket',
  method: 'POST',
  path: '/tickets',
  tag: 'Tickets',
  summary: 'Create a ticket',
  description:
    'Writes down what a customer asked somewhere else. Nobody gets a confirmation. Name the customer by id or by ' +
    'address; an unknown address makes an unregistered customer.',
  scope: 'tickets:write',
  input: z
    .strictObject({
      subject: z.string().trim().min(1).max(300),
      ...writtenText,
      customerId: CustomerId.optional(),
      customerAddress: z
        .string()
        .min(3)
        .max(254)
        .optional()
        .describe('An e-mail address. This or `customerId`.'),
      customerName: z.string().trim().max(200).default('').describe('Goes with `customerAddress`.'),
      queueId: QueueId.optional(),
      mailboxId: MailboxId.optional(),
    })
    .refine(hasOneText, oneText)
    .refine((given) => (given.customerId === undefined) !== (given.customerAddress === undefined), {
      path: ['customerId'],
      message: 'Give either customerId or customerAddress.',
    }),
  output: TicketShape,
  status: 201,
  refusals: ['not_found', 'conflict'],
})

export const changeTicketOperation = defineOperation({
  id: 'changeTicket',
  method: 'PATCH',
  path: '/tickets/{ticketId}',
  tag: 'Tickets',
  summary: 'Change a ticket',
  description:
    'State, assignee and queue, together or one at a time. With `version`, only if nobody was faster.',
  scope: 'tickets:write',
  input: z
    .strictObject({
      ticketId: TicketId,
      stateId: StateId.optional(),
      assigneeId: MembershipId.nullable().optional(),
      queueId: QueueId.optional(),
      version: z.int().min(1).optional().describe('The version you read.'),
    })
    .refine(
      ({ stateId, assigneeId, queueId }) => [stateId, assigneeId, queueId].some((one) => one !== undefined),
      {
        path: ['stateId'],
        message: 'Say what shall change.',
      },
    ),
  output: TicketShape,
  status: 200,
  refusals: ['not_found', 'stale_version'],
})

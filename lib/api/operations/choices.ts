import { z } from 'zod'
import { defineOperation } from '../operation'
import { AgentShape, MailboxShape, pageOf, QueueShape, StateShape } from '../shapes'

const input = z.strictObject({})

export const listQueuesOperation = defineOperation({
  id: 'listQueues',
  method: 'GET',
  path: '/queues',
  tag: 'Queues',
  summary: 'List queues',
  scope: 'queues:read',
  input,
  output: pageOf(QueueShape),
  status: 200,
  refusals: [],
})

export const listStatesOperation = defineOperation({
  id: 'listStates',
  method: 'GET',
  path: '/states',
  tag: 'States',
  summary: 'List states',
  description: 'In your order.',
  scope: 'states:read',
  input,
  output: pageOf(StateShape),
  status: 200,
  refusals: [],
})

export const listMailboxesOperation = defineOperation({
  id: 'listMailboxes',
  method: 'GET',
  path: '/mailboxes',
  tag: 'Mailboxes',
  summary: 'List mailboxes',
  scope: 'mailboxes:read',
  input,
  output: pageOf(MailboxShape),
  status: 200,
  refusals: [],
})

export const listAgentsOperation = defineOperation({
  id: 'listAgents',
  method: 'GET',
  path: '/agents',
  tag: 'Agents',
  summary: 'List agents',
  description: 'For `as` and `assigneeId`. Only those who are active.',
  scope: 'tickets:read',
  input,
  output: pageOf(AgentShape),
  status: 200,
  refusals: [],
})

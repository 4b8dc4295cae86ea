import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '@/lib/ids'
import { addNote } from '@/lib/tickets/add-note'
import { assignTicket } from '@/lib/tickets/assign-ticket'
import { changeTicketState } from '@/lib/tickets/change-ticket-state'
import * as inputs from '@/lib/tickets/inputs'
import { moveTicket } from '@/lib/tickets/move-ticket'
import { temporaryBlobs } from '../../support/blobs'
import { testDatabase } from '../../support/database'
import { eventsOf, getTestTicket, insertTestTicket } from '../../support/tickets'
import { createWorld, type TenantWorld } from '../../support/world'

const database = testDatabase()
const blobs = temporaryBlobs()
let a: TenantWorld
let ticketId: string
let number: number

beforeAll(async () => {
  a = (await createWorld(database)).a
})

beforeEach(async () => {
  ;({ ticketId, number } = await insertTestTicket(a))
})

const state = (stateId: string) =>
  changeTicketState(a.agent, inputs.ChangeTicketStateInput.parse({ ticketId, stateId }))

describe('state', () => {
  test('closing ends the waiting and is in the history with both names', async () => {
    await state(a.states.closing)
    const ticket = await getTestTicket(a, number)
    expect([ticket.state.name, ticket.isUnanswered, ticket.version]).toEqual(['Closed', false, 2])
    expect(await eventsOf(a, number)).toEqual([['state_changed', 'Ada', { from: 'New', to: 'Closed' }]])
  })

  test('opened again, it is no longer closed', async () => {
    await state(a.states.closing)
    await state(a.states.working)
    const [row] = await database.query('SELECT closed_at FROM ticket WHERE id = $1', [ticketId])
    expect(row?.closed_at).toBeNull()
    expect((await eventsOf(a, number)).map(([action]) => action)).toEqual([
      'state_changed',
      'ticket_reopened',
    ])
  })

  test('the state it has changes nothing', async () => {
    await state(a.states.opening)
    expect((await getTestTicket(a, number)).version).toBe(1)
  })

  test('two at once both count', async () => {
    await Promise.all([state(a.states.working), state(a.states.waiting)])
    expect((await getTestTicket(a, number)).version).toBe(3)
  })
})

test('assigning and moving are in the history, in order', async () => {
  const assign = (assigneeId: string | null) =>
    assignTicket(a.agent, inputs.AssignTicketInput.parse({ ticketId, assigneeId }))
  await assign(a.owner.actor.membershipId)
  await moveTicket(a.agent, inputs.MoveTicketInput.parse({ ticketId, queueId: a.otherQueueId }))
  await assign(null)
  const ticket = await getTestTicket(a, number)
  expect([ticket.assignee, ticket.queue.name, ticket.version]).toEqual([null, 'Sales', 4])
  expect(await eventsOf(a, number)).toEqual([
    ['assigned', 'Ada', { from: null, to: 'Olive' }],
    ['queue_changed', 'Ada', { from: 'Support', to: 'Sales' }],
    ['assigned', 'Ada', { from: 'Olive', to: null }],
  ])
})

test('a deactivated agent gets no ticket', async () => {
  const membershipId = newId()
  await database.query(
    `INSERT INTO membership (id, tenant_id, user_id, role, display_name, deactivated_at)
     SELECT $1, $2, id, 'agent', 'Gone', now() FROM app_user WHERE email = 'owner@beta.test'`,
    [membershipId, a.tenantId],
  )
  const input = inputs.AssignTicketInput.parse({ ticketId, assigneeId: membershipId })
  await expect(assignTicket(a.agent, input)).rejects.toMatchObject({ code: 'not_found' })
})

test('a note is in the conversation, in no mail, moves nothing, and is written once', async () => {
  const input = inputs.AddNoteInput.parse({
    ticketId,
    html: '<p>Call <b>Luca</b></p>',
    idempotencyKey: crypto.randomUUID(),
  })
  await addNote(a.agent, input, { blobs })
  await addNote(a.agent, input, { blobs })
  const ticket = await getTestTicket(a, number)
  expect(ticket.entries).toMatchObject([
    {
      kind: 'message',
      messageKind: 'note',
      visibleText: 'Call Luca',
      author: { name: 'Ada', isAgent: true },
      delivery: null,
    },
  ])
  expect([ticket.isUnanswered, ticket.lastMessageAt, ticket.messageCount]).toEqual([
    true,
    '2026-11-20T09:00:00.000Z',
    2,
  ])
  expect(await database.query('SELECT id FROM outbound_mail WHERE ticket_id = $1', [ticketId])).toEqual([])
})

import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { changeTicketState } from '@/lib/tickets/change-ticket-state'
import { decideJoinRequest } from '@/lib/tickets/decide-join-request'
import { getTicket } from '@/lib/tickets/get-ticket'
import * as inputs from '@/lib/tickets/inputs'
import { testDatabase } from '../../support/database'
import { getTestTicket, insertTestTicket } from '../../support/tickets'
import { createWorld, type TenantWorld } from '../../support/world'

const database = testDatabase()
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

describe('a request to join', () => {
  let messageId: string
  let senderId: string

  beforeEach(async () => {
    messageId = newId()
    senderId = newId()
    await state(a.states.closing)
    await withTenant(a.agent, async (db) => {
      await db.customer.create({ data: { id: senderId, name: 'Luca' } })
      await db.message.create({
        data: {
          id: messageId,
          ticketId,
          kind: 'inbound',
          joinState: 'pending',
          customerId: senderId,
          fromName: 'Luca',
          fromAddress: 'luca@customer.example',
          subject: 'Re: Lamp',
          visibleText: 'It flickers here too.',
          messageIdHeader: `${messageId}@customer.example`,
          receivedAt: new Date('2026-11-20T10:00:00Z'),
        },
      })
      await db.messageKey.create({ data: { kind: 'content', key: messageId, messageId, ticketId } })
    })
  })

  const decide = (decision: string, tenant = a) =>
    decideJoinRequest(tenant.agent, inputs.DecideJoinRequestInput.parse({ messageId, decision }))

  test('accepted: his mail counts as any reply, and its id leads here', async () => {
    await decide('accept')
    const ticket = await getTestTicket(a, number)
    expect([ticket.state.phase, ticket.hasJoinRequest, ticket.isUnanswered]).toEqual(['opening', false, true])
    expect(ticket.excerpt).toBe('It flickers here too.')
    expect(ticket.replyPlan).toMatchObject({ ok: true, to: [{ address: 'luca@customer.example' }] })
    const keys = await database.query(
      `SELECT ticket_id FROM message_key WHERE kind = 'message_id' AND key = $1`,
      [`${messageId}@customer.example`],
    )
    expect(keys).toEqual([{ ticket_id: ticketId }])
    expect((await getTestTicket(a, number)).customer.id).toBe(a.customerId)
  })

  test('rejected: it stays and nothing waits for it', async () => {
    await decide('reject')
    const ticket = await getTestTicket(a, number)
    expect([ticket.state.phase, ticket.hasJoinRequest, ticket.isUnanswered]).toEqual([
      'closing',
      false,
      false,
    ])
    expect(ticket.entries.some((entry) => entry.kind === 'message' && entry.joinState === 'rejected')).toBe(
      true,
    )
  })

  test('split: a ticket of its own, linked, with everything that hung on the mail', async () => {
    await decide('split')
    const before = await getTestTicket(a, number)
    expect(before.entries.some((entry) => entry.kind === 'message' && entry.id === messageId)).toBe(false)
    const made = before.links[0]
    expect(made).toMatchObject({ kind: 'possibly_related', subject: 'Re: Lamp' })
    const ticket = await getTicket(a.agent, inputs.GetTicketInput.parse({ number: made?.number }))
    expect(ticket.requester.id).toBe(senderId)
    expect(ticket.isUnanswered).toBe(true)
    expect(ticket.entries.some((entry) => entry.kind === 'message' && entry.id === messageId)).toBe(true)
    const keys = await database.query('SELECT DISTINCT ticket_id FROM message_key WHERE message_id = $1', [
      messageId,
    ])
    expect(keys).toEqual([{ ticket_id: ticket.id }])
  })

  test('is decided once', async () => {
    const results = await Promise.allSettled([decide('accept'), decide('reject'), decide('split')])
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    await expect(decide('accept')).rejects.toThrow()
  })
})

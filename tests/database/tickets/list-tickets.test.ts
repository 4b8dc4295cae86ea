import { beforeAll, describe, expect, test } from 'vitest'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import type { AgentScope } from '@/lib/tenancy/scope'
import { getInboxOverview } from '@/lib/tickets/inbox-overview'
import { ListTicketsInput } from '@/lib/tickets/inputs'
import { listTickets } from '@/lib/tickets/list-tickets'
import { testDatabase } from '../../support/database'
import { createWorld, type TenantWorld, type World } from '../../support/world'

const database = testDatabase()
let world: World
let a: TenantWorld

const list = (scope: AgentScope, input: Record<string, unknown> = {}) =>
  listTickets(scope, ListTicketsInput.parse(input))
const numbers = async (input: Record<string, unknown> = {}, scope = a.agent) =>
  (await list(scope, input)).items.map((item) => item.number)

/** Tickets 2 to 13 of a tenant, an hour apart, the highest number newest. */
async function fill(tenant: TenantWorld): Promise<void> {
  await withTenant(tenant.agent, async (db) => {
    const stranger = newId()
    await db.customer.create({ data: { id: stranger, name: 'Stranger' } })
    for (let number = 2; number <= 13; number++) {
      await db.ticket.create({
        data: {
          id: newId(),
          number,
          subject: number === 5 ? '50% off? \\_nothing' : `Question ${number}`,
          stateId: number >= 12 ? tenant.states.closing : tenant.states.working,
          queueId: number % 2 === 0 ? tenant.queueId : tenant.otherQueueId,
          customerId: number === 7 ? stranger : tenant.customerId,
          assigneeId:
            number === 3
              ? tenant.agent.actor.membershipId
              : number === 4
                ? tenant.owner.actor.membershipId
                : null,
          mailboxId: tenant.mailboxId,
          lastMessageAt: new Date(Date.UTC(2026, 10, 20, 9 + number)),
        },
      })
    }
  })
}

beforeAll(async () => {
  world = await createWorld(database)
  a = world.a
  await fill(world.a)
  await fill(world.b)
})

describe('views', () => {
  test('open tickets, newest first', async () => {
    expect(await numbers()).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
  })

  test.each([
    ['all', [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]],
    ['closed', [13, 12]],
    ['mine', [3]],
    ['unassigned', [11, 10, 9, 8, 7, 6, 5, 2, 1]],
    ['unregistered', [7]],
    ['joins', []],
  ])('%s', async (view, expected) => {
    expect(await numbers({ view })).toEqual(expected)
  })

  test('a request to join shows its ticket, whatever its state', async () => {
    const id = newId()
    await withTenant(a.agent, (db) =>
      db.message.create({
        data: { id, ticketId: a.ticketId, kind: 'inbound', joinState: 'pending', receivedAt: new Date() },
      }),
    )
    expect(await numbers({ view: 'joins' })).toEqual([1])
    expect(await numbers({ view: 'joins' }, world.b.agent)).toEqual([])
    expect((await list(a.agent)).items.at(-1)?.hasJoinRequest).toBe(true)
    await withTenant(a.agent, (db) => db.message.delete({ where: { id } }))
  })
})

describe('filters', () => {
  test('queue and state narrow the view', async () => {
    expect(await numbers({ queueId: a.otherQueueId })).toEqual([11, 9, 7, 5, 3])
    expect(await numbers({ stateId: a.states.opening })).toEqual([1])
    expect(await numbers({ view: 'all', stateId: a.states.closing, queueId: a.queueId })).toEqual([12])
  })

  test('subject is found in any case, and its wildcards are letters', async () => {
    expect(await numbers({ subject: 'QUESTION 1', view: 'all' })).toEqual([13, 12, 11, 10])
    expect(await numbers({ subject: 'question 1', view: 'closed' })).toEqual([13, 12])
    expect(await numbers({ subject: 'question', view: 'mine' })).toEqual([3])
    expect(await numbers({ subject: '0% off' })).toEqual([5])
    expect(await numbers({ subject: '\\_n' })).toEqual([5])
    expect(await numbers({ subject: '%' })).toEqual([5])
  })

  test("another tenant's queue and state find nothing, as unknown ones do", async () => {
    for (const id of [world.b.queueId, newId()])
      expect(await numbers({ queueId: id, view: 'all' })).toEqual([])
    for (const id of [world.b.states.working, newId()])
      expect(await numbers({ stateId: id, view: 'all' })).toEqual([])
  })
})

describe('pages', () => {
  test.each([{}, { subject: 'question' }, { view: 'all' }, { view: 'unassigned', limit: 2 }])(
    'walking through %o meets every ticket once',
    async (filter) => {
      const whole = await numbers({ limit: 100, ...filter, ...('limit' in filter ? { limit: 100 } : {}) })
      const met: number[] = []
      let cursor: string | null = null
      do {
        const input: Record<string, unknown> = { limit: 3, ...filter, ...(cursor ? { cursor } : {}) }
        const page = await list(a.agent, input)
        met.push(...page.items.map((item) => item.number))
        cursor = page.nextCursor
      } while (cursor !== null && met.length < 100)
      expect(met).toEqual(whole)
    },
  )

  test.each(['x', 'MTIz', Buffer.from('1:not-a-uuid').toString('base64url'), "1';--"])(
    'a cursor that is not ours is refused: %s',
    async (cursor) => {
      await expect(list(a.agent, { cursor })).rejects.toMatchObject({ code: 'invalid_input' })
    },
  )
})

test('a list item says who, where and how it stands', async () => {
  const page = await list(a.agent, { stateId: a.states.opening })
  expect(page.items).toEqual([
    {
      id: a.ticketId,
      number: 1,
      subject: 'The printer does not print',
      excerpt: 'It only blinks.',
      requester: {
        id: a.customerId,
        name: 'Maria Customer',
        address: 'maria@customer.example',
        isRegistered: true,
      },
      queue: { id: a.queueId, name: 'Support', hue: 0 },
      state: { id: a.states.opening, name: 'New', hue: 0, phase: 'opening' },
      assignee: null,
      priority: 'normal',
      messageCount: 1,
      isUnanswered: true,
      hasJoinRequest: false,
      lastMessageAt: '2026-11-20T09:00:00.000Z',
      createdAt: expect.any(String),
      version: 1,
    },
  ])
})

describe('overview', () => {
  test('counts what the views list', async () => {
    const overview = await getInboxOverview(a.agent)
    expect(overview.views).toEqual({
      open: 11,
      mine: 1,
      unassigned: 9,
      unregistered: 1,
      joins: 0,
      closed: 2,
      all: 13,
    })
    expect(overview.queues.map((queue) => [queue.name, queue.openCount])).toEqual([
      ['Support', 6],
      ['Sales', 5],
    ])
  })

  test('offers the choices of this tenant alone', async () => {
    const overview = await getInboxOverview(a.agent)
    expect(overview.states.map((state) => state.id)).toEqual(Object.values(a.states))
    expect(overview.agents.map((agent) => agent.id).sort()).toEqual(
      [a.owner, a.agent, a.shared].map((scope) => scope.actor.membershipId).sort(),
    )
    expect(overview.me).toEqual({ id: a.agent.actor.membershipId, name: 'Ada' })
    expect(overview.quarantineCount).toBe(0)
  })

  test('stops counting at a thousand', async () => {
    await database.query(
      `INSERT INTO ticket (id, tenant_id, number, subject, state_id, queue_id, customer_id, mailbox_id, last_message_at)
       SELECT gen_random_uuid(), $1, 1000 + n, 'Many', $2, $3, $4, $5, now() FROM generate_series(1, 1200) n`,
      [world.b.tenantId, world.b.states.opening, world.b.queueId, world.b.customerId, world.b.mailboxId],
    )
    const overview = await getInboxOverview(world.b.agent)
    expect([overview.views.open, overview.views.closed, overview.queues[0]?.openCount]).toEqual([
      1_000, 2, 1_000,
    ])
  })
})

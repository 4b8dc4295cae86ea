import { beforeAll, expect, test } from 'vitest'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { appendToTicket } from '@/lib/tickets/changes'
import { insertMessage, type NewMessage } from '@/lib/tickets/insert-messages'
import { insertTicket } from '@/lib/tickets/insert-tickets'
import { testDatabase } from '../../support/database'
import { getTestTicket, insertTestTicket } from '../../support/tickets'
import { createWorld, type TenantWorld, type World } from '../../support/world'

const database = testDatabase()
let world: World
let a: TenantWorld
beforeAll(async () => {
  world = await createWorld(database)
  a = world.a
})

const at = new Date('2026-11-21T10:00:00Z')

const newTicket = (tenant: TenantWorld, links: string[] = []) =>
  withTenant(tenant.agent, (db) =>
    insertTicket(db, {
      subject: 'Lamp',
      stateId: tenant.states.opening,
      queueId: tenant.queueId,
      ticketTypeId: null,
      managerId: null,
      customerId: tenant.customerId,
      organizationId: null,
      mailboxId: tenant.mailboxId,
      excerpt: '',
      isUnanswered: true,
      at,
      links: links.map((toTicketId) => ({ toTicketId, kind: 'possibly_related' })),
    }),
  )

const message = (ticketId: string, part: Partial<NewMessage> = {}): NewMessage => ({
  id: newId(),
  ticketId,
  kind: 'inbound',
  joinState: null,
  customerId: a.customerId,
  authorId: null,
  fromName: '',
  fromAddress: '',
  to: [],
  cc: [],
  replyTo: [],
  subject: '',
  visibleText: '',
  quotedText: '',
  signatureText: '',
  splitConfidence: 1,
  html: null,
  messageIdHeader: null,
  classification: 'human',
  flags: [],
  authentication: 'none',
  sentAt: null,
  receivedAt: at,
  keys: [],
  attachments: [],
  ...part,
})
const insert = (one: NewMessage, tenant = a) => withTenant(tenant.agent, (db) => insertMessage(db, one))

test('twenty tickets at once get twenty numbers in a row, each tenant its own', async () => {
  const made = await Promise.all([
    ...Array.from({ length: 20 }, () => newTicket(world.a)),
    ...Array.from({ length: 5 }, () => newTicket(world.b)),
  ])
  const sorted = (from: number, to: number) =>
    made
      .slice(from, to)
      .map((one) => one.number)
      .sort((x, y) => x - y)
  expect(sorted(0, 20)).toEqual(Array.from({ length: 20 }, (_, index) => index + 2))
  expect(sorted(20, 25)).toEqual([2, 3, 4, 5, 6])
})

test("a link to another tenant's ticket is refused by the database, and no ticket is made", async () => {
  const count = async () => (await database.query('SELECT id FROM ticket')).length
  const before = await count()
  await expect(newTicket(a, [world.b.ticketId])).rejects.toThrow()
  expect(await count()).toBe(before)
})

test('the same content twice is refused, and nothing of the second is kept', async () => {
  const { ticketId } = await insertTestTicket(a)
  const keys: NewMessage['keys'] = [{ kind: 'content', key: 'same-content' }]
  const results = await Promise.allSettled([
    insert(message(ticketId, { keys })),
    insert(message(ticketId, { keys })),
  ])
  expect(results.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(results.find((one) => one.status === 'rejected')).toMatchObject({
    reason: { code: 'stale_version' },
  })
  expect(await database.query('SELECT id FROM message WHERE ticket_id = $1', [ticketId])).toHaveLength(1)
})

test('the same content in another tenant is its own message', async () => {
  const mine = await insertTestTicket(world.a)
  const theirs = await insertTestTicket(world.b)
  const keys: NewMessage['keys'] = [{ kind: 'content', key: 'look-alike' }]
  await insert(message(mine.ticketId, { keys }))
  await insert(message(theirs.ticketId, { keys, customerId: world.b.customerId }), world.b)
  expect(await database.query(`SELECT 1 FROM message_key WHERE key = 'look-alike'`)).toHaveLength(2)
})

test('a Message-ID that leads to a ticket keeps leading there', async () => {
  const [first, second] = [await insertTestTicket(a), await insertTestTicket(a)]
  const keys: NewMessage['keys'] = [{ kind: 'message_id', key: 'twice@c.example' }]
  await insert(message(first.ticketId, { keys }))
  await insert(message(second.ticketId, { keys }))
  const rows = await database.query(`SELECT ticket_id FROM message_key WHERE key = 'twice@c.example'`)
  expect(rows).toEqual([{ ticket_id: first.ticketId }])
})

test('a ticket that changed since it was read is not appended to', async () => {
  const { ticketId, number } = await insertTestTicket(a)
  const append = (version: number) =>
    withTenant(a.agent, (db) =>
      appendToTicket(db, {
        ticketId,
        version,
        at,
        excerpt: 'More',
        reopenToStateId: a.states.opening,
        countsAsUnanswered: true,
        mailboxId: a.mailboxId,
        movesUp: true,
      }),
    )
  const results = await Promise.allSettled([append(1), append(1)])
  expect(results.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
  await expect(append(1)).rejects.toMatchObject({ code: 'stale_version' })
  expect((await getTestTicket(a, number)).messageCount).toBe(2)
})

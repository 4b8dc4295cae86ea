import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { newId } from '@/lib/ids'
import { testDatabase } from '../support/database'
import { eventsOf, insertTestMessage, insertTestTicket } from '../support/tickets'
import { createWorld, type World } from '../support/world'
import { ask, makeProgram, type Program } from './support/api'

process.env.BLOBS = `disk:${mkdtempSync(path.join(tmpdir(), 'postino-api-tickets-'))}`

const database = testDatabase()
let world: World
let program: Program

beforeAll(async () => {
  world = await createWorld(database)
  program = await makeProgram(world.a.owner)
})

const idsOf = (answer: { json: { items: { id: string }[] } }) => answer.json.items.map(({ id }) => id)
const membershipId = () => world.a.agent.actor.membershipId

test('pages of any size show every ticket once, newest first', async () => {
  const made: string[] = []
  for (let minute = 0; minute < 7; minute++)
    made.unshift(
      (await insertTestTicket(world.a, { receivedAt: new Date(Date.UTC(2026, 10, 21, 9, minute >> 1)) }))
        .ticketId,
    )
  const whole = idsOf(await ask(program, 'listTickets', { input: { view: 'all', limit: 100 } }))
  expect(new Set(whole)).toEqual(new Set([...made, world.a.ticketId]))
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await ask(program, 'listTickets', {
      input: { view: 'all', limit: 3, ...(cursor && { cursor }) },
    })
    seen.push(...idsOf(page))
    cursor = page.json.nextCursor ?? undefined
  } while (cursor !== undefined)
  expect(seen).toEqual(whole)
})

test('filters narrow: assignee, customer, queue, state, words of the subject, and all of them together', async () => {
  const made = await ask(program, 'createTicket', {
    input: {
      subject: 'Zebra crossing',
      text: 'Faded.',
      customerAddress: 'zoe@customer.example',
      customerName: 'Zoe',
    },
  })
  const ticketId = made.json.id
  await ask(program, 'changeTicket', {
    input: {
      ticketId,
      assigneeId: membershipId(),
      queueId: world.a.otherQueueId,
      stateId: world.a.states.working,
    },
  })
  const filters = {
    assigneeId: membershipId(),
    customerId: made.json.customer.id,
    queueId: world.a.otherQueueId,
    stateId: world.a.states.working,
    subject: 'zebra',
  }
  for (const filter of [...Object.entries(filters).map(([name, value]) => ({ [name]: value })), filters])
    expect(idsOf(await ask(program, 'listTickets', { input: filter })), JSON.stringify(filter)).toEqual([
      ticketId,
    ])
  const none = { ...filters, subject: 'zebras' }
  expect(idsOf(await ask(program, 'listTickets', { input: none }))).toEqual([])
})

test.each([
  { view: 'mine' },
  { view: ['open', 'all'] },
  { limit: 0 },
  { limit: 101 },
  { limit: -1 },
  { limit: '1e3' },
  { limit: 1.5 },
  { cursor: 'x' },
  { cursor: '%00' },
  { cursor: Buffer.from('1:1').toString('base64url') },
  { sort: 'tenant_id' },
  { queueId: 'x' },
  { queueId: ['a', 'b'] },
  { tenantId: 'x' },
  { subject: '' },
  { subject: 'a\u0000b' },
])('a query that is not as described is 400: %j', async (input) => {
  const answer = await ask(program, 'listTickets', { input })
  expect([answer.status, answer.json.code]).toEqual([400, 'invalid_input'])
})

test('a ticket made by a program is the customer’s, waits for an answer, and nobody gets a mail', async () => {
  const { status, json } = await ask(program, 'createTicket', {
    input: {
      subject: 'From the shop',
      html: '<p>My <b>order</b> is late.<script>x</script></p>',
      customerAddress: 'Nina@Customer.example',
      customerName: 'Nina',
      queueId: world.a.otherQueueId,
    },
  })
  expect(status).toBe(201)
  expect(json).toMatchObject({
    subject: 'From the shop',
    excerpt: 'My order is late.',
    isUnanswered: true,
    messageCount: 1,
    queue: { name: 'Sales' },
    state: { phase: 'opening' },
    customer: { name: 'Nina', address: 'Nina@customer.example', isRegistered: false },
  })
  expect(await database.query('SELECT 1 FROM outbound_mail WHERE ticket_id = $1', [json.id])).toEqual([])
  expect(await eventsOf(world.a, json.number)).toEqual([['ticket_created', 'Shop', {}]])
  const events = await database.query(`SELECT data FROM outbox WHERE name = 'ticket/created'`)
  expect(events).toContainEqual({ data: { tenantId: world.a.tenantId, ticketIds: [json.id] } })
  const messages = await ask(program, 'listMessages', { input: { ticketId: json.id } })
  expect(messages.json.items).toMatchObject([
    { kind: 'inbound', text: 'My order is late.', author: { isAgent: false } },
  ])
})

test('an address that somebody has makes his ticket, not another customer', async () => {
  const { json } = await ask(program, 'createTicket', {
    input: { subject: 'Known', text: 'Hello', customerAddress: world.a.customerAddress.toUpperCase() },
  })
  expect(json.customer).toMatchObject({ id: world.a.customerId, isRegistered: true })
})

test('a reply to a ticket that a program made goes to its customer', async () => {
  const made = await ask(program, 'createTicket', {
    input: { subject: 'Call back', text: 'Please call.', customerAddress: 'call@customer.example' },
  })
  const sent = await ask(program, 'createReply', {
    input: { ticketId: made.json.id, as: membershipId(), text: 'We will.' },
  })
  expect(sent.status).toBe(201)
  const [row] = await database.query('SELECT recipients FROM outbound_mail WHERE id = $1', [
    sent.json.outboundMailId,
  ])
  expect(row?.recipients).toMatchObject([{ address: 'call@customer.example' }])
})

test.each([
  {},
  { subject: 'x', text: 'x' },
  { subject: 'x', text: 'x', html: 'x', customerAddress: 'a@b.example' },
  { subject: '', text: 'x', customerAddress: 'a@b.example' },
  { subject: ['x'], text: 'x', customerAddress: 'a@b.example' },
  { subject: 'x', text: '', customerAddress: 'a@b.example' },
  { subject: 'x', html: '<p> </p>', customerAddress: 'a@b.example' },
  { subject: 'x', text: 'x', customerAddress: 'not an address' },
  { subject: 'x', text: 'x', customerAddress: 'a@b.example\r\nBcc: c@d.example' },
  { subject: 'x', text: 'x', customerAddress: { not: '' } },
  { subject: 'x', text: 'a\ud800b', customerAddress: 'a@b.example' },
  { subject: 'x', text: 'x', customerAddress: 'a@b.example', number: 7 },
  { subject: 'x', text: 'x', customerAddress: 'a@b.example', tenantId: newId() },
  { subject: 'x', text: 'x', customerAddress: 'a@b.example', createdAt: '2020-01-01T00:00:00Z' },
])('a ticket that is not as described is 400 and makes nothing: %j', async (input) => {
  const before = await database.query('SELECT count(*) FROM ticket')
  const answer = await ask(program, 'createTicket', { input })
  expect([answer.status, answer.json.code]).toEqual([400, 'invalid_input'])
  expect(await database.query('SELECT count(*) FROM ticket')).toEqual(before)
})

test('state, assignee and queue change together, and the history names the key', async () => {
  const { ticketId, number } = await insertTestTicket(world.a)
  const { status, json } = await ask(program, 'changeTicket', {
    input: {
      ticketId,
      stateId: world.a.states.closing,
      assigneeId: membershipId(),
      queueId: world.a.otherQueueId,
      version: 1,
    },
  })
  expect(status).toBe(200)
  expect(json).toMatchObject({
    version: 2,
    state: { phase: 'closing' },
    assignee: { name: 'Ada' },
    queue: { name: 'Sales' },
    isUnanswered: false,
  })
  expect(await eventsOf(world.a, number)).toEqual([
    ['state_changed', 'Shop', { from: 'New', to: 'Closed' }],
    ['assigned', 'Shop', { from: null, to: 'Ada' }],
    ['queue_changed', 'Shop', { from: 'Support', to: 'Sales' }],
  ])
  const nobody = await ask(program, 'changeTicket', { input: { ticketId, assigneeId: null } })
  expect([nobody.json.assignee, nobody.json.version]).toEqual([null, 3])
  const same = await ask(program, 'changeTicket', { input: { ticketId, assigneeId: null } })
  expect(same.json.version).toBe(3)
})

test('a version that is no longer the ticket’s is 409, and nothing changes', async () => {
  const { ticketId } = await insertTestTicket(world.a)
  const answer = await ask(program, 'changeTicket', {
    input: { ticketId, stateId: world.a.states.waiting, version: 7 },
  })
  expect([answer.status, answer.json.code]).toEqual([409, 'stale_version'])
  expect((await ask(program, 'getTicket', { input: { ticketId } })).json.state.phase).toBe('opening')
})

test('one id of nobody among several leaves the whole ticket as it was', async () => {
  const { ticketId } = await insertTestTicket(world.a)
  const answer = await ask(program, 'changeTicket', {
    input: { ticketId, stateId: world.a.states.waiting, queueId: newId() },
  })
  expect(answer.status).toBe(404)
  expect((await ask(program, 'getTicket', { input: { ticketId } })).json).toMatchObject({ version: 1 })
})

test.each([
  {},
  { version: 1 },
  { stateId: null },
  { queueId: null },
  { subject: 'x' },
  { isUnanswered: false },
])('a change that is not as described is 400: %j', async (change) => {
  const answer = await ask(program, 'changeTicket', { input: { ticketId: world.a.ticketId, ...change } })
  expect(answer.status).toBe(400)
})

test('a reply is the agent’s whom the program names: mail, message, assignee and history', async () => {
  const { ticketId, number } = await insertTestTicket(world.a)
  await insertTestMessage(world.a, ticketId)
  const upload = await ask(program, 'createUpload', { body: 'price list', input: { fileName: 'prices.txt' } })
  const sent = await ask(program, 'createReply', {
    input: {
      ticketId,
      as: membershipId(),
      html: '<p>Here <b>they</b> are.</p>',
      uploads: [upload.json.token],
      stateId: world.a.states.waiting,
    },
  })
  expect(sent.status).toBe(201)
  const { json } = await ask(program, 'listMessages', { input: { ticketId } })
  expect(json.items[0]).toMatchObject({
    id: sent.json.messageId,
    kind: 'reply',
    author: { name: 'Ada', isAgent: true },
    text: 'Here they are.',
    to: [{ address: world.a.customerAddress }],
    attachments: [{ fileName: 'prices.txt', sizeBytes: 10 }],
    delivery: { state: 'pending' },
  })
  const ticket = await ask(program, 'getTicket', { input: { ticketId } })
  expect(ticket.json).toMatchObject({
    isUnanswered: false,
    assignee: { name: 'Ada' },
    state: { phase: 'waiting' },
  })
  expect(await eventsOf(world.a, number)).toEqual([
    ['state_changed', 'Shop', { from: 'New', to: 'Waiting' }],
    ['assigned', 'Shop', { from: null, to: 'Ada' }],
  ])
  const file = await ask(program, 'getAttachment', {
    input: { attachmentId: json.items[0].attachments[0].id },
  })
  expect([file.status, file.text, file.headers.get('content-disposition')]).toEqual([
    200,
    'price list',
    'attachment; filename="prices.txt"',
  ])
})

test('a note is seen by agents only: no mail, and the ticket waits on', async () => {
  const { ticketId } = await insertTestTicket(world.a)
  const note = await ask(program, 'createNote', {
    input: { ticketId, as: membershipId(), text: 'Paid by card.' },
  })
  expect(note.status).toBe(201)
  const { json } = await ask(program, 'listMessages', { input: { ticketId } })
  expect(json.items).toMatchObject([
    { id: note.json.messageId, kind: 'note', text: 'Paid by card.', delivery: null },
  ])
  expect(await database.query('SELECT 1 FROM outbound_mail WHERE ticket_id = $1', [ticketId])).toEqual([])
})

test('nobody is written for who is no active agent here', async () => {
  await database.query('UPDATE membership SET deactivated_at = now() WHERE id = $1', [
    world.a.shared.actor.membershipId,
  ])
  for (const as of [world.a.shared.actor.membershipId, world.b.agent.actor.membershipId, newId()])
    for (const id of ['createReply', 'createNote']) {
      const answer = await ask(program, id, { input: { ticketId: world.a.ticketId, as, text: 'x' } })
      expect([answer.status, answer.json.code], id).toEqual([404, 'not_found'])
    }
})

test('a customer who wrote meanwhile is read first: 409', async () => {
  const { ticketId } = await insertTestTicket(world.a)
  const seen = await insertTestMessage(world.a, ticketId)
  await insertTestMessage(world.a, ticketId, { receivedAt: new Date('2026-11-20T09:05:00Z') })
  const answer = await ask(program, 'createReply', {
    input: { ticketId, as: membershipId(), text: 'x', lastSeenMessageId: seen },
  })
  expect([answer.status, answer.json.code]).toEqual([409, 'conflict'])
})

test('messages come in pages too', async () => {
  const { ticketId } = await insertTestTicket(world.a)
  const ids: string[] = []
  for (let minute = 0; minute < 5; minute++)
    ids.unshift(
      await insertTestMessage(world.a, ticketId, {
        receivedAt: new Date(Date.UTC(2026, 10, 20, 9, minute >> 1)),
      }),
    )
  const first = await ask(program, 'listMessages', { input: { ticketId, limit: 2 } })
  const second = await ask(program, 'listMessages', {
    input: { ticketId, limit: 100, cursor: first.json.nextCursor },
  })
  const seen = [...idsOf(first), ...idsOf(second)]
  expect(seen).toHaveLength(5)
  expect(new Set(seen)).toEqual(new Set(ids))
  expect(second.json.nextCursor).toBeNull()
})

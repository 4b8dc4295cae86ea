import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { forgetRequests } from '@/lib/api/forget-requests'
import { newId } from '@/lib/ids'
import { testDatabase } from '../support/database'
import { insertTestMessage, insertTestTicket } from '../support/tickets'
import { createWorld, type World } from '../support/world'
import { ask, makeProgram, type Program } from './support/api'

process.env.BLOBS = `disk:${mkdtempSync(path.join(tmpdir(), 'postino-api-keys-'))}`

const database = testDatabase()
let world: World
let program: Program

beforeAll(async () => {
  world = await createWorld(database)
  program = await makeProgram(world.a.owner)
})

async function ticketToAnswer(): Promise<string> {
  const { ticketId } = await insertTestTicket(world.a)
  await insertTestMessage(world.a, ticketId)
  return ticketId
}

const countOf = async (sql: string, values: unknown[]): Promise<number> =>
  Number((await database.query(`SELECT count(*) AS n FROM ${sql}`, values))[0]?.n)

test('50 equal requests at once are one reply, and all 50 are told of it', async () => {
  const ticketId = await ticketToAnswer()
  const input = { ticketId, as: world.a.agent.actor.membershipId, text: 'We are on it.' }
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => ask(program, 'createReply', { input, idempotencyKey: 'fifty' })),
  )
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
  expect(answers[0]?.status).toBe(201)
  expect(await countOf(`message WHERE ticket_id = $1 AND kind = 'reply'`, [ticketId])).toBe(1)
  expect(await countOf(`outbound_mail WHERE ticket_id = $1 AND kind = 'reply'`, [ticketId])).toBe(1)
})

test('50 equal requests at once are one ticket with one message', async () => {
  const input = { subject: 'Fifty at once', text: 'Help.', customerAddress: 'fifty@customer.example' }
  const answers = await Promise.all(
    Array.from({ length: 50 }, () =>
      ask(program, 'createTicket', { input, idempotencyKey: 'fifty-tickets' }),
    ),
  )
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
  expect(await countOf('ticket WHERE subject = $1', [input.subject])).toBe(1)
  expect(await countOf('message WHERE ticket_id = $1', [answers[0]?.json.id])).toBe(1)
})

test('a change that says which version it read goes through once, and all who sent it are told so', async () => {
  const { ticketId } = await insertTestTicket(world.a)
  const input = { ticketId, stateId: world.a.states.waiting, version: 1 }
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => ask(program, 'changeTicket', { input, idempotencyKey: 'versioned' })),
  )
  expect(answers.map(({ status, json }) => [status, json.version])).toEqual(answers.map(() => [200, 2]))
})

test('a later repetition is answered as the first, whatever happened since', async () => {
  const first = await ask(program, 'createOrganization', { input: { name: 'Once' }, idempotencyKey: 'later' })
  await ask(program, 'changeOrganization', { input: { organizationId: first.json.id, name: 'Renamed' } })
  const second = await ask(program, 'createOrganization', {
    input: { name: 'Once' },
    idempotencyKey: 'later',
  })
  expect([second.status, second.text]).toEqual([first.status, first.text])
})

test('the same key with other parameters, or for another operation, is 409 and does nothing', async () => {
  const idempotencyKey = 'mine'
  await ask(program, 'createOrganization', { input: { name: 'Mine' }, idempotencyKey })
  const before = await countOf('organization WHERE tenant_id = $1', [world.a.tenantId])
  for (const [id, input] of [
    ['createOrganization', { name: 'Other' }],
    ['createCustomer', { name: 'Mine', address: 'mine@customer.example' }],
    ['changeOrganization', { organizationId: world.a.organizationId, name: 'Mine' }],
  ] as const) {
    const answer = await ask(program, id, { input, idempotencyKey })
    expect([answer.status, answer.json.code], id).toEqual([409, 'idempotency_conflict'])
  }
  expect(await countOf('organization WHERE tenant_id = $1', [world.a.tenantId])).toBe(before)
})

test('two requests with the same key and different parameters at once: one goes through', async () => {
  const answers = await Promise.all(
    ['Left', 'Right'].map((name) =>
      ask(program, 'createOrganization', { input: { name }, idempotencyKey: 'left-or-right' }),
    ),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
})

test('the order of fields and defaults that are written out change nothing', async () => {
  const subject = 'Ordered'
  const one = { subject, text: 'a', customerId: world.a.customerId }
  const other = { customerName: '', customerId: world.a.customerId, text: 'a', subject }
  const first = await ask(program, 'createTicket', { input: one, idempotencyKey: 'order' })
  const second = await ask(program, 'createTicket', { input: other, idempotencyKey: 'order' })
  expect(second.text).toBe(first.text)
})

test('what was refused may be sent again with the same key', async () => {
  const { ticketId } = await insertTestTicket(world.a)
  const input = { ticketId, assigneeId: newId() }
  expect((await ask(program, 'changeTicket', { input, idempotencyKey: 'again' })).status).toBe(404)
  expect((await ask(program, 'changeTicket', { input, idempotencyKey: 'again' })).status).toBe(404)
  const organizationId = newId()
  const asked = { input: { organizationId, name: 'Here now' }, idempotencyKey: 'appears' }
  expect((await ask(program, 'changeOrganization', asked)).status).toBe(404)
  await database.query(`INSERT INTO organization (id, tenant_id, name) VALUES ($1, $2, 'New')`, [
    organizationId,
    world.a.tenantId,
  ])
  expect((await ask(program, 'changeOrganization', asked)).status).toBe(200)
})

test('a request whose process died is run again by its repetition, and finds the row it had made', async () => {
  const input = { subject: 'Crashed', text: 'Help.', customerId: world.a.customerId }
  const first = await ask(program, 'createTicket', { input, idempotencyKey: 'crashed' })
  // As the row stands when a process dies between the effect and the note of it.
  await database.query(
    `UPDATE idempotency_key SET status = NULL, body = NULL, claimed_until = now() - interval '1 second' WHERE key = 'crashed'`,
  )
  const second = await ask(program, 'createTicket', { input, idempotencyKey: 'crashed' })
  expect([second.status, second.json.id]).toEqual([201, first.json.id])
  expect(await countOf('ticket WHERE subject = $1', ['Crashed'])).toBe(1)
})

test('a reply whose process died is not sent twice', async () => {
  const ticketId = await ticketToAnswer()
  const input = { ticketId, as: world.a.agent.actor.membershipId, text: 'Once only.' }
  const first = await ask(program, 'createReply', { input, idempotencyKey: 'crashed-reply' })
  await database.query(
    `UPDATE idempotency_key SET status = NULL, body = NULL, claimed_until = now() - interval '1 second'
     WHERE key = 'crashed-reply'`,
  )
  const second = await ask(program, 'createReply', { input, idempotencyKey: 'crashed-reply' })
  expect(second.text).toBe(first.text)
  expect(await countOf(`outbound_mail WHERE ticket_id = $1`, [ticketId])).toBe(1)
})

test.each(['createOrganization', 'createCustomer', 'createTicket'])(
  '%s without a key is 400, and says which header is missing',
  async (id) => {
    const answer = await ask(program, id, { input: {}, idempotencyKey: null })
    expect([answer.status, Object.keys(answer.json.fields)]).toEqual([400, ['Idempotency-Key']])
  },
)

test.each(['', ' ', 'a b', 'x'.repeat(256), 'é'])('a key that is none is 400: %j', async (idempotencyKey) => {
  const answer = await ask(program, 'createOrganization', { input: { name: 'No key' }, idempotencyKey })
  expect(answer.status).toBe(400)
})

test('the same file twice under one key is one upload, another file under it is 409', async () => {
  const send = (body: string) => ask(program, 'createUpload', { body, idempotencyKey: 'file' })
  const first = await send('one')
  expect([first.status, first.json.sizeBytes]).toEqual([201, 3])
  expect((await send('one')).text).toBe(first.text)
  expect((await send('two')).status).toBe(409)
})

test('after a day a key is forgotten', async () => {
  await ask(program, 'createOrganization', { input: { name: 'Day' }, idempotencyKey: 'day' })
  await ask(program, 'createOrganization', { input: { name: 'Hour' }, idempotencyKey: 'hour' })
  await database.query(
    `UPDATE idempotency_key SET created_at = now() - interval '24 hours 1 second' WHERE key = 'day'`,
  )
  await database.query(
    `UPDATE idempotency_key SET created_at = now() - interval '23 hours 59 minutes' WHERE key = 'hour'`,
  )
  await forgetRequests()
  expect(await countOf(`idempotency_key WHERE key IN ('day', 'hour')`, [])).toBe(1)
})

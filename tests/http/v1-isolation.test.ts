import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { newId } from '@/lib/ids'
import { testDatabase } from '../support/database'
import { createWorld, type World } from '../support/world'
import { apiEntries, ask, makeProgram, type Program, seenOf } from './support/api'
import { addIsolationRows, type IdKind, type IsolationRows } from './support/isolation-rows'

process.env.BLOBS = `disk:${mkdtempSync(path.join(tmpdir(), 'postino-api-isolation-'))}`

const database = testDatabase()
let world: World
let own: IsolationRows
let foreign: IsolationRows
let program: Program
let before: string

beforeAll(async () => {
  world = await createWorld(database)
  own = await addIsolationRows(world.a, world.a.agent, newId(), { ticketNumber: 41, canary: 'CANARY-A' })
  foreign = await addIsolationRows(world.b, world.b.agent, newId(), { ticketNumber: 42, canary: 'CANARY-B' })
  program = await makeProgram(world.a.owner)
  before = await checksumOf(world.b.tenantId)
})

/** For every operation a request that goes through with one's own rows, every id it can name among them. */
const ownInputs: Record<string, (own: IsolationRows) => Record<string, unknown>> = {
  listTickets: ({ ids }) => ({
    view: 'all',
    queueId: ids.QueueId,
    stateId: ids.StateId,
    assigneeId: ids.MembershipId,
    customerId: ids.CustomerId,
  }),
  getTicket: ({ ids }) => ({ ticketId: ids.TicketId }),
  createTicket: ({ ids }) => ({
    subject: 'Lamp',
    text: 'It flickers.',
    customerId: ids.CustomerId,
    queueId: ids.QueueId,
    mailboxId: ids.MailboxId,
  }),
  changeTicket: ({ ids }) => ({
    ticketId: ids.TicketId,
    stateId: ids.StateId,
    assigneeId: ids.MembershipId,
    queueId: ids.QueueId,
  }),
  listMessages: ({ ids }) => ({ ticketId: ids.TicketId }),
  createReply: ({ ids }) => ({
    ticketId: ids.TicketId,
    as: ids.MembershipId,
    text: 'Hello.',
    stateId: ids.StateId,
    lastSeenMessageId: ids.MessageId,
  }),
  createNote: ({ ids }) => ({ ticketId: ids.TicketId, as: ids.MembershipId, text: 'Call him.' }),
  createUpload: () => ({}),
  getAttachment: ({ ids }) => ({ attachmentId: ids.AttachmentId }),
  listCustomers: ({ ids }) => ({ organizationId: ids.OrganizationId }),
  getCustomer: ({ ids }) => ({ customerId: ids.CustomerId }),
  createCustomer: ({ ids }) => ({
    name: 'Ugo',
    address: `${newId()}@customer.example`,
    organizationId: ids.OrganizationId,
  }),
  changeCustomer: ({ ids }) => ({ customerId: ids.CustomerId, organizationId: ids.OrganizationId }),
  listOrganizations: () => ({}),
  getOrganization: ({ ids }) => ({ organizationId: ids.OrganizationId }),
  createOrganization: () => ({ name: 'New Inc' }),
  changeOrganization: ({ ids }) => ({ organizationId: ids.OrganizationId, name: 'Renamed Inc' }),
  listQueues: () => ({}),
  listStates: () => ({}),
  listMailboxes: () => ({}),
  listAgents: () => ({}),
}

const inputOf = (id: string, rows = own): Record<string, unknown> => {
  const make = ownInputs[id]
  if (!make) throw new Error(`${id} has no request that goes through`)
  return make(rows)
}

test("another tenant's id in any field is answered byte for byte as an id of nobody", async () => {
  let foreignIds = 0
  for (const { operation, entry } of (await apiEntries()).values())
    for (const [field, kind] of Object.entries(entry.ids)) {
      const base = inputOf(operation.id)
      const theirs = await ask(program, operation.id, {
        input: { ...base, [field]: foreign.ids[kind as IdKind] },
      })
      const nobodys = await ask(program, operation.id, { input: { ...base, [field]: newId() } })
      expect(seenOf(theirs), `${operation.id}: ${field}`).toBe(seenOf(nobodys))
      const isFilter = operation.method === 'GET' && !operation.path.includes(`{${field}}`)
      expect([theirs.status, theirs.json?.items ?? []], `${operation.id}: ${field}`).toEqual([
        isFilter ? 200 : 404,
        [],
      ])
      foreignIds += 1
    }
  expect(foreignIds).toBeGreaterThan(25)
})

test('an id in another shape is refused as input', async () => {
  for (const { operation, entry } of (await apiEntries()).values()) {
    if (operation.method === 'GET') continue
    for (const [field, kind] of Object.entries(entry.ids)) {
      if (operation.path.includes(`{${field}}`)) continue
      const values = [{ not: '' }, { contains: '' }, [foreign.ids[kind as IdKind]], '', '__proto__', 1e308, 0]
      for (const value of values) {
        const answer = await ask(program, operation.id, {
          input: { ...inputOf(operation.id), [field]: value },
        })
        expect([answer.status, answer.json.code], `${operation.id}: ${field}`).toEqual([400, 'invalid_input'])
      }
    }
  }
})

test('a cursor of another tenant shows nothing of it', async () => {
  const theirs = await makeProgram(world.b.owner)
  for (const [id, input] of [
    ['listTickets', { view: 'all', limit: 1 }],
    ['listOrganizations', { limit: 1 }],
  ] as const) {
    const { nextCursor } = (await ask(theirs, id, { input })).json
    expect(nextCursor, id).toEqual(expect.any(String))
    const answer = await ask(program, id, { input: { ...input, limit: 100, cursor: nextCursor } })
    expect(answer.status, id).toBe(200)
    const ids = answer.json.items.map((item: { id: string }) => item.id)
    expect(ids).not.toContain(foreign.ids.TicketId)
    expect(answer.text).not.toContain('CANARY-B')
  }
})

test('an upload of another tenant goes into no reply and no note', async () => {
  const theirs = await makeProgram(world.b.owner)
  const { token } = (await ask(theirs, 'createUpload')).json
  for (const id of ['createReply', 'createNote']) {
    const answer = await ask(program, id, { input: { ...inputOf(id), uploads: [token] } })
    expect(answer.status, id).toBe(404)
  }
})

test('an idempotency key that another program used is a new one', async () => {
  const input = { name: 'Same key' }
  const idempotencyKey = 'the-very-same'
  const made = await Promise.all(
    [world.a.owner, world.a.owner].map(async (owner) =>
      ask(await makeProgram(owner), 'createOrganization', { input, idempotencyKey }),
    ),
  )
  expect(made.map(({ status }) => status)).toEqual([201, 201])
  expect(new Set(made.map(({ json }) => json.id)).size).toBe(2)
})

test('every list holds what is ours and nothing of anybody else’s', async () => {
  for (const { operation } of (await apiEntries()).values()) {
    if (operation.method !== 'GET' || operation.path.includes('{')) continue
    const answer = await ask(program, operation.id, {
      input: operation.id === 'listTickets' ? { view: 'all' } : {},
    })
    expect(answer.status).toBe(200)
    expect(answer.json.items.length, operation.id).toBeGreaterThan(0)
    expect(answer.text, operation.id).not.toContain('CANARY-B')
    // Ticket numbers are short enough to stand in any id.
    const foreignIds = Object.values(foreign.ids).filter((id) => typeof id === 'string')
    for (const id of [...foreignIds, world.b.queueId, world.b.tenantId])
      expect(answer.text, operation.id).not.toContain(id)
  }
})

test('and every operation does what it is for with rows of one’s own; nothing of the other tenant moved', async () => {
  for (const { operation } of (await apiEntries()).values()) {
    const answer = await ask(program, operation.id, { input: inputOf(operation.id) })
    expect(answer.status, `${operation.id}: ${answer.text.slice(0, 300)}`).toBe(operation.status)
  }

  expect(await checksumOf(world.b.tenantId)).toBe(before)
})

/** One number for what a tenant has, without the keys that these tests make for it. */
async function checksumOf(tenantId: string): Promise<string> {
  const tables = await database.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'tenant_id' ORDER BY 1`,
  )
  const sums = tables
    .filter(({ name }) => !['api_key', 'audit_entry', 'idempotency_key'].includes(name))
    .map(
      ({ name }) =>
        `SELECT '${name}' AS name, md5(string_agg(t::text, ',' ORDER BY t::text)) AS sum FROM "${name}" t WHERE tenant_id = $1`,
    )
  return JSON.stringify(await database.query(sums.join(' UNION ALL '), [tenantId]))
}

import { beforeAll, expect, test } from 'vitest'
import { newId } from '@/lib/ids'
import { testDatabase } from '../support/database'
import { createWorld, type World } from '../support/world'
import { ask, makeProgram, type Program } from './support/api'

const database = testDatabase()
let world: World
let program: Program

beforeAll(async () => {
  world = await createWorld(database)
  program = await makeProgram(world.a.owner)
})

test('a customer is made, found by address and organization, and changed', async () => {
  const made = await ask(program, 'createCustomer', {
    input: {
      name: 'Ugo Foscolo',
      address: 'Ugo@Customer.example',
      locale: 'it',
      organizationId: world.a.organizationId,
    },
  })
  expect(made.status).toBe(201)
  expect(made.json).toMatchObject({
    name: 'Ugo Foscolo',
    locale: 'it',
    isRegistered: true,
    addresses: [{ address: 'Ugo@customer.example', isPrimary: true }],
    organization: { name: 'Customer Inc' },
  })
  const { id } = made.json
  const found = await ask(program, 'listCustomers', { input: { address: 'UGO@customer.EXAMPLE' } })
  expect(found.json).toEqual({ items: [made.json], nextCursor: null })
  const colleagues = await ask(program, 'listCustomers', {
    input: { organizationId: world.a.organizationId },
  })
  expect(colleagues.json.items.map((one: { id: string }) => one.id)).toEqual([id, world.a.customerId])
  const changed = await ask(program, 'changeCustomer', {
    input: { customerId: id, name: 'Niccolò Ugo', organizationId: null },
  })
  expect(changed.json).toEqual({ ...made.json, name: 'Niccolò Ugo', organization: null })
  expect((await ask(program, 'getCustomer', { input: { customerId: id } })).json).toEqual(changed.json)
})

test('an address that a customer has is 409, and makes nobody; another tenant’s is free', async () => {
  const before = await database.query('SELECT count(*) FROM customer')
  const taken = await ask(program, 'createCustomer', {
    input: { name: 'Twin', address: world.a.customerAddress.toUpperCase() },
  })
  expect([taken.status, taken.json.code]).toEqual([409, 'conflict'])
  expect(await database.query('SELECT count(*) FROM customer')).toEqual(before)
  await database.query(
    `INSERT INTO customer_address (id, tenant_id, customer_id, address, address_key)
     VALUES ($1, $2, $3, 'free@customer.example', 'free@customer.example')`,
    [newId(), world.b.tenantId, world.b.customerId],
  )
  const free = await ask(program, 'createCustomer', {
    input: { name: 'Free', address: 'free@customer.example' },
  })
  expect(free.status).toBe(201)
})

test('50 programs at once that make the same customer make him once', async () => {
  const input = { name: 'Race', address: 'race@customer.example' }
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => ask(program, 'createCustomer', { input })),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...new Array<number>(49).fill(409)])
})

test.each([
  { name: 'No address' },
  { name: '', address: 'a@b.example' },
  { name: 'x', address: 'Name <a@b.example>' },
  { name: 'x', address: 'a@b' + '\u0000' },
  { name: 'x', address: 'a@b.example', locale: 'de' },
  { name: 'x', address: 'a@b.example', isRegistered: false },
  { name: 'x', address: ['a@b.example'] },
])('a customer that is not as described is 400: %j', async (input) => {
  const answer = await ask(program, 'createCustomer', { input })
  expect([answer.status, answer.json.code]).toEqual([400, 'invalid_input'])
})

test('a wildcard in an address finds nobody', async () => {
  const answer = await ask(program, 'listCustomers', { input: { address: '%@customer.example' } })
  expect(answer.json.items).toEqual([])
})

test('organizations are made, found by their whole name, renamed, and come in pages', async () => {
  const made = await ask(program, 'createOrganization', { input: { name: 'Rossi 100 %' } })
  expect([made.status, made.json.name, made.json.isHouse]).toEqual([201, 'Rossi 100 %', false])
  const found = await ask(program, 'listOrganizations', { input: { name: 'Rossi 100 %' } })
  expect(found.json.items).toEqual([made.json])
  expect((await ask(program, 'listOrganizations', { input: { name: 'Rossi%' } })).json.items).toEqual([])
  const renamed = await ask(program, 'changeOrganization', {
    input: { organizationId: made.json.id, name: 'Bianchi' },
  })
  expect(renamed.json).toEqual({ ...made.json, name: 'Bianchi' })
  const first = await ask(program, 'listOrganizations', { input: { limit: 2 } })
  const rest = await ask(program, 'listOrganizations', { input: { cursor: first.json.nextCursor } })
  const names = [...first.json.items, ...rest.json.items].map((one: { name: string }) => one.name)
  expect(names.sort()).toEqual(['Bianchi', 'Customer Inc', 'House'])
})

test('queues, states, mailboxes and agents are what the tenant set up', async () => {
  const namesOf = async (id: string) =>
    (await ask(program, id)).json.items.map((one: { name: string }) => one.name)
  expect(await namesOf('listQueues')).toEqual(['Support', 'Sales'])
  expect(await namesOf('listStates')).toEqual(['New', 'In progress', 'Waiting', 'Closed'])
  expect(await namesOf('listAgents')).toEqual(['Ada', 'Olive', 'Sam'])
  expect((await ask(program, 'listMailboxes')).json.items).toEqual([
    {
      id: world.a.mailboxId,
      name: 'Support',
      kind: 'forwarding',
      queueId: world.a.queueId,
      isPaused: false,
      addresses: [world.a.creationAddress],
    },
  ])
})

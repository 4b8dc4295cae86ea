import { beforeAll, expect, test } from 'vitest'
import { insertUnknownCustomer } from '@/lib/customers/changes'
import { withTenant } from '@/lib/db/with-tenant'
import { testDatabase } from '../../support/database'
import { createWorld, type TenantWorld, type World } from '../../support/world'

const database = testDatabase()
let world: World
beforeAll(async () => {
  world = await createWorld(database)
})

const insert = (tenant: TenantWorld, address: string | null, name = 'Luca') =>
  withTenant(tenant.agent, (db) => insertUnknownCustomer(db, { name, address, organizationId: null }))

test('ten first mails at once make one customer', async () => {
  const made = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      insert(world.a, index % 2 ? 'luca@c.example' : 'Luca@c.example'),
    ),
  )
  expect(new Set(made.map((one) => one.customerId)).size).toBe(1)
  const rows = await database.query(`SELECT registered_at FROM customer WHERE name = 'Luca'`)
  expect(rows).toEqual([{ registered_at: null }])
})

test('the same address in another tenant is another customer', async () => {
  const { customerId } = await insert(world.b, world.a.customerAddress)
  expect(customerId).toBe(world.b.customerId)
  const [mine, theirs] = [await insert(world.a, 'new@c.example'), await insert(world.b, 'new@c.example')]
  expect(mine.customerId).not.toBe(theirs.customerId)
})

test('without an address every mail is somebody of his own', async () => {
  const [first, second] = [await insert(world.a, null, 'Nobody'), await insert(world.a, null, 'Nobody')]
  expect(first.customerId).not.toBe(second.customerId)
})

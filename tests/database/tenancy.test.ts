import { beforeAll, describe, expect, test } from 'vitest'
import { systemClient } from '@/lib/db/client'
import { type TenantDb, withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { systemScope } from '@/lib/tenancy/scope'
import { testDatabase } from '../support/database'
import { connectAs, sqlStateOf } from '../support/sql'
import { createWorld, type World } from '../support/world'

const database = testDatabase()
let world: World
beforeAll(async () => {
  world = await createWorld(database)
})

const nobody = systemScope('', 'test')

describe('without a tenant', () => {
  test('reading finds nothing', async () => {
    const counts = await withTenant(nobody, async (db) => [
      await db.ticket.count(),
      await db.message.count(),
      await db.tenant.count(),
    ])
    expect(counts).toEqual([0, 0, 0])
  })

  test('writing is refused by the policy, not by chance', async () => {
    const app = await connectAs(database, 'app')
    try {
      const refused = sqlStateOf(
        app.query('INSERT INTO organization (id, tenant_id, name) VALUES ($1, $2, $3)', [
          newId(),
          world.a.tenantId,
          'x',
        ]),
      )
      expect(await refused).toBe('42501')
    } finally {
      await app.end()
    }
  })

  test('a connection that served a tenant before is as blind as a new one', async () => {
    const app = await connectAs(database, 'app')
    try {
      await app.query('BEGIN')
      await app.query(`SELECT set_config('app.tenant_id', $1, true)`, [world.a.tenantId])
      expect((await app.query('SELECT id FROM ticket')).rowCount).toBe(1)
      await app.query('COMMIT')
      // The setting reads '' now, not null: a bare cast to uuid would throw here.
      expect((await app.query('SELECT id FROM ticket')).rowCount).toBe(0)
    } finally {
      await app.end()
    }
  })
})

describe('inside one tenant', () => {
  test('an update without a filter touches its own rows only', async () => {
    await withTenant(world.a.owner, (db) => db.ticket.updateMany({ data: { excerpt: 'changed by A' } }))
    const rows = await database.query<{ tenant_id: string; excerpt: string }>(
      'SELECT tenant_id, excerpt FROM ticket',
    )
    expect(rows.filter((row) => row.excerpt === 'changed by A').map((row) => row.tenant_id)).toEqual([
      world.a.tenantId,
    ])
  })

  test('a row for another tenant is refused even when it is named', async () => {
    const wrong = withTenant(world.a.owner, (db) =>
      db.queue.create({
        data: { id: newId(), tenantId: world.b.tenantId, name: 'Smuggled', hue: 0, position: 9 },
      }),
    )
    await expect(wrong).rejects.toThrow(/row-level security|42501/)
  })

  test("a row cannot be moved into another tenant's hands", async () => {
    const wrong = withTenant(world.a.owner, (db) =>
      db.queue.updateMany({ where: { id: world.a.otherQueueId }, data: { tenantId: world.b.tenantId } }),
    )
    await expect(wrong).rejects.toThrow()
  })

  test("a child that points at another tenant's parent is refused by its foreign key", async () => {
    const wrong = withTenant(world.a.owner, (db) =>
      db.message.create({
        data: { id: newId(), ticketId: world.b.ticketId, kind: 'note', receivedAt: new Date() },
      }),
    )
    await expect(wrong).rejects.toThrow(/[Ff]oreign key/)
  })

  test("another tenant's ids are not found, with the same answer as ids that never were", async () => {
    const [foreign, unknown] = await withTenant(world.a.owner, async (db) => [
      await db.ticket.findFirst({ where: { id: world.b.ticketId } }),
      await db.ticket.findFirst({ where: { id: newId() } }),
    ])
    expect(foreign).toBeNull()
    expect(unknown).toBeNull()
  })

  test('deleting everything leaves the neighbour whole', async () => {
    await withTenant(world.a.owner, async (db) => {
      await db.messageKey.deleteMany()
      await expect(db.messageKey.count()).resolves.toBe(0)
    })
    expect(
      await database.query('SELECT key FROM message_key WHERE tenant_id = $1', [world.b.tenantId]),
    ).toHaveLength(1)
  })
})

describe('the transaction', () => {
  test('many tenants on a small pool never mix', async () => {
    const rounds = Array.from({ length: 120 }, (_, round) => (round % 2 === 0 ? world.a : world.b))
    const seen = await Promise.all(
      rounds.map((tenant) =>
        withTenant(tenant.agent, async (db) => {
          const before = await db.ticket.findMany({ select: { tenantId: true } })
          const after = await db.customer.findMany({ select: { tenantId: true } })
          return [...before, ...after].every((row) => row.tenantId === tenant.tenantId) && before.length === 1
        }),
      ),
    )
    expect(seen.every(Boolean)).toBe(true)
  })

  test('what a failed unit of work wrote is gone', async () => {
    const id = newId()
    const failed = withTenant(world.a.owner, async (db) => {
      await db.organization.create({ data: { id, name: 'Ghost' } })
      throw new Error('after the write')
    })
    await expect(failed).rejects.toThrow('after the write')
    expect(await database.query('SELECT id FROM organization WHERE id = $1', [id])).toEqual([])
  })

  test('a nested withTenant throws instead of waiting for its own connection', async () => {
    const nested = withTenant(world.a.owner, () => withTenant(world.a.owner, async () => 1))
    await expect(nested).rejects.toThrow(/inside withTenant/)
  })

  test('a handle that escaped its transaction can do nothing', async () => {
    let escaped: TenantDb | undefined
    await withTenant(world.a.owner, async (db) => {
      escaped = db
    })
    await expect(escaped?.ticket.count()).rejects.toThrow()
  })
})

describe('search', () => {
  const search = (db: TenantDb, needle: string) =>
    db.$queryRaw<{ id: string }[]>`
      SELECT id FROM postino_search_tickets(${needle}, NULL, NULL, NULL, false, false, false, NULL, NULL, 50)`

  test('finds by part of a word, and only what is ours', async () => {
    const found = await withTenant(world.b.agent, (db) => search(db, 'PRINT'))
    expect(found.map((row) => row.id)).toEqual([world.b.ticketId])
  })

  test('without a tenant it refuses', async () => {
    await expect(withTenant(nobody, (db) => search(db, 'print'))).rejects.toThrow(/no tenant|42501/)
  })

  test('the signs of LIKE are only signs', async () => {
    expect(await withTenant(world.a.agent, (db) => search(db, '%'))).toEqual([])
    expect(await withTenant(world.a.agent, (db) => search(db, 'pr_nter'))).toEqual([])
  })
})

describe('the roles', () => {
  test.each([
    ['app_user'],
    ['session'],
    ['user_identity'],
    ['installation'],
    ['worker_heartbeat'],
    ['rate_limit'],
  ])('the application role may not read %s', async (table) => {
    const app = await connectAs(database, 'app')
    try {
      expect(await sqlStateOf(app.query(`SELECT * FROM ${table}`))).toBe('42501')
    } finally {
      await app.end()
    }
  })

  test.each([
    ['message', 'visible_text'],
    ['message', 'html'],
    ['ticket', 'subject'],
    ['customer', 'name'],
    ['customer_address', 'address'],
    ['raw_mail', 'subject'],
    ['outbound_mail', 'recipients'],
    ['outbound_mime', 'bytes'],
    ['attachment', 'file_name'],
  ])('the system role may not read %s.%s', async (table, column) => {
    const system = await connectAs(database, 'system')
    try {
      expect(await sqlStateOf(system.query(`SELECT ${column} FROM ${table}`))).toBe('42501')
    } finally {
      await system.end()
    }
  })

  test.each([['app'], ['system'], ['executor']] as const)('%s is no owner and no superuser', async (role) => {
    const rows = await database.query(
      'SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = $1',
      [`postino_${role}`],
    )
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false }])
  })

  test('the application role can neither drop nor empty a table', async () => {
    const app = await connectAs(database, 'app')
    try {
      expect(await sqlStateOf(app.query('TRUNCATE ticket CASCADE'))).toBe('42501')
      expect(await sqlStateOf(app.query('DROP TABLE ticket CASCADE'))).toBe('42501')
      expect(await sqlStateOf(app.query('ALTER TABLE ticket DISABLE ROW LEVEL SECURITY'))).toBe('42501')
    } finally {
      await app.end()
    }
  })

  test('the system client reads through its grants what it needs', async () => {
    expect(await systemClient().tenant.count()).toBe(2)
  })
})

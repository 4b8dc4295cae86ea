import { beforeAll, expect, test } from 'vitest'
import { sqlPool } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { readTenant } from '@/lib/db/read-tenant'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { testDatabase } from '../support/database'
import { createWorld, type World } from '../support/world'

const database = testDatabase()
let world: World
beforeAll(async () => {
  world = await createWorld(database)
})

const scopeOf = (tenant: 'a' | 'b') => world[tenant].agent
const tenantsSeen = (tenant: 'a' | 'b') =>
  readTenant(
    scopeOf(tenant),
    (db) => db.$queryRaw<{ tenant_id: string }[]>`SELECT DISTINCT tenant_id FROM ticket`,
  )

test('reads see their own tenant, and no statement after theirs sees any', async () => {
  for (const tenant of ['a', 'b'] as const)
    expect(await tenantsSeen(tenant)).toEqual([{ tenant_id: world[tenant].tenantId }])
  const { rows } = await sqlPool().query(
    `SELECT current_setting('app.tenant_id', true) AS tenant, (SELECT count(*) FROM ticket)::int AS seen`,
  )
  expect([null, '']).toContain(rows[0].tenant)
  expect(rows[0].seen).toBe(0)
})

test('two hundred at once on a few connections never mix', async () => {
  const asked = Array.from({ length: 200 }, (_, n) => (n % 3 === 0 ? 'b' : 'a') as 'a' | 'b')
  const seen = await Promise.all(asked.map(tenantsSeen))
  expect(seen).toEqual(asked.map((tenant) => [{ tenant_id: world[tenant].tenantId }]))
})

test('reads cannot write', async () => {
  const write = readTenant(
    scopeOf('a'),
    (db) => db.$queryRaw`UPDATE ticket SET subject = 'changed' RETURNING id`,
  )
  await expect(write).rejects.toMatchObject({ code: '25006' })
  expect(await database.query(`SELECT 1 FROM ticket WHERE subject = 'changed'`)).toEqual([])
})

test('what goes wrong is thrown, and the connection is good for the next', async () => {
  await expect(readTenant(scopeOf('a'), (db) => db.$queryRaw`SELECT no_such_column`)).rejects.toThrow(
    'no_such_column',
  )
  const late = readTenant(scopeOf('a'), async (db) => {
    await db.$queryRaw`SELECT 1`
    throw new Error('ours')
  })
  await expect(late).rejects.toThrow('ours')
  await expect(
    readTenant({ ...scopeOf('a'), tenantId: 'no id' }, (db) => db.$queryRaw`SELECT id FROM ticket`),
  ).rejects.toThrow()
  expect(await tenantsSeen('b')).toEqual([{ tenant_id: world.b.tenantId }])
})

test('inside of one no other is begun: it would wait for the first', async () => {
  const inside = () => tenantsSeen('a')
  await expect(readTenant(scopeOf('a'), inside)).rejects.toThrow('inside withTenant')
  await expect(withTenant(scopeOf('a'), inside)).rejects.toThrow('inside withTenant')
})

test('values come as the client library brings them', async () => {
  const read = async (db: {
    $queryRaw<Rows>(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<Rows>
  }) => {
    const [at, id] = [new Date('2026-01-02T03:04:05.678Z'), newId()]
    return db.$queryRaw<unknown[]>`
      SELECT ${at}::timestamptz AS at, ${id}::uuid = ${id}::uuid AS same, ${null}::text AS none, 'high'::ticket_priority AS word,
        1.5::real AS real, 7::int AS number, ${['a', 'b']}::text[] AS list, json_build_object('x', 1) AS json,
        ${Prisma.sql`${2}::int + 1`} AS part`
  }
  const ours = await readTenant(scopeOf('a'), read)
  expect(ours).toEqual(await withTenant(scopeOf('a'), read))
  expect(ours).toMatchObject([{ at: new Date('2026-01-02T03:04:05.678Z'), part: 3, list: ['a', 'b'] }])
})

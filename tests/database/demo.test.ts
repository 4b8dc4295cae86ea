import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isPasswordOf } from '@/lib/access/passwords'
import { createBlobStore } from '@/lib/adapters/blobs/create-blob-store'
import { findUserByEmail } from '@/lib/db/system-users'
import { getEnv } from '@/lib/env'
import demo from '@/prisma/demo/demo.json'
import { seedDemo } from '@/prisma/demo/seed-demo'
import { testDatabase } from '../support/database'

const database = testDatabase()
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postino-demo-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function seed(): Promise<boolean> {
  const owner = new pg.Client({ connectionString: database.url })
  await owner.connect()
  try {
    return await seedDemo(owner, { ...getEnv(), BLOBS: `disk:${folder}` })
  } finally {
    await owner.end()
  }
}

test('the demo is told once, however often it is started', async () => {
  expect(await seed()).toBe(true)
  const before = await database.query('SELECT id FROM message ORDER BY id')
  expect(await seed()).toBe(false)
  expect(await database.query('SELECT id FROM message ORDER BY id')).toEqual(before)
})

test('everybody on the welcome screen can sign in with the password it names', async () => {
  for (const person of demo.people) {
    const user = await findUserByEmail(person.email)
    expect(await isPasswordOf(user?.passwordHash ?? null, demo.password)).toBe(true)
  }
})

test('both firms have look-alike tickets: the same numbers, and a customer with the same address', async () => {
  const [shared] = await database.query<{ firms: string }>(
    'SELECT count(DISTINCT tenant_id) AS firms FROM customer_address GROUP BY address_key ORDER BY 1 DESC LIMIT 1',
  )
  expect(shared?.firms).toBe('2')
  const firsts = await database.query('SELECT tenant_id FROM ticket WHERE number = 1')
  expect(firsts).toHaveLength(2)
})

test('every original and every file of the demo lies in the blob store', async () => {
  const blobs = createBlobStore(`disk:${folder}`)
  const named = await database.query<{ tenant_id: string; sha256: string }>(
    'SELECT tenant_id, sha256 FROM raw_mail UNION SELECT tenant_id, sha256 FROM attachment',
  )
  expect(named.length).toBeGreaterThan(60)
  for (const { tenant_id, sha256 } of named) {
    expect((await blobs.get(tenant_id, sha256)).byteLength).toBeGreaterThan(0)
  }
})

test('the next ticket of each firm gets the next number', async () => {
  const rows = await database.query<{ isNext: boolean }>(
    'SELECT last_number = (SELECT max(number) FROM ticket t WHERE t.tenant_id = c.tenant_id) AS "isNext" FROM ticket_counter c',
  )
  expect(rows).toEqual([{ isNext: true }, { isNext: true }])
})

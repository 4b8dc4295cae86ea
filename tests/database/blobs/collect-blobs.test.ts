import { createHash } from 'node:crypto'
import { mkdtemp, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createBlobStore } from '@/lib/adapters/blobs/create-blob-store'
import { collectUnreferencedBlobs } from '@/lib/blobs/collect-blobs'
import type { BlobStore } from '@/lib/blobs/types'
import { newId } from '@/lib/ids'
import { systemScope } from '@/lib/tenancy/scope'
import { testDatabase } from '../../support/database'
import { createWorld, type World } from '../../support/world'

const database = testDatabase()
let world: World
let folder: string
let blobs: BlobStore

beforeAll(async () => {
  world = await createWorld(database)
})
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postino-collect-'))
  blobs = createBlobStore(`disk:${folder}`)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const sha = (text: string) => createHash('sha256').update(text).digest('hex')

/** Puts a blob that was last wanted so many hours ago. */
async function put(tenantId: string, text: string, hoursAgo: number): Promise<string> {
  const { sha256 } = await blobs.put(tenantId, Buffer.from(text))
  const at = new Date(Date.now() - hoursAgo * 3_600_000)
  await utimes(path.join(folder, tenantId, sha256.slice(0, 2), sha256), at, at)
  return sha256
}

const keepRow = (tenant: World['a'], text: string) =>
  database.query(
    `INSERT INTO raw_mail (id, tenant_id, mailbox_id, source, size_bytes, sha256, received_at)
     VALUES ($1, $2, $3, 'smtp', $4, $5, now())`,
    [newId(), tenant.tenantId, tenant.mailboxId, text.length, sha(text)],
  )

const attachRow = (tenant: World['a'], text: string) =>
  database.query(
    `INSERT INTO attachment (id, tenant_id, message_id, position, file_name, content_type, size_bytes, sha256)
     VALUES ($1, $2, $3, 99, 'a.txt', 'text/plain', $4, $5)`,
    [newId(), tenant.tenantId, tenant.messageId, text.length, sha(text)],
  )

const collect = (tenant: World['a'], over: BlobStore = blobs) =>
  collectUnreferencedBlobs(systemScope(tenant.tenantId, 'collect'), { blobs: over })

const isThere = (tenantId: string, sha256: string) =>
  blobs.get(tenantId, sha256).then(
    () => true,
    () => false,
  )

test('what a raw mail or a file of the tenant names stays, however old; the rest goes after a day', async () => {
  const { a } = world
  const mail = await put(a.tenantId, 'a kept mail', 500)
  await keepRow(a, 'a kept mail')
  const file = await put(a.tenantId, 'a file', 500)
  await attachRow(a, 'a file')
  const leftOver = await put(a.tenantId, 'left over', 25)
  const young = await put(a.tenantId, 'its row may still come', 23)

  expect(await collect(a)).toEqual({ examined: 3, removed: 1, removedBytes: 'left over'.length })
  expect(await Promise.all([mail, file, leftOver, young].map((name) => isThere(a.tenantId, name)))).toEqual([
    true,
    true,
    false,
    true,
  ])
  expect(await collect(a)).toEqual({ examined: 2, removed: 0, removedBytes: 0 })
})

// The same bytes may lie in both tenants: a row of one says nothing about the blob of the other.
test('a tenant is judged by his own rows, and loses nothing to the other', async () => {
  const { a, b } = world
  const inA = await put(a.tenantId, 'the same bytes', 48)
  const inB = await put(b.tenantId, 'the same bytes', 48)
  await keepRow(b, 'the same bytes')
  expect(await collect(a)).toMatchObject({ removed: 1 })
  expect(await collect(b)).toMatchObject({ removed: 0 })
  expect(await isThere(a.tenantId, inA)).toBe(false)
  expect(await isThere(b.tenantId, inB)).toBe(true)
})

// Between the look at the rows and the deletion a mail arrives with the same bytes as a left-over blob.
test('a mail that arrives while the collector runs keeps its bytes', async () => {
  const { a } = world
  const text = 'left over, then wanted again'
  const sha256 = await put(a.tenantId, text, 48)
  const meanwhile: BlobStore = {
    ...blobs,
    deleteIfOlder: async (tenantId, name, before) => {
      await blobs.put(tenantId, Buffer.from(text))
      return blobs.deleteIfOlder(tenantId, name, before)
    },
  }
  expect(await collect(a, meanwhile)).toMatchObject({ examined: 1, removed: 0 })
  expect(await isThere(a.tenantId, sha256)).toBe(true)
})

test('more blobs than a page are all looked at', async () => {
  const { a } = world
  for (let n = 0; n < 620; n++) await put(a.tenantId, `blob ${n}`, 48)
  await keepRow(a, 'blob 617')
  expect(await collect(a)).toMatchObject({ examined: 620, removed: 619 })
  expect(await isThere(a.tenantId, sha('blob 617'))).toBe(true)
})

test('a store that fails stops the collection as trouble, and removes nothing blindly', async () => {
  const { a } = world
  const sha256 = await put(a.tenantId, 'still here', 48)
  await rm(folder, { recursive: true })
  expect(await collect(a)).toEqual({ examined: 0, removed: 0, removedBytes: 0 })
  const broken: BlobStore = {
    ...blobs,
    list: async function* () {
      yield { sha256, sizeBytes: 1, storedAt: new Date(0) }
      throw Object.assign(new Error('io'), { code: 'storage_unavailable' })
    },
  }
  await expect(collect(a, broken)).rejects.toMatchObject({ code: 'storage_unavailable' })
})

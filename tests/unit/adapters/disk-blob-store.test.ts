import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createBlobStore } from '@/lib/adapters/blobs/create-blob-store'
import type { BlobStore } from '@/lib/blobs/types'
import { newId } from '@/lib/ids'

let diskLeftBytes = Number.POSITIVE_INFINITY
vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs/promises')>()
  return { ...real, open: openOnSmallDisk(real.open) }
})

let folder: string
let blobs: BlobStore
const tenant = newId()
const other = newId()

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postino-blobs-'))
  blobs = createBlobStore(`disk:${folder}`)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const fileOf = (tenantId: string, sha256: string) => path.join(folder, tenantId, sha256.slice(0, 2), sha256)
const age = async (file: string, hours: number) => {
  const at = new Date(Date.now() - hours * 3_600_000)
  await utimes(file, at, at)
}
const listed = async (tenantId: string) => {
  const found: string[] = []
  for await (const blob of blobs.list(tenantId)) found.push(blob.sha256)
  return found.sort()
}

test('a blob comes back byte for byte under the SHA-256 of its bytes', async () => {
  const bytes = randomBytes(100_000)
  const stored = await blobs.put(tenant, bytes)
  expect(stored).toEqual({ sha256: sha(bytes), sizeBytes: 100_000 })
  expect(Buffer.from(await blobs.get(tenant, stored.sha256)).equals(bytes)).toBe(true)
  expect((await readFile(fileOf(tenant, stored.sha256))).equals(bytes)).toBe(true)
  const empty = await blobs.put(tenant, new Uint8Array())
  expect((await blobs.get(tenant, empty.sha256)).byteLength).toBe(0)
})

test('the same bytes are stored once per tenant, and never shared between tenants', async () => {
  const bytes = Buffer.from('the same logo in every mail')
  const { sha256 } = await blobs.put(tenant, bytes)
  const before = await stat(fileOf(tenant, sha256))
  await blobs.put(tenant, bytes)
  expect((await stat(fileOf(tenant, sha256))).ino).toBe(before.ino)
  expect(await listed(tenant)).toEqual([sha256])
  await expect(blobs.get(other, sha256)).rejects.toMatchObject({ code: 'not_found' })
})

test('twenty puts of the same bytes at once leave one whole blob', async () => {
  const bytes = randomBytes(300_000)
  await Promise.all(Array.from({ length: 20 }, () => blobs.put(tenant, bytes)))
  expect(await listed(tenant)).toEqual([sha(bytes)])
  expect(await readdir(path.join(folder, '.incoming'))).toEqual([])
})

test('an id that is not an id never becomes a path', async () => {
  const bad = ['..', '../../etc', `${tenant}/..`, tenant.toUpperCase(), '', `${tenant}\0`]
  for (const id of bad) {
    await expect(blobs.put(id, Buffer.from('x'))).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(blobs.get(id, sha(Buffer.from('x')))).rejects.toMatchObject({ code: 'invalid_input' })
  }
  for (const name of ['../passwd', `../${'a'.repeat(61)}`, 'A'.repeat(64), 'a'.repeat(63), '']) {
    await expect(blobs.get(tenant, name)).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(blobs.delete(tenant, name)).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(blobs.deleteIfOlder(tenant, name, new Date())).rejects.toMatchObject({
      code: 'invalid_input',
    })
  }
})

test('a blob that the disk changed or cut is trouble, not a mail', async () => {
  const { sha256 } = await blobs.put(tenant, Buffer.from('0123456789'))
  await truncate(fileOf(tenant, sha256), 4)
  await expect(blobs.get(tenant, sha256)).rejects.toMatchObject({ code: 'storage_unavailable' })
  await writeFile(fileOf(tenant, sha256), 'x123456789')
  await expect(blobs.get(tenant, sha256)).rejects.toMatchObject({ code: 'storage_unavailable' })
})

test('putting the bytes again heals a blob that was cut', async () => {
  const bytes = Buffer.from('0123456789')
  const { sha256 } = await blobs.put(tenant, bytes)
  await truncate(fileOf(tenant, sha256), 4)
  await blobs.put(tenant, bytes)
  expect(Buffer.from(await blobs.get(tenant, sha256)).toString()).toBe('0123456789')
})

test('a deleted blob is gone, and deleting it twice is no fault', async () => {
  const { sha256 } = await blobs.put(tenant, Buffer.from('x'))
  await blobs.delete(tenant, sha256)
  await blobs.delete(tenant, sha256)
  await expect(blobs.get(tenant, sha256)).rejects.toMatchObject({ code: 'not_found' })
})

test('only an old blob is deleted by age, and a put makes it young again', async () => {
  const bytes = Buffer.from('wanted again')
  const { sha256 } = await blobs.put(tenant, bytes)
  const dayAgo = new Date(Date.now() - 24 * 3_600_000)
  expect(await blobs.deleteIfOlder(tenant, sha256, dayAgo)).toBe(false)
  await age(fileOf(tenant, sha256), 48)
  await blobs.put(tenant, bytes)
  expect(await blobs.deleteIfOlder(tenant, sha256, dayAgo)).toBe(false)
  expect(Buffer.from(await blobs.get(tenant, sha256)).toString()).toBe('wanted again')
  await age(fileOf(tenant, sha256), 48)
  expect(await blobs.deleteIfOlder(tenant, sha256, dayAgo)).toBe(true)
  expect(await blobs.deleteIfOlder(tenant, sha256, dayAgo)).toBe(false)
  expect(await readdir(path.join(folder, '.leaving'))).toEqual([])
})

// A mail whose bytes were kept once before arrives just while the collector takes the old copy away.
test('a put that races with the collector never ends without its blob', async () => {
  const dayAgo = new Date(Date.now() - 24 * 3_600_000)
  for (let round = 0; round < 60; round++) {
    const bytes = Buffer.from(`round ${round}`)
    const { sha256 } = await blobs.put(tenant, bytes)
    await age(fileOf(tenant, sha256), 48)
    await Promise.all([blobs.deleteIfOlder(tenant, sha256, dayAgo), blobs.put(tenant, bytes)])
    expect(Buffer.from(await blobs.get(tenant, sha256)).equals(bytes)).toBe(true)
  }
})

test('what a dying collector had moved aside comes back', async () => {
  const { sha256 } = await blobs.put(tenant, Buffer.from('moved aside'))
  const aside = path.join(folder, '.leaving', `${tenant}.${sha256}`)
  execFileSync('mv', [fileOf(tenant, sha256), aside])
  // A change of time, not of the file: the store asks when the file was moved.
  const { replaceClock } = await import('@/lib/clock')
  const restore = replaceClock(() => Date.now() + 3_600_000)
  try {
    const restarted = createBlobStore(`disk:${folder}`)
    await restarted.put(tenant, Buffer.from('anything'))
    expect(Buffer.from(await restarted.get(tenant, sha256)).toString()).toBe('moved aside')
  } finally {
    restore()
  }
})

test('a folder that cannot be written is storage trouble and an ill health, and heals by itself', async () => {
  expect(await blobs.isHealthy()).toBe(true)
  await rm(folder, { recursive: true })
  await writeFile(folder, 'a file where the folder was')
  await expect(blobs.put(tenant, Buffer.from('x'))).rejects.toMatchObject({ code: 'storage_unavailable' })
  expect(await blobs.isHealthy()).toBe(false)
  await rm(folder)
  expect((await blobs.put(tenant, Buffer.from('x'))).sizeBytes).toBe(1)
  expect(await blobs.isHealthy()).toBe(true)
  await chmod(folder, 0o700)
})

// The bytes are cut in the middle of the write, as a full disk does.
test('a full disk is storage trouble, leaves nothing half-written and heals by itself', async () => {
  const first = await blobs.put(tenant, randomBytes(1_000))
  diskLeftBytes = 10_000
  await expect(blobs.put(tenant, randomBytes(600_000))).rejects.toMatchObject({
    code: 'storage_unavailable',
    details: { errno: 'ENOSPC' },
  })
  expect(await readdir(path.join(folder, '.incoming'))).toEqual([])
  expect(await listed(tenant)).toEqual([first.sha256])
  diskLeftBytes = Number.POSITIVE_INFINITY
  expect((await blobs.put(tenant, randomBytes(600_000))).sizeBytes).toBe(600_000)
})

test('a setting that names no store stops the start without repeating its secret', () => {
  expect(() => createBlobStore('ftp://x')).toThrow(/BLOBS/)
  expect(() => createBlobStore('s3://key:hushhush@host')).toThrow(/BLOBS/)
  expect(() => createBlobStore('s3://key:hushhush@host')).not.toThrow(/hushhush/)
})

/** Opens files on a disk that takes `diskLeftBytes` more: a larger write stores a part and fails. */
function openOnSmallDisk(open: typeof import('node:fs/promises').open): typeof open {
  return async (...args) => {
    const handle = await open(...args)
    const write = handle.writeFile.bind(handle)
    handle.writeFile = async (data, options) => {
      if (!(data instanceof Uint8Array) || data.byteLength <= diskLeftBytes) return write(data, options)
      await write(data.subarray(0, diskLeftBytes))
      throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
    }
    return handle
  }
}

import { createHash, randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createBlobStore } from '@/lib/adapters/blobs/create-blob-store'
import { createS3BlobStore } from '@/lib/adapters/blobs/s3-blob-store'
import type { BlobStore } from '@/lib/blobs/types'
import { replaceClock } from '@/lib/clock'
import { newId } from '@/lib/ids'
import { type S3Server, startS3Server } from '../../support/s3-server'

let server: S3Server
let blobs: BlobStore
/** Waits long enough for a busy machine; `hasty` is for servers that are ill. */
const timeouts = { connectTimeoutMs: 10_000, idleTimeoutMs: 10_000, callTimeoutMs: 20_000 }
const hasty = { connectTimeoutMs: 300, idleTimeoutMs: 300, callTimeoutMs: 1_000 }

beforeAll(async () => {
  server = await startS3Server()
  blobs = createS3BlobStore(server.url, timeouts)
})
afterEach(() => {
  server.fault = () => undefined
  server.requests.length = 0
})
afterAll(() => server.close())

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const listed = async (tenantId: string, store = blobs) => {
  const found: { sha256: string; sizeBytes: number }[] = []
  for await (const { sha256, sizeBytes } of store.list(tenantId)) found.push({ sha256, sizeBytes })
  return found
}
const putCount = () => server.requests.filter((each) => each.startsWith('PUT')).length

test('a blob comes back byte for byte, belongs to one tenant, and goes when told to', async () => {
  const [tenant, other] = [newId(), newId()]
  const viaUrl = createBlobStore(server.url)
  const bytes = randomBytes(300_000)
  const stored = await viaUrl.put(tenant, bytes)
  expect(stored).toEqual({ sha256: sha(bytes), sizeBytes: 300_000 })
  expect(Buffer.from(await blobs.get(tenant, stored.sha256)).equals(bytes)).toBe(true)
  expect(await listed(tenant)).toEqual([stored])
  expect(await listed(other)).toEqual([])
  await expect(blobs.get(other, stored.sha256)).rejects.toMatchObject({ code: 'not_found' })
  await blobs.delete(tenant, stored.sha256)
  await blobs.delete(tenant, stored.sha256)
  await expect(blobs.get(tenant, stored.sha256)).rejects.toMatchObject({ code: 'not_found' })
})

test('bytes that are there are not sent again, until they are old enough to look unwanted', async () => {
  const tenant = newId()
  const bytes = Buffer.from('the logo in every mail')
  await blobs.put(tenant, bytes)
  await blobs.put(tenant, bytes)
  expect(putCount()).toBe(1)
  const restore = replaceClock(() => Date.now() + 2 * 3_600_000)
  try {
    await blobs.put(tenant, bytes)
  } finally {
    restore()
  }
  expect(putCount()).toBe(2)
})

test('only an old blob is deleted by age', async () => {
  const tenant = newId()
  const { sha256 } = await blobs.put(tenant, Buffer.from('x'))
  expect(await blobs.deleteIfOlder(tenant, sha256, new Date(Date.now() - 3_600_000))).toBe(false)
  expect(await blobs.deleteIfOlder(tenant, sha256, new Date(Date.now() + 3_600_000))).toBe(true)
  expect(await blobs.deleteIfOlder(tenant, sha256, new Date(Date.now() + 3_600_000))).toBe(false)
})

test('more blobs than a page of the bucket are all listed', async () => {
  const tenant = newId()
  const names = Array.from({ length: 25 }, (_, n) => sha(Buffer.from(String(n)))).sort()
  server.fault = ({ url }) => {
    const query = new URL(url ?? '', 'http://s3').searchParams
    if (query.get('prefix') !== `${tenant}/`) return undefined
    const from = Number(query.get('continuation-token') ?? 0)
    const page = names.slice(from, from + 10)
    const next = from + 10 < names.length ? from + 10 : null
    const contents = page.map(
      (name) => `<Contents><Key>${tenant}/${name.slice(0, 2)}/${name}</Key><Size>7</Size></Contents>`,
    )
    const more = next === null ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`
    const truncated = `<IsTruncated>${next !== null}</IsTruncated>`
    return {
      status: 200,
      body: `<ListBucketResult>${truncated}${more}${contents.join('')}</ListBucketResult>`,
    }
  }
  expect((await listed(tenant)).map(({ sha256 }) => sha256)).toEqual(names)
  expect(server.requests).toHaveLength(3)
})

test.each([
  ['is busy', { status: 503, code: 'SlowDown' }],
  ['fails', { status: 500, code: 'InternalError' }],
  ['does not know us', { status: 403, code: 'AccessDenied' }],
  ['has no such bucket', { status: 404, code: 'NoSuchBucket' }],
  ['hangs up', 'drop'],
  ['is silent', 'silence'],
] as const)('a server that %s is trouble of the store, within the time allowed', async (_name, fault) => {
  const tenant = newId()
  const { sha256 } = await blobs.put(tenant, Buffer.from('before the fault'))
  server.fault = ({ method }) => (method === 'HEAD' && typeof fault === 'object' ? undefined : fault)
  const waiting = createS3BlobStore(server.url, hasty)
  const started = Date.now()
  const unavailable = { code: 'storage_unavailable' }
  await expect(waiting.put(tenant, Buffer.from('new bytes'))).rejects.toMatchObject(unavailable)
  await expect(waiting.get(tenant, sha256)).rejects.toMatchObject(unavailable)
  await expect(listed(tenant, waiting)).rejects.toMatchObject(unavailable)
  expect(await waiting.isHealthy()).toBe(false)
  expect(Date.now() - started).toBeLessThan(12_000)
  server.fault = () => undefined
  expect(await blobs.isHealthy()).toBe(true)
  expect(Buffer.from(await blobs.get(tenant, sha256)).toString()).toBe('before the fault')
})

// The sender is told "later" and comes again: the second put must find the first, and not complain.
test('a put whose answer was lost is trouble, and the next put of the same bytes succeeds', async () => {
  const tenant = newId()
  const bytes = Buffer.from('stored, but nobody heard')
  server.fault = ({ method }) => (method === 'PUT' ? 'reply-lost' : undefined)
  await expect(blobs.put(tenant, bytes)).rejects.toMatchObject({ code: 'storage_unavailable' })
  server.fault = () => undefined
  expect(await blobs.put(tenant, bytes)).toEqual({ sha256: sha(bytes), sizeBytes: bytes.byteLength })
  expect(await listed(tenant)).toHaveLength(1)
})

// The SDK's errors carry the whole request with them, its Authorization header included.
test('what becomes of a fault for the log holds neither key nor request', async () => {
  server.fault = () => ({ status: 403, code: 'AccessDenied' })
  const error = await blobs.get(newId(), sha(Buffer.from('x'))).catch((caught: unknown) => caught)
  expect(inspect(error, { depth: 10 })).toContain('AccessDenied')
  expect(inspect(error, { depth: 10 })).not.toMatch(/S3RVER|authorization/i)
})

test('nothing listens there: trouble, not a crash', async () => {
  const nowhere = createS3BlobStore('s3://k:s@127.0.0.1:1/postino?tls=0', timeouts)
  await expect(nowhere.put(newId(), Buffer.from('x'))).rejects.toMatchObject({ code: 'storage_unavailable' })
  expect(await nowhere.isHealthy()).toBe(false)
})

test('an id that is not an id never becomes a key', async () => {
  await expect(blobs.put('..', Buffer.from('x'))).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(blobs.get(newId(), '../x')).rejects.toMatchObject({ code: 'invalid_input' })
  expect(server.requests).toEqual([])
})

import { createHash, randomUUID } from 'node:crypto'
import type { S3Client } from '@aws-sdk/client-s3'
import type { BlobStore, ListedBlob, StoredBlob } from '@/lib/blobs/types'
import { now } from '@/lib/clock'
import { AppError, isAppError, notFound } from '@/lib/errors'
import { assertSameBytes, blobKeyParts, isSha256, sha256Hex, tenantPart } from './blob-key'

const CONNECT_TIMEOUT_MS = 3_000
const IDLE_TIMEOUT_MS = 10_000
const CALL_TIMEOUT_MS = 30_000
const MAX_ATTEMPTS = 2
/** A blob older than this is uploaded again, so that its age tells when it was last wanted. */
const REFRESH_AFTER_MS = 60 * 60 * 1000

type Sdk = typeof import('@aws-sdk/client-s3')

export interface S3Timeouts {
  connectTimeoutMs?: number
  idleTimeoutMs?: number
  callTimeoutMs?: number
}

/**
 * Blobs as objects `<tenant>/<ab>/<sha256>` in a bucket. The SDK is loaded on first use: it costs a process that
 * keeps its blobs on disk nothing. Between the look at an object's age and its deletion lies one round trip
 * that S3 offers no portable lock for; versioning on the bucket covers it.
 */
export function createS3BlobStore(url: string, timeouts: S3Timeouts = {}): BlobStore {
  const target = parseS3Url(url)
  const callTimeoutMs = timeouts.callTimeoutMs ?? CALL_TIMEOUT_MS
  let loaded: Promise<{ sdk: Sdk; client: S3Client }> | undefined

  const load = () => {
    loaded ??= import('@aws-sdk/client-s3').then((sdk) => ({ sdk, client: connect(sdk, target, timeouts) }))
    return loaded
  }
  const keyOf = (tenantId: string, sha256: string): string => blobKeyParts(tenantId, sha256).join('/')

  /** One command; a 404 is `not_found`, anything else that fails is trouble of the store. */
  const call = async <T>(
    work: (client: S3Client, sdk: Sdk, options: { abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<T> => {
    try {
      const { client, sdk } = await load()
      return await work(client, sdk, { abortSignal: AbortSignal.timeout(callTimeoutMs) })
    } catch (error) {
      if (isAppError(error)) throw error
      if (statusOf(error) === 404 && nameOf(error) !== 'NoSuchBucket') throw notFound('blob')
      throw new AppError('storage_unavailable', `the blob bucket cannot be used (${nameOf(error)})`, {
        // Only its words: the SDK's errors carry the whole request with them.
        cause: new Error(error instanceof Error ? `${error.name}: ${error.message}` : 'unknown'),
        details: { status: statusOf(error) },
      })
    }
  }

  const find = async (Key: string): Promise<{ sizeBytes: number; storedAt: Date } | null> => {
    try {
      return await call(async (client, sdk, options) => {
        const head = await client.send(new sdk.HeadObjectCommand({ Bucket: target.bucket, Key }), options)
        return { sizeBytes: head.ContentLength ?? -1, storedAt: head.LastModified ?? new Date(0) }
      })
    } catch (error) {
      if (isAppError(error, 'not_found')) return null
      throw error
    }
  }

  async function upload(Key: string, bytes: Uint8Array): Promise<void> {
    const md5 = createHash('md5').update(bytes).digest()
    const tag = await call(async (client, sdk, options) => {
      // The length and Content-MD5 let the store refuse a body that was cut short on the way.
      const command = new sdk.PutObjectCommand({
        Bucket: target.bucket,
        Key,
        Body: bytes,
        ContentLength: bytes.byteLength,
        ContentMD5: md5.toString('base64'),
        ContentType: 'application/octet-stream',
      })
      return (await client.send(command, options)).ETag
    })
    // An ETag that is no MD5 (encryption with a managed key) proves nothing: then the size is asked for.
    if (tag?.replaceAll('"', '') === md5.toString('hex')) return
    const stored = await find(Key)
    if (stored?.sizeBytes !== bytes.byteLength) {
      throw new AppError('storage_unavailable', 'the bucket holds fewer bytes than it confirmed', {
        details: { expected: bytes.byteLength, stored: stored?.sizeBytes ?? null },
      })
    }
  }

  async function put(tenantId: string, bytes: Uint8Array): Promise<StoredBlob> {
    const sha256 = sha256Hex(bytes)
    const key = keyOf(tenantId, sha256)
    const stored = await find(key)
    const isFresh =
      stored?.sizeBytes === bytes.byteLength && now().getTime() - stored.storedAt.getTime() < REFRESH_AFTER_MS
    if (!isFresh) await upload(key, bytes)
    return { sha256, sizeBytes: bytes.byteLength }
  }

  async function get(tenantId: string, sha256: string): Promise<Uint8Array> {
    const Key = keyOf(tenantId, sha256)
    const bytes = await call(async (client, sdk, options) => {
      const answer = await client.send(new sdk.GetObjectCommand({ Bucket: target.bucket, Key }), options)
      if (!answer.Body) throw new Error('an answer without a body')
      return answer.Body.transformToByteArray()
    })
    assertSameBytes(bytes, sha256)
    return bytes
  }

  async function remove(tenantId: string, sha256: string): Promise<void> {
    await removeKey(keyOf(tenantId, sha256))
  }

  async function removeKey(Key: string): Promise<void> {
    await call((client, sdk, options) =>
      client.send(new sdk.DeleteObjectCommand({ Bucket: target.bucket, Key }), options),
    )
  }

  async function deleteIfOlder(tenantId: string, sha256: string, before: Date): Promise<boolean> {
    const key = keyOf(tenantId, sha256)
    const stored = await find(key)
    if (!stored || stored.storedAt >= before) return false
    await removeKey(key)
    return true
  }

  async function* list(tenantId: string): AsyncIterable<ListedBlob> {
    const Prefix = `${tenantPart(tenantId)}/`
    let token: string | undefined
    do {
      const page = await call((client, sdk, options) =>
        client.send(
          new sdk.ListObjectsV2Command({
            Bucket: target.bucket,
            Prefix,
            ...(token === undefined ? {} : { ContinuationToken: token }),
          }),
          options,
        ),
      )
      for (const object of page.Contents ?? []) {
        const sha256 = object.Key?.slice(object.Key.lastIndexOf('/') + 1) ?? ''
        if (!isSha256(sha256)) continue
        yield { sha256, sizeBytes: object.Size ?? 0, storedAt: object.LastModified ?? now() }
      }
      token = page.IsTruncated ? page.NextContinuationToken : undefined
    } while (token !== undefined)
  }

  async function isHealthy(): Promise<boolean> {
    const Key = `.probe/${randomUUID()}`
    try {
      await upload(Key, Buffer.from(Key))
      const text = await call(async (client, sdk, options) => {
        const answer = await client.send(new sdk.GetObjectCommand({ Bucket: target.bucket, Key }), options)
        return answer.Body?.transformToString()
      })
      await removeKey(Key)
      return text === Key
    } catch {
      return false
    }
  }

  return { put, get, delete: remove, deleteIfOlder, list, isHealthy }
}

interface S3Target {
  endpoint: string
  bucket: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

/** @throws Error that repeats nothing of the text: it holds a secret. */
function parseS3Url(text: string): S3Target {
  const url = URL.canParse(text) ? new URL(text) : null
  const bucket = url?.pathname.replaceAll('/', '') ?? ''
  if (!url || url.host === '' || bucket === '' || url.username === '' || url.password === '') {
    throw new Error('BLOBS must look like s3://<key>:<secret>@<host>/<bucket>?region=…&tls=0.')
  }
  const scheme = url.searchParams.get('tls') === '0' ? 'http' : 'https'
  return {
    endpoint: `${scheme}://${url.host}`,
    bucket,
    region: url.searchParams.get('region') ?? 'us-east-1',
    accessKeyId: decodeURIComponent(url.username),
    secretAccessKey: decodeURIComponent(url.password),
  }
}

function connect(sdk: Sdk, target: S3Target, timeouts: S3Timeouts): S3Client {
  return new sdk.S3Client({
    endpoint: target.endpoint,
    region: target.region,
    credentials: { accessKeyId: target.accessKeyId, secretAccessKey: target.secretAccessKey },
    forcePathStyle: true,
    maxAttempts: MAX_ATTEMPTS,
    // Trailing checksums are unknown to many servers that speak S3; Content-MD5 is known to all.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: timeouts.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
      socketTimeout: timeouts.idleTimeoutMs ?? IDLE_TIMEOUT_MS,
    },
  })
}

function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('$metadata' in error)) return null
  const metadata = Object(error.$metadata)
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : null
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown')

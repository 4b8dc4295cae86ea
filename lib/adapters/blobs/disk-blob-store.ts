import { randomUUID } from 'node:crypto'
import {
  type FileHandle,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  stat,
  unlink,
  utimes,
} from 'node:fs/promises'
import path from 'node:path'
import type { BlobStore, ListedBlob, StoredBlob } from '@/lib/blobs/types'
import { now } from '@/lib/clock'
import { AppError, isAppError, notFound } from '@/lib/errors'
import { assertSameBytes, blobKeyParts, isSha256, sha256Hex, tenantPart } from './blob-key'

const STALE_MS = 24 * 60 * 60 * 1000
const INCOMING = '.incoming'
const LEAVING = '.leaving'

/**
 * Blobs as files: `<folder>/<tenant>/<ab>/<sha256>`. A put writes beside, makes the file durable, moves it into
 * place and makes the folder durable; a reader sees the whole blob or none.
 *
 * Putting bytes that are there already makes the file young again. `deleteIfOlder` first moves the file aside
 * and then looks at its age: a put that came before the move made it young and gets it back, a put that comes
 * after it finds nothing and writes anew. So the collector cannot take what a put has just promised.
 */
export function createDiskBlobStore(folder: string): BlobStore {
  const root = path.resolve(folder)
  const incoming = path.join(root, INCOMING)
  const leaving = path.join(root, LEAVING)
  const durableFolders = new Set<string>()
  let isReady: Promise<void> | undefined

  const prepare = (): Promise<void> => {
    isReady ??= prepareRoot(root, incoming, leaving).catch((error: unknown) => {
      isReady = undefined
      throw error
    })
    return isReady
  }

  const fileOf = (tenantId: string, sha256: string): string =>
    path.join(root, ...blobKeyParts(tenantId, sha256))

  async function put(tenantId: string, bytes: Uint8Array): Promise<StoredBlob> {
    const sha256 = sha256Hex(bytes)
    const file = fileOf(tenantId, sha256)
    try {
      await prepare()
      if (!(await rejuvenate(file, bytes.byteLength))) {
        await ensureFolder(path.dirname(file))
        await writeDurably(incoming, file, bytes)
      }
      await syncFolder(path.dirname(file))
    } catch (error) {
      // Somebody may have taken the folders away under us: the next put makes them again.
      isReady = undefined
      durableFolders.clear()
      throw storageUnavailable(error)
    }
    return { sha256, sizeBytes: bytes.byteLength }
  }

  /** A folder made here is durable only when the folders above it know of it. */
  async function ensureFolder(shelf: string): Promise<void> {
    if (durableFolders.has(shelf)) return
    await mkdir(shelf, { recursive: true, mode: 0o700 })
    await syncFolder(path.dirname(shelf))
    await syncFolder(root)
    durableFolders.add(shelf)
  }

  async function get(tenantId: string, sha256: string): Promise<Uint8Array> {
    const file = fileOf(tenantId, sha256)
    return translated(async () => {
      const bytes = await readFile(file)
      assertSameBytes(bytes, sha256)
      return bytes
    })
  }

  async function remove(tenantId: string, sha256: string): Promise<void> {
    const file = fileOf(tenantId, sha256)
    await translated(() => ignoreMissing(unlink(file)))
  }

  async function deleteIfOlder(tenantId: string, sha256: string, before: Date): Promise<boolean> {
    const file = fileOf(tenantId, sha256)
    return translated(async () => {
      await prepare()
      const aside = path.join(leaving, `${tenantId}.${sha256}`)
      if (!(await isMoved(file, aside))) return false
      const { mtime } = await stat(aside)
      if (mtime >= before) {
        await ignoreExisting(link(aside, file))
        await syncFolder(path.dirname(file))
      }
      await unlink(aside)
      return mtime < before
    })
  }

  async function* list(tenantId: string): AsyncIterable<ListedBlob> {
    const tenantFolder = path.join(root, tenantPart(tenantId))
    for (const shelf of await namesIn(tenantFolder)) {
      for (const name of await namesIn(path.join(tenantFolder, shelf))) {
        if (!isSha256(name)) continue
        const found = await translated(() => statOrNull(path.join(tenantFolder, shelf, name)))
        if (found) yield { sha256: name, sizeBytes: found.size, storedAt: found.mtime }
      }
    }
  }

  async function isHealthy(): Promise<boolean> {
    try {
      await prepare()
      const probe = path.join(incoming, `probe-${randomUUID()}`)
      const text = Buffer.from(probe)
      await writeSynced(probe, text)
      const isSame = (await readFile(probe)).equals(text)
      await unlink(probe)
      return isSame
    } catch {
      return false
    }
  }

  return { put, get, delete: remove, deleteIfOlder, list, isHealthy }
}

async function prepareRoot(root: string, incoming: string, leaving: string): Promise<void> {
  await mkdir(incoming, { recursive: true, mode: 0o700 })
  await mkdir(leaving, { recursive: true, mode: 0o700 })
  await syncFolder(path.dirname(root))
  await dropStale(incoming)
  await bringBack(root, leaving)
}

/** What a process that died left half-written. */
async function dropStale(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const file = path.join(incoming, name)
    const found = await statOrNull(file)
    if (found && now().getTime() - found.mtimeMs > STALE_MS) await ignoreMissing(unlink(file))
  }
}

/** What a process was deleting when it died: it may have been young, so it goes back and is judged again. */
async function bringBack(root: string, leaving: string): Promise<void> {
  for (const name of await readdir(leaving)) {
    const [tenantId = '', sha256 = ''] = name.split('.')
    const aside = path.join(leaving, name)
    const found = await statOrNull(aside)
    // Another worker may be deleting at this moment: only what was moved a while ago was left behind.
    if (!isSha256(sha256) || !found || now().getTime() - found.ctimeMs < 60_000) continue
    const file = path.join(root, ...blobKeyParts(tenantId, sha256))
    await ignoreMissing(ignoreExisting(link(aside, file)))
    await ignoreMissing(unlink(aside))
  }
}

/** True when the bytes are there, and young from now on. */
async function rejuvenate(file: string, sizeBytes: number): Promise<boolean> {
  const at = now()
  try {
    const { size } = await stat(file)
    if (size !== sizeBytes) return false
    await utimes(file, at, at)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

async function writeDurably(incoming: string, file: string, bytes: Uint8Array): Promise<void> {
  const temporary = path.join(incoming, randomUUID())
  try {
    await writeSynced(temporary, bytes)
    await rename(temporary, file)
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw error
  }
}

async function writeSynced(file: string, bytes: Uint8Array): Promise<void> {
  await withHandle(await open(file, 'wx', 0o600), async (handle) => {
    await handle.writeFile(bytes)
    await handle.sync()
  })
}

async function syncFolder(folder: string): Promise<void> {
  await withHandle(await open(folder, 'r'), (handle) => handle.sync())
}

async function withHandle(handle: FileHandle, work: (handle: FileHandle) => Promise<void>): Promise<void> {
  try {
    await work(handle)
  } finally {
    await handle.close()
  }
}

async function isMoved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return translated(async () => {
    try {
      return (await readdir(folder)).sort()
    } catch (error) {
      if (isMissing(error)) return []
      throw error
    }
  })
}

async function statOrNull(file: string) {
  try {
    return await stat(file)
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** Every fault of the file system is trouble of the store, but for a file that is not there. */
async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isAppError(error)) throw error
    if (isMissing(error)) throw notFound('blob')
    throw storageUnavailable(error)
  }
}

const storageUnavailable = (error: unknown): AppError =>
  new AppError('storage_unavailable', `the blob folder cannot be used (${errnoOf(error)})`, {
    cause: error,
    details: { errno: errnoOf(error) },
  })

const ignoreMissing = (work: Promise<void>): Promise<void> => ignoring(work, 'ENOENT')
const ignoreExisting = (work: Promise<void>): Promise<void> => ignoring(work, 'EEXIST')

async function ignoring(work: Promise<void>, errno: string): Promise<void> {
  try {
    await work
  } catch (error) {
    if (errnoOf(error) !== errno) throw error
  }
}

const isMissing = (error: unknown): boolean => errnoOf(error) === 'ENOENT'

function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}

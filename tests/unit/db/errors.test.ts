import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toAppError } from '@/lib/db/errors'
import { isAppError } from '@/lib/errors'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'postino-socket-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const failureAt = async (host: string, port: number): Promise<unknown> => {
  const client = new pg.Client({ host, port, user: 'nobody', connectionTimeoutMillis: 2_000 })
  return await client.connect().then(
    () => 'connected',
    (error: unknown) => error,
  )
}

test('a database whose socket file is gone is away, as one whose port refuses', async () => {
  expect(isAppError(toAppError(await failureAt(folder, 5432)), 'database_unavailable')).toBe(true)
  expect(isAppError(toAppError(await failureAt('127.0.0.1', 1)), 'database_unavailable')).toBe(true)
})

test('a file that is missing is no trouble of the database', () => {
  const missing = Object.assign(new Error('ENOENT: no such file, open x'), { code: 'ENOENT' })
  expect(toAppError(missing)).toBe(missing)
})

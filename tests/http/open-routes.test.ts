import { beforeAll, beforeEach, expect, test } from 'vitest'
import { GET as auth, POST as postAuth } from '@/app/api/auth/[...nextauth]/route'
import { GET as health } from '@/app/api/health/route'
import { disconnectDatabase } from '@/lib/db/client'
import { newId } from '@/lib/ids'
import { testDatabase } from '../support/database'
import { createWorld } from '../support/world'
import { paramsOf, requestTo, seenOf } from './support/request'

const database = testDatabase()
beforeAll(() => createWorld(database))
beforeEach(() => database.query('DELETE FROM worker_heartbeat'))

const beat = (secondsAgo: number, parts: Record<string, boolean>) =>
  database.query(
    `INSERT INTO worker_heartbeat (worker_id, started_at, seen_at, parts) VALUES ($1, now(), now() - $2 * interval '1 second', $3)`,
    [newId(), secondsAgo, JSON.stringify(parts)],
  )
const askHealth = async () => {
  const response = await health(requestTo('/api/health'), undefined)
  return { status: response.status, body: await response.json() }
}

test('health is 200 when database, worker, executor and receiver are well, and says nothing else', async () => {
  await beat(1, { smtp: true, executor: true, blobs: true, relay: true })
  expect(await askHealth()).toEqual({ status: 200, body: { status: 'ok', down: [] } })
})

test('health is 503 and names what is down', async () => {
  expect(await askHealth()).toEqual({
    status: 503,
    body: { status: 'down', down: ['worker', 'executor', 'smtp', 'blobs'] },
  })
  await beat(1, { smtp: false, executor: true, blobs: true })
  expect(await askHealth()).toEqual({ status: 503, body: { status: 'down', down: ['smtp'] } })
})

const askAuth = (path: string, options: Parameters<typeof requestTo>[1] = {}) =>
  (options.method === 'POST' ? postAuth : auth)(
    requestTo(`/api/auth/${path}`, options),
    paramsOf({ nextauth: path.split('?')[0]?.split('/') ?? [] }),
  )

test('what of next-auth we do not use does not exist', async () => {
  for (const path of ['session', 'signout', 'verify-request', '_log', 'x', '__proto__']) {
    expect((await askAuth(path)).status, path).toBe(404)
    expect((await askAuth(path, { method: 'POST' })).status, path).toBe(404)
  }
})

test('a sign-in that is no form, or a large one, is refused before it is read', async () => {
  const post = (body: string, type: string) =>
    askAuth('callback/credentials', { method: 'POST', body, headers: { 'content-type': type } })
  expect((await post('{"email":1', 'application/json')).status).toBe(400)
  expect((await post('x', 'multipart/form-data; boundary=x')).status).toBe(400)
  expect((await post(`email=${'x'.repeat(20_000)}`, 'application/x-www-form-urlencoded')).status).toBe(413)
})

test('a tampered way back in the cookie is taken away instead of breaking on', async () => {
  const response = await seenOf(await askAuth('csrf', { cookie: 'postino.callback-url=javascript:alert(1)' }))
  expect(response.status).toBe(400)
  expect(response.headers).toMatch(/set-cookie: postino\.callback-url=; .*Max-Age=0/)
})

test('without its database the service says so, and nothing more', async () => {
  const url = process.env.DATABASE_SYSTEM_URL
  await disconnectDatabase()
  const { getEnv } = await import('@/lib/env')
  Object.assign(getEnv(), { DATABASE_SYSTEM_URL: 'postgres://postino_system:x@127.0.0.1:1/none' })
  try {
    expect(await askHealth()).toEqual({ status: 503, body: { status: 'down', down: ['database'] } })
  } finally {
    Object.assign(getEnv(), { DATABASE_SYSTEM_URL: url })
    await disconnectDatabase()
  }
})

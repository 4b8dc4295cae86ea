import { beforeAll, expect, test } from 'vitest'
import { GET as getDocument } from '@/app/api/v1/openapi.json/route'
import { revokeApiKey } from '@/lib/api/revoke-api-key'
import { newId } from '@/lib/ids'
import { type KeyScope, keyScopes } from '@/lib/tenancy/key-scopes'
import { testDatabase } from '../support/database'
import { createWorld, type World } from '../support/world'
import { apiEntries, ask, makeProgram, type Program, seenOf } from './support/api'
import { requestTo } from './support/request'

const database = testDatabase()
let world: World
let program: Program

beforeAll(async () => {
  world = await createWorld(database)
  program = await makeProgram(world.a.owner)
})

test('a key opens its own tenant', async () => {
  const answer = await ask(program, 'listTickets')
  expect(answer.status).toBe(200)
  expect(answer.json.items.map((item: { id: string }) => item.id)).toEqual([world.a.ticketId])
  expect(answer.headers.get('vary')).toBe('Authorization')
  expect(answer.headers.get('access-control-allow-origin')).toBeNull()
})

test('whatever stands in the Authorization header, it is 401 and never 500', async () => {
  const whole = program.secret
  const headers = [
    '%',
    'Bearer',
    'Bearer ',
    'Bearer %',
    'Bearer %00',
    'Bearer undefined',
    'Bearer null',
    'Bearer po_',
    'Bearer po_%ff',
    `Bearer ${whole.slice(0, -1)}`,
    `Bearer ${whole}x`,
    `Bearer ${whole} ${whole}`,
    `Bearer  ${whole}`,
    `Basic ${Buffer.from(`${whole}:`).toString('base64')}`,
    whole,
    `Bearer ${whole.toUpperCase()}`,
    `Bearer po_${'a'.repeat(43)}`,
    `Bearer po_${'a'.repeat(20_000)}`,
    'Bearer eyJhbGciOiJub25lIn0.e30.',
  ]
  const missing = await ask(null, 'listTickets')
  expect(missing.status).toBe(401)
  expect(missing.headers.get('www-authenticate')).toBe('Bearer realm="postino"')
  for (const authorization of headers)
    expect(seenOf(await ask(null, 'listTickets', { authorization })), authorization).toBe(seenOf(missing))
})

test('the scheme of the header is read whatever its case', async () => {
  const answer = await ask(null, 'listTickets', { authorization: `bearer ${program.secret}` })
  expect(answer.status).toBe(200)
})

test('a revoked key, one that is over and one of a suspended tenant are as unknown as any, at once', async () => {
  const unknown = seenOf(await ask(null, 'listTickets', { authorization: `Bearer po_${'b'.repeat(43)}` }))
  const revoked = await makeProgram(world.a.owner)
  expect((await ask(revoked, 'listTickets')).status).toBe(200)
  await revokeApiKey(world.a.owner, { apiKeyId: idOf(revoked) })
  expect(seenOf(await ask(revoked, 'listTickets'))).toBe(unknown)

  const over = await makeProgram(world.a.owner)
  await database.query('UPDATE api_key SET expires_at = now() WHERE id = $1', [over.apiKeyId])
  expect(seenOf(await ask(over, 'listTickets'))).toBe(unknown)

  const theirs = await makeProgram(world.b.owner)
  await database.query(`UPDATE tenant SET status = 'suspended' WHERE id = $1`, [world.b.tenantId])
  expect(seenOf(await ask(theirs, 'listTickets'))).toBe(unknown)
  await database.query(`UPDATE tenant SET status = 'active' WHERE id = $1`, [world.b.tenantId])
})

test('a cookie of a signed-in agent opens nothing here', async () => {
  const answer = await ask(null, 'listTickets', { headers: { cookie: 'postino.session=x' } })
  expect(answer.status).toBe(401)
})

test('of a key only the hash and its first characters are kept', async () => {
  const rows = await database.query('SELECT * FROM api_key WHERE id = $1', [program.apiKeyId])
  const [row] = rows
  expect(JSON.stringify(rows)).not.toContain(program.secret)
  expect(row?.hash).toMatch(/^[0-9a-f]{64}$/)
  expect(program.secret.startsWith(String(row?.prefix))).toBe(true)
  expect(String(row?.prefix)).toHaveLength(9)
})

test('two keys of the same name differ, and each remembers that it was used', async () => {
  const other = await makeProgram(world.a.owner)
  expect(other.secret).not.toBe(program.secret)
  const [row] = await database.query('SELECT last_used_at FROM api_key WHERE id = $1', [program.apiKeyId])
  expect(row?.last_used_at).toBeInstanceOf(Date)
})

test('every operation is refused without its scope, whatever the other scopes are, and before its input is read', async () => {
  const entries = await apiEntries()
  expect(entries.size).toBeGreaterThan(15)
  const without = new Map<KeyScope, Program>()
  for (const scope of keyScopes)
    without.set(
      scope,
      await makeProgram(
        world.a.owner,
        keyScopes.filter((one) => one !== scope),
      ),
    )
  for (const { operation } of entries.values()) {
    const answer = await ask(without.get(operation.scope) ?? null, operation.id, {
      input: Object.fromEntries(pathIds(operation.path).map((name) => [name, newId()])),
    })
    expect([answer.status, answer.json.code], operation.id).toEqual([403, 'forbidden'])
  }
})

test('a scope that was taken out of the table of scopes is worth nothing', async () => {
  const odd = await makeProgram(world.a.owner, ['queues:read'])
  await database.query(`UPDATE api_key SET scopes = '{*,admin,tickets}' WHERE id = $1`, [odd.apiKeyId])
  expect((await ask(odd, 'listTickets')).status).toBe(403)
  expect((await ask(odd, 'listQueues')).status).toBe(403)
})

test('a key that asks too often is told when to come back; another key is not held up', async () => {
  const busy = await makeProgram(world.a.owner)
  expect((await ask(busy, 'listQueues')).status).toBe(200)
  await database.query('UPDATE rate_limit SET points = 600 WHERE key = $1', [`api-key:${busy.apiKeyId}`])
  const answer = await ask(busy, 'listQueues')
  expect([answer.status, answer.json.code]).toEqual([429, 'rate_limited'])
  const seconds = Number(answer.headers.get('retry-after'))
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(60)
  expect((await ask(program, 'listQueues')).status).toBe(200)
})

test('a problem says what RFC 9457 asks for, and names itself', async () => {
  const answer = await ask(program, 'getTicket', { input: { ticketId: newId() } })
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(answer.json).toEqual({
    type: 'http://localhost:3000/reference#error-not_found',
    title: 'Not found',
    status: 404,
    detail: 'Something that this request names does not exist, or is not yours.',
    code: 'not_found',
    instance: `urn:uuid:${answer.headers.get('x-request-id')}`,
  })
})

test('400 says for each field what is wrong with it, and repeats no value', async () => {
  const answer = await ask(program, 'listTickets', { input: { limit: '<script>', extra: 1, view: '<b>' } })
  expect(answer.status).toBe(400)
  expect(Object.keys(answer.json.fields).sort()).toEqual(['extra', 'limit', 'view'])
  expect(answer.text).not.toContain('<')
})

test('the document knows every route, and every operation has one', async () => {
  const response = await getDocument(requestTo('/api/v1/openapi.json'), undefined)
  const document = await response.json()
  const written = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods as object).map((method) => `${method.toUpperCase()} /api/v1${path}`),
  )
  const routes = [...(await apiEntries()).values()].map(({ entry }) =>
    entry.name.replace(/\[(\w+)\]/g, '{$1}'),
  )
  expect(written.sort()).toEqual(routes.sort())
  const ids = [...(await apiEntries()).values()].map(({ operation, entry }) => [
    `${operation.method} /api/v1${operation.path}`,
    entry.name.replace(/\[(\w+)\]/g, '{$1}'),
  ])
  for (const [said, served] of ids) expect(said).toBe(served)
})

const idOf = (one: Program) => one.apiKeyId as Parameters<typeof revokeApiKey>[1]['apiKeyId']

const pathIds = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)

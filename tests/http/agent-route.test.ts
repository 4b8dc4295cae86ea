import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { agentRoute } from '@/app/_entrance/agent-route'
import { AppError, notFound } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { testDatabase } from '../support/database'
import { createWorld, type World } from '../support/world'
import { type Browser, cookieOf, paramsOf, requestTo, seenOf, signIn } from './support/request'

const database = testDatabase()
let world: World
let agent: Browser

beforeAll(async () => {
  world = await createWorld(database)
  agent = await signIn(world.a.agent)
})

const input = z.strictObject({
  number: z.coerce.number().int().min(1),
  view: z.enum(['open', 'all']).optional(),
})
const echo = agentRoute({
  perm: 'ticket.read',
  input,
  run: async (scope, given) => ({ tenantId: scope.tenantId, as: scope.actor.displayName, given }),
})
const ask = (query = '', cookie: string | undefined = agent.cookie, tenant = 'alpha', number = '1') =>
  echo(requestTo(`/t/${tenant}/data/tickets/${number}${query}`, { cookie }), paramsOf({ tenant, number }))
const codeOf = async (response: Response) => ({ status: response.status, code: (await response.json()).code })

test('a member gets the tenant of the URL, in his role there, and nothing may cache it', async () => {
  const response = await ask('?view=all')
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({
    tenantId: world.a.tenantId,
    as: 'Ada',
    given: { number: 1, view: 'all' },
  })
  expect(response.headers.get('cache-control')).toBe('private, no-store')
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
})

test('a host that is not ours gets nothing, with the best cookie too', async () => {
  for (const host of ['evil.example', 'localhost:3001', '']) {
    const request = requestTo('/t/alpha/data/tickets/1', { cookie: agent.cookie, headers: { host } })
    const response = await echo(request, paramsOf({ tenant: 'alpha', number: '1' }))
    expect([host, response.status]).toEqual([host, 421])
    expect(await response.text()).not.toContain(world.a.tenantId)
  }
})

test('one person in two tenants is each time who he is in the tenant of the URL', async () => {
  const shared = await signIn(world.a.shared)
  expect(await (await ask('', shared.cookie, 'alpha')).json()).toMatchObject({ tenantId: world.a.tenantId })
  expect(await (await ask('', shared.cookie, 'beta')).json()).toMatchObject({ tenantId: world.b.tenantId })
})

test.each(['?view=closed', '?other=1', '?view=open&view=all', '?__proto__=1', '?constructor=x'])(
  'a query that is not listed is 400: %s',
  async (query) => {
    expect(await codeOf(await ask(query))).toEqual({ status: 400, code: 'invalid_input' })
  },
)

test.each(['0', '-1', '1.5', 'x', '99e99', '', '1 OR 1=1', '../2'])(
  'a number that is none is 400: %j',
  async (number) => {
    expect(await codeOf(await ask('', agent.cookie, 'alpha', number))).toMatchObject({ status: 400 })
  },
)

test('the path decides which row is asked for, whatever the query says', async () => {
  expect((await (await ask('?number=2')).json()).given).toEqual({ number: 1 })
})

test('400 names the field and repeats nothing of what was sent', async () => {
  const body = await (await ask('?view=%3Cscript%3E')).text()
  expect(JSON.parse(body).fields).toEqual({ view: 'Check this field.' })
  expect(body).not.toContain('script')
})

test('without a good cookie it is 401, whether the tenant exists or not', async () => {
  const cookies = [
    undefined,
    'postino.session=',
    'postino.session=garbage',
    'postino.session=%',
    `postino.session=${'a'.repeat(20_000)}`,
    await cookieOf('not-a-uuid'),
    await cookieOf(newId()),
  ]
  for (const cookie of cookies) {
    const known = await seenOf(await ask('', cookie ?? '', 'alpha'))
    const unknown = await seenOf(await ask('', cookie ?? '', 'nowhere'))
    expect(known.status, cookie).toBe(401)
    expect(unknown).toEqual(known)
  }
})

test('a revoked, an expired and a disabled person’s session are 401 at the next request', async () => {
  const ends = [
    'UPDATE session SET revoked_at = now() WHERE id = $1',
    'UPDATE session SET expires_at = now() WHERE id = $1',
    'UPDATE app_user SET disabled_at = now() WHERE id = (SELECT user_id FROM session WHERE id = $1)',
  ]
  for (const end of ends) {
    const browser = await signIn(world.b.owner)
    expect((await ask('', browser.cookie, 'beta')).status).toBe(200)
    await database.query(end, [browser.sessionId])
    expect(await codeOf(await ask('', browser.cookie, 'beta')), end).toEqual({
      status: 401,
      code: 'unauthenticated',
    })
  }
})

test('a foreign, a suspended, a deactivated, an unknown and an unreadable tenant are the same 404', async () => {
  const shared = await signIn(world.b.shared)
  await database.query('UPDATE membership SET deactivated_at = now() WHERE id = $1', [
    world.b.shared.actor.membershipId,
  ])
  const suspendedId = newId()
  await database.query(
    `INSERT INTO tenant (id, slug, name, status) VALUES ($1, 'gamma', 'Gamma', 'suspended')`,
    [suspendedId],
  )
  await database.query(
    `INSERT INTO membership (id, tenant_id, user_id, role, display_name) VALUES ($1, $2, $3, 'owner', 'Ada')`,
    [newId(), suspendedId, world.a.agent.actor.userId],
  )
  const unknown = await seenOf(await ask('', agent.cookie, 'nowhere'))
  expect(unknown.status).toBe(404)
  expect(await seenOf(await ask('', agent.cookie, 'beta'))).toEqual(unknown)
  expect(await seenOf(await ask('', agent.cookie, 'gamma'))).toEqual(unknown)
  expect(await seenOf(await ask('', shared.cookie, 'beta'))).toEqual(unknown)
  for (const slug of ['ALPHA', 'alpha ', '%00', 'a'.repeat(10_000), '..', world.a.tenantId, ''])
    expect(await seenOf(await ask('', agent.cookie, slug)), slug).toEqual(unknown)
})

test('a role without the permission is 403 in its own tenant and 404 in another', async () => {
  const settings = agentRoute({ perm: 'settings.read', input: z.strictObject({}), run: async () => 'secret' })
  const askSettings = (tenant: string) =>
    settings(requestTo('/', { cookie: agent.cookie }), paramsOf({ tenant }))
  expect(await codeOf(await askSettings('alpha'))).toEqual({ status: 403, code: 'forbidden' })
  expect(await codeOf(await askSettings('beta'))).toEqual({ status: 404, code: 'not_found' })
})

test('a change from another origin is 403 before anything is read', async () => {
  const save = agentRoute({
    perm: 'ticket.reply',
    input: z.strictObject({}),
    read: () => ({}),
    run: async () => 'saved',
  })
  const post = (headers: Record<string, string>) =>
    save(requestTo('/', { cookie: agent.cookie, method: 'POST', headers }), paramsOf({ tenant: 'alpha' }))
  expect((await post({})).status).toBe(200)
  for (const origin of [
    'https://evil.example',
    'null',
    '',
    'http://localhost:3001',
    'http://localhost:3000.evil.example',
  ])
    expect((await post({ origin })).status, origin).toBe(403)
  const silent = requestTo('/', { cookie: agent.cookie, method: 'POST' })
  silent.headers.delete('origin')
  expect((await save(silent, paramsOf({ tenant: 'alpha' }))).status).toBe(403)
})

test('refusals say their code in the language of the reader; details stay in the log', async () => {
  const refuse = (error: unknown) =>
    agentRoute({ perm: 'ticket.read', input: z.strictObject({}), run: () => Promise.reject(error) })(
      requestTo('/', { cookie: agent.cookie, headers: { 'accept-language': 'it' } }),
      paramsOf({ tenant: 'alpha' }),
    )
  const one = await seenOf(await refuse(notFound('ticket')))
  const other = await seenOf(await refuse(new AppError('not_found', 'CANARY', { details: { of: 'CANARY' } })))
  expect(other).toEqual(one)
  expect(JSON.parse(one.body)).toEqual({ code: 'not_found', message: 'Non esiste, o non puoi vederlo.' })

  const bug = await seenOf(await refuse(new Error('CANARY: connection string')))
  expect(bug.status).toBe(500)
  expect(bug.body).not.toContain('CANARY')
  expect(JSON.parse(bug.body).code).toBe('internal')
})

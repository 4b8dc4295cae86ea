import { beforeAll, expect, test, vi } from 'vitest'
import { createApiKeyAction, revokeApiKeyAction } from '@/app/t/[tenant]/settings/api-keys/actions'
import { listApiKeys } from '@/lib/api/list-api-keys'
import { newId } from '@/lib/ids'
import { testDatabase } from '../support/database'
import { createWorld, type World } from '../support/world'
import { ask } from './support/api'
import { asBrowser } from './support/next-headers'
import { type Browser, signIn } from './support/request'

vi.mock('next/headers', () => import('./support/next-headers'))

const database = testDatabase()
let world: World
let owner: Browser

beforeAll(async () => {
  world = await createWorld(database)
  owner = await signIn(world.a.owner)
})

// What a browser sends has no type.
const call = (action: unknown, input: unknown, cookie = owner.cookie, tenant = 'alpha') =>
  asBrowser({ cookie }, () =>
    Reflect.apply(action as () => Promise<unknown>, undefined, [tenant, input]),
  ) as Promise<{
    ok: boolean
    code?: string
    value?: { secret: string; key: { id: string } }
  }>

const input = { name: 'Shop', scopes: ['queues:read', 'queues:read'], lifetimeDays: 30 }

test('a key is made, works with its scopes, is listed without its secret, and stops when it is revoked', async () => {
  const made = await call(createApiKeyAction, input)
  if (!made.value) throw new Error(made.code)
  const { secret, key } = made.value
  const program = { secret, apiKeyId: key.id }
  expect((await ask(program, 'listQueues')).status).toBe(200)
  expect((await ask(program, 'listStates')).status).toBe(403)

  const listed = await listApiKeys(world.a.owner)
  expect(listed).toMatchObject([
    { id: key.id, name: 'Shop', scopes: ['queues:read'], createdBy: 'Olive', isOver: false },
  ])
  expect(JSON.stringify(listed)).not.toContain(secret)
  const lifetimeMs = Date.parse(listed[0]?.expiresAt ?? '') - Date.parse(listed[0]?.createdAt ?? '')
  expect(lifetimeMs).toBe(30 * 24 * 3_600_000)

  expect(await call(revokeApiKeyAction, { apiKeyId: key.id })).toEqual({ ok: true, value: null })
  expect((await ask(program, 'listQueues')).status).toBe(401)
  expect(await listApiKeys(world.a.owner)).toEqual([])
  expect(await call(revokeApiKeyAction, { apiKeyId: key.id })).toMatchObject({ ok: false, code: 'not_found' })
})

test('making and revoking a key is written down, with who did it and without the secret', async () => {
  const rows = await database.query(
    `SELECT actor_kind, actor_id, action, details->>'name' AS name FROM audit_entry
     WHERE action LIKE 'api_key_%' AND tenant_id = $1 ORDER BY at, id`,
    [world.a.tenantId],
  )
  const by = { actor_kind: 'agent', actor_id: world.a.owner.actor.membershipId, name: 'Shop' }
  expect(rows).toEqual([
    { ...by, action: 'api_key_created' },
    { ...by, action: 'api_key_revoked' },
  ])
})

test('a key that is over stays in the list and says so', async () => {
  const made = await call(createApiKeyAction, { ...input, name: 'Over' })
  await database.query('UPDATE api_key SET expires_at = now() WHERE id = $1', [made.value?.key.id])
  expect(await listApiKeys(world.a.owner)).toMatchObject([{ name: 'Over', isOver: true }])
})

test('an agent may neither make nor revoke keys, a stranger finds nothing, and whoever is nobody is told so', async () => {
  const agent = await signIn(world.a.agent)
  const stranger = await signIn(world.b.owner)
  for (const [cookie, code] of [
    [agent.cookie, 'forbidden'],
    [stranger.cookie, 'not_found'],
    ['', 'unauthenticated'],
  ] as const) {
    expect(await call(createApiKeyAction, input, cookie)).toMatchObject({ ok: false, code })
    expect(await call(revokeApiKeyAction, { apiKeyId: newId() }, cookie)).toMatchObject({ ok: false, code })
  }
})

test.each([
  { name: 'x', scopes: [] },
  { name: 'x', scopes: ['*'] },
  { name: 'x', scopes: ['tickets'] },
  { name: 'x', scopes: 'tickets:read' },
  { name: '', scopes: ['tickets:read'] },
  { name: 'x'.repeat(81), scopes: ['tickets:read'] },
  { name: 'x', scopes: ['tickets:read'], lifetimeDays: 36_500 },
  { name: 'x', scopes: ['tickets:read'], hash: 'x' },
])('a key that is not as the form makes it is refused: %j', async (given) => {
  expect(await call(createApiKeyAction, given)).toMatchObject({ ok: false, code: 'invalid_input' })
})

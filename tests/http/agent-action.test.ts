import { beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { agentAction } from '@/app/_entrance/agent-action'
import { leave } from '@/app/_entrance/leave'
import { notFound } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { testDatabase } from '../support/database'
import { createWorld, type World } from '../support/world'
import { asBrowser, writtenCookies } from './support/next-headers'
import { type Browser, signIn } from './support/request'

vi.mock('next/headers', () => import('./support/next-headers'))

const database = testDatabase()
let world: World
let agent: Browser

beforeAll(async () => {
  world = await createWorld(database)
  agent = await signIn(world.a.agent)
})

const TicketId = z.uuid()
const echo = agentAction({
  perm: 'ticket.change',
  input: z.strictObject({ ticketId: TicketId, note: z.string().max(10).optional() }),
  run: async (scope, input) => ({ tenantId: scope.tenantId, input }),
})
const call = (tenant: unknown, input: unknown, asked: Record<string, string> = { cookie: agent.cookie }) =>
  // What a browser sends has no type.
  asBrowser(asked, () => Reflect.apply(echo, undefined, [tenant, input]))

test('a member acts in the tenant of the page', async () => {
  const input = { ticketId: newId() }
  expect(await call('alpha', input)).toEqual({ ok: true, value: { tenantId: world.a.tenantId, input } })
})

test.each([
  undefined,
  null,
  [],
  'x',
  7,
  {},
  { ticketId: { not: '' } },
  { ticketId: [newId()] },
  { ticketId: null },
  { ticketId: '' },
  { ticketId: newId(), extra: 1 },
  { ticketId: newId(), tenantId: newId() },
  { ticketId: newId(), note: 'x'.repeat(11) },
  JSON.parse(`{"ticketId":"${newId()}","__proto__":{"a":1}}`),
])('an input that is not listed is refused: %j', async (input) => {
  expect(await call('alpha', input)).toMatchObject({ ok: false, code: 'invalid_input' })
})

test.each(['a\u0000b', 'a\ud800b'])(
  'a text that cannot be stored is refused, not broken on: %j',
  async (note) => {
    expect(await call('alpha', { ticketId: newId(), note })).toMatchObject({
      ok: false,
      code: 'invalid_input',
    })
  },
)

test('a refused form names its fields in words', async () => {
  expect(await call('alpha', { ticketId: 'x', note: 'x'.repeat(11) })).toEqual({
    ok: false,
    code: 'invalid_input',
    message: 'Something in this form is not right. Check it and try again.',
    fields: { ticketId: 'Check this field.', note: 'Check this field.' },
  })
})

test('anonymous and revoked callers are unauthenticated', async () => {
  const revoked = await signIn(world.a.agent)
  await database.query('UPDATE session SET revoked_at = now() WHERE id = $1', [revoked.sessionId])
  for (const asked of [{}, { cookie: 'postino.session=x' }, { cookie: revoked.cookie }])
    expect(await call('alpha', { ticketId: newId() }, asked)).toMatchObject({
      ok: false,
      code: 'unauthenticated',
    })
})

test('a foreign and an unknown tenant, and what is no slug at all, are the same refusal', async () => {
  const unknown = await call('nowhere', { ticketId: newId() })
  expect(unknown).toMatchObject({ ok: false, code: 'not_found' })
  for (const tenant of ['beta', world.b.tenantId, undefined, null, {}, { not: '' }, ['alpha'], 'ALPHA', ''])
    expect(await call(tenant, { ticketId: newId() })).toEqual(unknown)
})

test('an origin that is missing, opaque or foreign is refused before anything else', async () => {
  for (const origin of ['', 'null', 'https://evil.example', 'http://localhost:3000.evil.example'])
    expect(await call('alpha', { ticketId: newId() }, { cookie: agent.cookie, origin })).toMatchObject({
      ok: false,
      code: 'forbidden',
    })
})

test('a role without the permission is told so', async () => {
  const settings = agentAction({ perm: 'settings.read', input: z.strictObject({}), run: async () => 1 })
  const answer = await asBrowser({ cookie: agent.cookie }, () => settings('alpha', {}))
  expect(answer).toMatchObject({ ok: false, code: 'forbidden' })
})

test('an expected refusal keeps its code, a bug shows a number and nothing else', async () => {
  const failing = (error: unknown) =>
    agentAction({ perm: 'ticket.read', input: z.strictObject({}), run: () => Promise.reject(error) })
  const answer = (error: unknown) => asBrowser({ cookie: agent.cookie }, () => failing(error)('alpha', {}))
  expect(await answer(notFound('ticket'))).toMatchObject({ ok: false, code: 'not_found' })
  const bug = await answer(new Error('CANARY'))
  expect(bug).toMatchObject({ ok: false, code: 'internal' })
  expect(JSON.stringify(bug)).not.toContain('CANARY')
})

test('signing out ends the row and takes the cookie away', async () => {
  const browser = await signIn(world.a.owner)
  const signOut = agentAction({ perm: 'session.own', input: z.strictObject({}), run: leave })
  const answer = await asBrowser({ cookie: browser.cookie }, () => signOut('alpha', {}))
  expect(answer).toEqual({ ok: true, value: null })
  expect(writtenCookies()).toEqual([{ name: 'postino.session', value: '', maxAge: 0 }])
  const [row] = await database.query('SELECT revoked_at FROM session WHERE id = $1', [browser.sessionId])
  expect(row?.revoked_at).toBeInstanceOf(Date)
  const again = await asBrowser({ cookie: browser.cookie }, () => signOut('alpha', {}))
  expect(again).toMatchObject({ ok: false, code: 'unauthenticated' })
})

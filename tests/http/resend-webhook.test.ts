import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { POST as postEvent } from '@/app/api/webhooks/resend/route'
import { withTenant } from '@/lib/db/with-tenant'
import { getEnv } from '@/lib/env'
import { newId } from '@/lib/ids'
import { secretOfKey, signatureOf } from '@/lib/inbound/rules'
import { testDatabase } from '../support/database'
import { createWorld, type World } from '../support/world'
import { requestTo, seenOf } from './support/request'

const key = Buffer.alloc(24, 9)
const database = testDatabase()
let world: World
beforeAll(async () => {
  world = await createWorld(database)
  Object.assign(getEnv(), { RESEND_WEBHOOK_SECRET: secretOfKey(key) })
})

const received = (data: object) => ({
  type: 'email.received',
  created_at: '2026-11-20T10:00:00Z',
  data: { email_id: randomUUID(), from: 'Rosa Neri <rosa@cliente.example>', to: [], ...data },
})

async function post(
  event: unknown,
  change: { id?: string; key?: Buffer; secondsAgo?: number; sentBody?: string } = {},
) {
  const id = change.id ?? `msg_${randomUUID()}`
  const timestamp = String(Math.floor(Date.now() / 1000) - (change.secondsAgo ?? 0))
  const body = typeof event === 'string' ? event : JSON.stringify(event)
  const signature = signatureOf({ id, timestamp }, Buffer.from(body), change.key ?? key)
  const request = requestTo('/api/webhooks/resend', {
    method: 'POST',
    headers: {
      'svix-id': id,
      'svix-timestamp': timestamp,
      'svix-signature': `v1,${signature.toString('base64')}`,
    },
    body: change.sentBody ?? body,
  })
  return seenOf(await postEvent(request, { params: Promise.resolve({}) }))
}

const fetches = (tenant: World['a']) =>
  database.query(
    'SELECT provider_mail_id, mailbox_id, recipient, envelope_from, envelope_to, state FROM inbound_fetch WHERE tenant_id = $1 ORDER BY announced_at, id',
    [tenant.tenantId],
  )

test('a mail is noted for the tenant whose address it came to, whatever the header fields say', async () => {
  const [name, domain] = world.a.creationAddress.split('@')
  const event = received({
    email_id: 'mail-1',
    to: [world.b.creationAddress, 'someone@else.example'],
    received_for: [`${name}+token@${domain}`.toUpperCase()],
  })
  expect(await post(event)).toMatchObject({ status: 200, body: '{"status":"noted"}' })
  expect(await fetches(world.b)).toEqual([])
  expect(await fetches(world.a)).toMatchObject([
    {
      provider_mail_id: 'mail-1',
      mailbox_id: world.a.mailboxId,
      recipient: world.a.creationAddress,
      envelope_from: 'rosa@cliente.example',
      state: 'waiting',
    },
  ])
})

test('a mail to addresses of two tenants is noted once for each', async () => {
  const before = [(await fetches(world.a)).length, (await fetches(world.b)).length]
  const to = [world.a.creationAddress, world.b.creationAddress, world.b.creationAddress]
  await post(received({ to }))
  expect([(await fetches(world.a)).length, (await fetches(world.b)).length]).toEqual(
    before.map((count) => count + 1),
  )
})

test('a mail to two addresses of one mailbox is noted for each, with the marks of both', async () => {
  const second = `second-${world.a.creationAddress}`
  await withTenant(world.a.agent, (db) =>
    db.creationAddress.create({ data: { id: newId(), mailboxId: world.a.mailboxId, address: second } }),
  )
  const before = (await fetches(world.a)).length
  const to = [world.a.creationAddress, second, world.a.creationAddress.replace('@', '+token@')]
  await post(received({ to }))
  const noted = (await fetches(world.a)).slice(before)
  expect(noted.map(({ recipient }) => recipient).sort()).toEqual([world.a.creationAddress, second].sort())
  for (const one of noted) expect(one).toMatchObject({ envelope_to: to })
})

test('the same event again is answered and noted once', async () => {
  const before = (await fetches(world.a)).length
  const event = received({ to: [world.a.creationAddress] })
  expect((await post(event, { id: 'msg_again' })).body).toBe('{"status":"noted"}')
  expect((await post(event, { id: 'msg_again' })).body).toBe('{"status":"already-noted"}')
  expect((await fetches(world.a)).length).toBe(before + 1)
})

test('what Resend did not sign now is refused alike, and nothing is noted', async () => {
  const before = await database.query('SELECT count(*) FROM inbound_fetch')
  const event = received({ to: [world.a.creationAddress] })
  const refused = [
    await post(event, { key: Buffer.alloc(24) }),
    await post(event, { secondsAgo: 301 }),
    await post(event, { sentBody: JSON.stringify(received({ to: [world.b.creationAddress] })) }),
    await seenOf(
      await postEvent(requestTo('/api/webhooks/resend', { method: 'POST', body: JSON.stringify(event) }), {
        params: Promise.resolve({}),
      }),
    ),
  ]
  expect(refused.map(({ status }) => status)).toEqual([401, 401, 401, 401])
  expect(new Set(refused.map(({ body }) => body)).size).toBe(1)
  expect(await database.query('SELECT count(*) FROM inbound_fetch')).toEqual(before)
})

test('other events and mails for nobody here are answered and forgotten', async () => {
  expect((await post({ type: 'email.delivered', data: {} })).body).toBe('{"status":"not-for-us"}')
  expect((await post(received({ to: ['nobody@in.postino.test'] }))).body).toBe('{"status":"not-for-us"}')
  expect(await database.query("SELECT FROM webhook_event WHERE event_id = 'nobody'")).toEqual([])
})

test('what is signed but no event is refused as such', async () => {
  for (const body of ['no json', '{}', '{"type":"email.received"}', '[]'])
    expect((await post(body)).status, body).toBe(400)
})

test('a body over 1 MB is refused', async () => {
  expect((await post({ type: 'x'.repeat(1024 * 1024) })).status).toBe(413)
})

test('without Resend there is no such route', async () => {
  Object.assign(getEnv(), { RESEND_WEBHOOK_SECRET: undefined })
  expect((await post(received({ to: [world.a.creationAddress] }))).status).toBe(404)
})

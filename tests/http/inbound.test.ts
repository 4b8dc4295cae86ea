import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { POST as postMail } from '@/app/api/inbound/[endpointId]/route'
import { createInboundEndpoint } from '@/lib/inbound/create-inbound-endpoint'
import { revokeInboundEndpoint } from '@/lib/inbound/revoke-inbound-endpoint'
import { keyOfSecret, signatureOf } from '@/lib/inbound/rules'
import { systemScope } from '@/lib/tenancy/scope'
import { testDatabase } from '../support/database'
import { mailText } from '../support/ingest'
import { createWorld, type World } from '../support/world'
import { paramsOf, requestTo, seenOf } from './support/request'

const database = testDatabase()
let world: World
let ofA: { endpointId: string; secret: string }
let ofB: { endpointId: string; secret: string }

const open = (tenant: World['a']) =>
  createInboundEndpoint(systemScope(tenant.tenantId, 'test'), { address: tenant.creationAddress })

beforeAll(async () => {
  world = await createWorld(database)
  ofA = await open(world.a)
  ofB = await open(world.b)
})

interface Posting {
  endpointId: string
  secret: string
  body?: Uint8Array
  id?: string
  secondsAgo?: number
  sentBody?: Uint8Array | ReadableStream<Uint8Array>
  headers?: Record<string, string>
}

async function post(posting: Posting) {
  const { endpointId, secret, id = `msg_${randomUUID()}`, secondsAgo = 0 } = posting
  const body = posting.body ?? Buffer.from(mailText({ Subject: id }))
  const timestamp = String(Math.floor(Date.now() / 1000) - secondsAgo)
  const signature = signatureOf({ id, timestamp }, body, keyOfSecret(secret)).toString('base64')
  const request = requestTo(`/api/inbound/${endpointId}`, {
    method: 'POST',
    headers: {
      'content-type': 'message/rfc822',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
      ...posting.headers,
    },
    body: (posting.sentBody ?? body) as BodyInit,
  })
  return seenOf(await postMail(request, paramsOf({ endpointId })))
}

const rawMails = (tenant: World['a']) =>
  database.query<{ source: string; recipient: string; envelope_from: string; delivery_count: number }>(
    'SELECT source, recipient, envelope_from, delivery_count FROM raw_mail WHERE tenant_id = $1 ORDER BY received_at',
    [tenant.tenantId],
  )

test('a signed mail is kept in the tenant of its endpoint, and its sender’s name for it comes back', async () => {
  const answer = await post({ ...ofA, headers: { 'x-case-id': 'case-17' } })
  expect(answer).toMatchObject({ status: 200, body: '{"status":"stored"}' })
  expect(answer.headers).toContain('x-case-id: case-17')
  expect(await rawMails(world.a)).toEqual([
    {
      source: 'http',
      recipient: world.a.creationAddress,
      envelope_from: 'rosa.neri@cliente.example',
      delivery_count: 1,
    },
  ])
  expect(await rawMails(world.b)).toEqual([])
  const facts = await database.query("SELECT FROM outbox WHERE name = 'mail/stored' AND tenant_id = $1", [
    world.a.tenantId,
  ])
  expect(facts.length).toBe(1)
})

test('the same request again is answered and does nothing; the same id in another tenant is another event', async () => {
  const body = Buffer.from(mailText({ Subject: 'twice' }))
  const before = (await rawMails(world.a)).length
  expect((await post({ ...ofA, id: 'msg_twice', body })).body).toBe('{"status":"stored"}')
  expect((await post({ ...ofA, id: 'msg_twice', body })).body).toBe('{"status":"already-stored"}')
  const mails = await rawMails(world.a)
  expect(mails.length).toBe(before + 1)
  expect(mails.at(-1)?.delivery_count).toBe(1)
  expect((await post({ ...ofB, id: 'msg_twice', body })).body).toBe('{"status":"stored"}')
})

test('another mail under an id that was used is refused and not thrown away with a 200', async () => {
  const mails = { first: mailText({ Subject: 'first' }), second: mailText({ Subject: 'second' }) }
  const send = (name: keyof typeof mails) =>
    post({ ...ofA, id: 'msg_reused', body: Buffer.from(mails[name]) })
  expect((await send('first')).body).toBe('{"status":"stored"}')
  const before = (await rawMails(world.a)).length
  const refused = await send('second')
  expect(refused).toMatchObject({
    status: 409,
    body: expect.stringContaining('"code":"idempotency_conflict"'),
  })
  expect(refused.headers).toContain('content-type: application/problem+json')
  expect((await send('first')).body).toBe('{"status":"already-stored"}')
  expect((await rawMails(world.a)).length).toBe(before)
})

test('where nothing is known of what came under an id, another mail is kept', async () => {
  const id = 'msg_before'
  expect((await post({ ...ofA, id, body: Buffer.from(mailText({ Subject: 'old' })) })).status).toBe(200)
  await database.query('UPDATE webhook_event SET body_sha256 = NULL WHERE event_id = $1', [id])
  const before = (await rawMails(world.a)).length
  expect((await post({ ...ofA, id, body: Buffer.from(mailText({ Subject: 'new' })) })).body).toBe(
    '{"status":"stored"}',
  )
  expect((await rawMails(world.a)).length).toBe(before + 1)
})

test('requests that nobody signed so are refused alike, and nothing is kept', async () => {
  const before = await database.query('SELECT count(*) FROM raw_mail')
  const revoked = await open(world.a)
  await revokeInboundEndpoint(systemScope(world.a.tenantId, 'test'), revoked)
  const refused = [
    await post({ ...ofA, secret: ofB.secret }),
    await post({ ...ofA, sentBody: Buffer.from('Subject: another\r\n\r\n') }),
    await post({ ...ofA, secondsAgo: 301 }),
    await post({ ...ofA, secondsAgo: -301 }),
    await post({ ...ofA, endpointId: randomUUID() }),
    await post({ ...ofA, endpointId: 'no-id' }),
    await post({ ...ofA, headers: { 'webhook-signature': 'v1,' } }),
    await post(revoked),
  ]
  expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 401))
  expect(new Set(refused.map(({ body, headers }) => body + headers)).size).toBe(1)
  expect(await database.query('SELECT count(*) FROM raw_mail')).toEqual(before)
})

test('a body over 50 MB is refused while it comes, also one that does not say how long it is', async () => {
  const chunk = new Uint8Array(1024 * 1024)
  let sent = 0
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      sent += 1
      controller.enqueue(chunk)
    },
  })
  expect((await post({ ...ofA, sentBody: endless })).status).toBe(413)
  expect(sent).toBeLessThan(60)
  expect((await post({ ...ofA, headers: { 'content-length': String(51 * 1024 * 1024) } })).status).toBe(413)
})

test('an empty body is no mail', async () => {
  expect((await post({ ...ofA, body: new Uint8Array() })).status).toBe(400)
})

test('a tenant that takes no mail now says so, and the program keeps it', async () => {
  await database.query('UPDATE mailbox SET paused_at = now() WHERE tenant_id = $1', [world.b.tenantId])
  expect((await post(ofB)).status).toBe(503)
  await database.query('UPDATE mailbox SET paused_at = NULL WHERE tenant_id = $1', [world.b.tenantId])
  await database.query('UPDATE tenant_usage SET stored_bytes = 1e15 WHERE tenant_id = $1', [world.b.tenantId])
  expect((await post(ofB)).status).toBe(507)
})

test('an endpoint is opened for the tenant’s own addresses only, and closed by the tenant only', async () => {
  const scope = systemScope(world.a.tenantId, 'test')
  await expect(createInboundEndpoint(scope, { address: world.b.creationAddress })).rejects.toMatchObject({
    code: 'not_found',
  })
  await expect(revokeInboundEndpoint(scope, ofB)).rejects.toMatchObject({ code: 'not_found' })
  const audit = await database.query(
    "SELECT details->>'address' AS address FROM audit_entry WHERE action = 'inbound_endpoint_created' AND tenant_id = $1 LIMIT 1",
    [world.a.tenantId],
  )
  expect(audit).toEqual([{ address: world.a.creationAddress }])
})

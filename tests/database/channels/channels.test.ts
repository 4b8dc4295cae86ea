import { afterAll, beforeAll, expect, test } from 'vitest'
import { createChannelSenders } from '@/lib/adapters/channels/create-channel-senders'
import { readSealingKeys } from '@/lib/adapters/key-file/read-sealing-keys'
import { notConfiguredSender } from '@/lib/adapters/smtp-out/not-configured-sender'
import { createChannel } from '@/lib/channels/create-channel'
import { getChannelTest } from '@/lib/channels/get-channel-test'
import { CreateChannelInput, type TestChannelInput, UpdateChannelInput } from '@/lib/channels/inputs'
import { listChannels } from '@/lib/channels/list-channels'
import { removeChannel } from '@/lib/channels/remove-channel'
import { runChannelTest } from '@/lib/channels/run-channel-test'
import { testChannel } from '@/lib/channels/test-channel'
import { updateChannel } from '@/lib/channels/update-channel'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { deliverDueMails } from '@/lib/outbound/deliver-due-mails'
import { systemScope } from '@/lib/tenancy/scope'
import { testDatabase } from '../../support/database'
import { egressTo } from '../../support/egress'
import { testEnv } from '../../support/env'
import { leastOf } from '../../support/least-of'
import { type SmtpSink, startSmtpSink } from '../../support/smtp-sink'
import { createWorld, type World } from '../../support/world'

const database = testDatabase()
const sealingKeys = readSealingKeys({ ...testEnv, KEY_FILE: undefined, POSTINO_OLD_SECRETS: [] })
const credentials = { keys: sealingKeys }
const scope = () => world.a.owner
let world: World
let sink: SmtpSink
let senders: ReturnType<typeof createChannelSenders>
let goodPassword = 'right password'
let logins = 0

beforeAll(async () => {
  world = await createWorld(database)
  sink = await startSmtpSink({
    server: {
      disabledCommands: ['STARTTLS'],
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ password }, _session, done) => {
        logins++
        if (password === goodPassword) return done(null, { user: 'x' })
        done(Object.assign(new Error('5.7.8 no'), { responseCode: 535 }))
      },
    },
  })
  senders = createChannelSenders({
    system: notConfiguredSender,
    egress: egressTo(sink.port),
    hostname: 'postino.test',
    timeouts: { setupTimeoutMs: 10_000 },
  })
})
afterAll(async () => {
  await senders.close()
  await sink.close()
})

const form = (over: Record<string, unknown> = {}) =>
  CreateChannelInput.parse({
    ...{ kind: 'smtp', name: 'Own server', fromName: 'Desk', fromAddress: `desk-${newId()}@alpha.test` },
    ...{ host: '127.0.0.1', port: sink.port, encryption: 'none', username: 'desk', secret: 'right password' },
    ...{ isWeakConfirmed: true, ...over },
  })
const create = async (over: Record<string, unknown> = {}) =>
  (await createChannel(scope(), form(over), { sealingKeys })).channelId
const change = (channelId: string, over: Record<string, unknown> = {}) =>
  updateChannel(
    scope(),
    UpdateChannelInput.parse({
      ...{ channelId, name: 'Own server', fromName: 'Desk', host: '127.0.0.1', port: sink.port },
      ...{
        encryption: 'none',
        username: 'desk',
        isActive: true,
        isDefault: false,
        isWeakConfirmed: true,
        ...over,
      },
    }),
    { sealingKeys },
  )
const read = async (channelId: string) =>
  (await listChannels(scope())).find(({ id }) => id === channelId) ?? Promise.reject(new Error('no channel'))

async function queueMail(channelId: string): Promise<string> {
  const id = newId()
  await withTenant(scope(), async (db) => {
    await db.outboundMail.create({
      data: {
        ...{ id, kind: 'reply', ticketId: world.a.ticketId, channelId, messageIdHeader: `${id}@alpha.test` },
        envelopeFrom: 'desk@alpha.test',
        recipients: [{ address: 'maria@customer.example', state: 'waiting', detail: '' }],
        nextAttemptAt: new Date('2026-01-01T00:00:00Z'),
      },
    })
    await db.outboundMime.create({
      data: { outboundMailId: id, bytes: Buffer.from(`Message-ID: <${id}@a>\r\n\r\nx\r\n`) },
    })
  })
  return id
}
const deliver = (outboundMailId: string) =>
  deliverDueMails(
    systemScope(world.a.tenantId, 'test'),
    { ...senders, credentials },
    { only: [outboundMailId] },
  )
const stateOf = async (id: string) => {
  const [row] = await database.query('SELECT state, trouble, attempts FROM outbound_mail WHERE id = $1', [id])
  return row
}

test('a mail leaves by the channel it was written for, signed in with its own password', async () => {
  const channelId = await create()
  const mail = await queueMail(channelId)
  await deliver(mail)
  expect(await stateOf(mail)).toMatchObject({ state: 'accepted' })
  expect(await read(channelId)).toMatchObject({
    trouble: null,
    lastSuccessAt: expect.any(String),
    login: { kind: 'password', account: 'desk' },
  })
  expect(JSON.stringify(await listChannels(scope()))).not.toContain('right password')
})

test('a refused password stops after three tries, mails wait, and a new password sends them', async () => {
  const channelId = await create({ secret: 'wrong password' })
  logins = 0
  const mails = []
  for (let i = 0; i < 5; i++) mails.push(await queueMail(channelId))
  for (const mail of mails) await deliver(mail)
  expect(logins).toBe(3)
  expect(await read(channelId)).toMatchObject({
    trouble: 'password_refused',
    troubleSince: expect.any(String),
  })
  expect(await stateOf(mails[4] ?? '')).toEqual({
    state: 'pending',
    trouble: 'password_refused',
    attempts: 0,
  })
  await change(channelId, { secret: 'right password' })
  expect(await read(channelId)).toMatchObject({ trouble: null })
  for (const mail of mails) await deliver(mail)
  for (const mail of mails) expect(await stateOf(mail)).toMatchObject({ state: 'accepted' })
})

test('a channel that rests sends nothing, and its mails wait', async () => {
  const channelId = await create()
  await change(channelId, { isActive: false })
  const mail = await queueMail(channelId)
  await deliver(mail)
  expect(await stateOf(mail)).toMatchObject({ state: 'pending', attempts: 0 })
})

test('thirty mails a minute leave by Exchange, whoever sends them; the others wait their turn', async () => {
  const channelId = await create()
  await database.query(`UPDATE outbound_channel SET provider = 'microsoft' WHERE id = $1`, [channelId])
  const mails: string[] = []
  for (let i = 0; i < 34; i++) mails.push(await queueMail(channelId))
  for (let i = 0; i < 34; i += 4) await Promise.all(mails.slice(i, i + 4).map(deliver))
  const states = await database.query<{ state: string; count: number; soonest: number }>(
    `SELECT state::text, count(*)::int AS count, min(extract(epoch FROM next_attempt_at - now()))::int AS soonest
     FROM outbound_mail WHERE channel_id = $1 GROUP BY state ORDER BY state::text`,
    [channelId],
  )
  expect(states).toMatchObject([
    { state: 'accepted', count: 30 },
    { state: 'pending', count: 4 },
  ])
  expect(states[1]?.soonest).toBeGreaterThan(30)
}, 60_000)

test('there is one default channel, before and after another becomes it; it cannot rest or be removed', async () => {
  const channelId = await create()
  await change(channelId, { isDefault: true })
  const defaults = (await listChannels(scope())).filter(({ isDefault }) => isDefault)
  expect(defaults.map(({ id }) => id)).toEqual([channelId])
  await expect(change(channelId, { isActive: false })).rejects.toMatchObject({ code: 'channel_in_use' })
  await expect(
    removeChannel(scope(), { channelId: UpdateChannelInput.shape.channelId.parse(channelId) }),
  ).rejects.toMatchObject({ code: 'channel_in_use' })
})

test('a channel with waiting mails stays; without them it goes, and its queues answer by the default one', async () => {
  const channelId = await create()
  const remove = () =>
    removeChannel(scope(), { channelId: UpdateChannelInput.shape.channelId.parse(channelId) })
  await database.query('UPDATE queue SET reply_via_channel_id = $1 WHERE id = $2', [
    channelId,
    world.a.queueId,
  ])
  const mail = await queueMail(channelId)
  await expect(remove()).rejects.toMatchObject({ code: 'channel_in_use' })
  await deliver(mail)
  await remove()
  expect((await listChannels(scope())).map(({ id }) => id)).not.toContain(channelId)
  const [queue] = await database.query('SELECT reply_via_channel_id FROM queue WHERE id = $1', [
    world.a.queueId,
  ])
  expect(queue).toEqual({ reply_via_channel_id: null })
})

test('what gives up protection, and a colleague’s own address, need a word of their own', async () => {
  const fieldsOf = (over: Record<string, unknown>) =>
    create(over).then(
      () => [],
      (error: { details?: { fields?: string[] } }) => error.details?.fields,
    )
  expect(await fieldsOf({ isWeakConfirmed: false })).toEqual(['isWeakConfirmed'])
  expect(await fieldsOf({ isWeakConfirmed: false, encryption: 'tls', username: '', secret: '' })).toEqual([
    'isWeakConfirmed',
  ])
  expect(await fieldsOf({ fromAddress: 'agent@alpha.test' })).toEqual(['isPersonalConfirmed'])
  expect(await fieldsOf({ fromAddress: 'agent@alpha.test', isPersonalConfirmed: true })).toEqual([])
  expect(await fieldsOf({ fromAddress: 'no address' })).toEqual(['fromAddress'])
  expect(await fieldsOf({ host: '' })).toEqual(['host'])
  expect(await fieldsOf({ secret: '' })).toEqual(['secret'])
  expect(UpdateChannelInput.safeParse({ fromAddress: 'x@y.test' }).success).toBe(false)
})

test('a new channel’s address joins those that nothing is ever sent to', async () => {
  await create({ fromAddress: 'Fresh.Desk@alpha.test' })
  const rows = await database.query(
    `SELECT reason FROM blocked_address WHERE tenant_id = $1 AND address_key = 'fresh.desk@alpha.test'`,
    [world.a.tenantId],
  )
  expect(rows).toEqual([{ reason: 'own_address' }])
})

test('an app password may be typed with its spaces', async () => {
  goodPassword = 'abcdefghijklmnop'
  const channelId = await create({ provider: 'google', username: '', secret: 'abcd efgh ijkl mnop' })
  await database.query(
    `UPDATE outbound_channel SET host = '127.0.0.1', port = $2, encryption = 'none' WHERE id = $1`,
    [channelId, sink.port],
  )
  const mail = await queueMail(channelId)
  await deliver(mail)
  expect(await stateOf(mail)).toMatchObject({ state: 'accepted' })
  goodPassword = 'right password'
})

test('a test is a row that a worker answers: signed in, mail taken, and to whoever asked', async () => {
  const channelId = UpdateChannelInput.shape.channelId.parse(await create())
  const { channelTestId } = await testChannel(scope(), { channelId, withMail: true })
  const events = await database.query('SELECT data FROM outbox WHERE name = $1', ['channel/test-requested'])
  expect(events).toEqual([{ data: { tenantId: world.a.tenantId, channelTestId } }])
  const input = { channelTestId: channelTestId as Parameters<typeof getChannelTest>[1]['channelTestId'] }
  expect(await getChannelTest(scope(), input)).toMatchObject({ outcome: null })
  const ports = { ...senders, credentials }
  await Promise.all(
    [1, 2].map(() => runChannelTest(systemScope(world.a.tenantId, 'test'), { channelTestId }, ports)),
  )
  expect(await getChannelTest(scope(), input)).toMatchObject({ outcome: 'ok' })
  expect(sink.ledger.filter(({ to }) => to.includes('owner@alpha.test'))).toHaveLength(1)
  await expect(getChannelTest(world.b.owner, input)).rejects.toMatchObject({ code: 'not_found' })
})

test('whatever fails before the greeting takes the same time and the same word', async () => {
  const ports = { ...senders, credentials }
  const once = async (channelId: TestChannelInput['channelId']): Promise<number> => {
    const { channelTestId } = await testChannel(scope(), { channelId, withMail: false })
    const startedAt = performance.now()
    await runChannelTest(systemScope(world.a.tenantId, 'test'), { channelTestId }, ports, 1_500)
    const tookMs = performance.now() - startedAt
    const [row] = await database.query('SELECT outcome, server_response FROM channel_test WHERE id = $1', [
      channelTestId,
    ])
    expect(row).toEqual({ outcome: 'no_greeting', server_response: '' })
    expect(tookMs).toBeGreaterThan(1_490)
    return tookMs
  }
  for (const port of [sink.port + 1, 25]) {
    const channelId = UpdateChannelInput.shape.channelId.parse(await create({ port }))
    expect(await leastOf(1_640, () => once(channelId))).toBeLessThan(1_640)
  }
})

test('ten tests an hour, then no more', async () => {
  const channelId = UpdateChannelInput.shape.channelId.parse(await create())
  let asked = 0
  const tryOn = async () => {
    for (; asked < 20; asked++) await testChannel(scope(), { channelId, withMail: false })
  }
  await expect(tryOn()).rejects.toMatchObject({ code: 'rate_limited' })
  expect(asked).toBeLessThanOrEqual(10)
})

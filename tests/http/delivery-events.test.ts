import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { POST as postEvent } from '@/app/api/webhooks/resend/[channelId]/route'
import { readSealingKeys } from '@/lib/adapters/key-file/read-sealing-keys'
import { createChannel } from '@/lib/channels/create-channel'
import { CreateChannelInput, UpdateChannelInput } from '@/lib/channels/inputs'
import { listChannels } from '@/lib/channels/list-channels'
import { removeChannel } from '@/lib/channels/remove-channel'
import { updateChannel } from '@/lib/channels/update-channel'
import { getEnv } from '@/lib/env'
import { secretOfKey, signatureOf } from '@/lib/inbound/rules'
import { deliverDueMails } from '@/lib/outbound/deliver-due-mails'
import type { MailSender } from '@/lib/outbound/types'
import { systemScope } from '@/lib/tenancy/scope'
import { ReplyToTicketInput } from '@/lib/tickets/inputs'
import { replyToTicket } from '@/lib/tickets/reply-to-ticket'
import { testDatabase } from '../support/database'
import { testEnv } from '../support/env'
import { createTestPipeline, mailText, type TestPipeline } from '../support/ingest'
import { createWorld, type TenantWorld, type World } from '../support/world'
import { paramsOf, requestTo, seenOf } from './support/request'

const sealingKeys = readSealingKeys({ ...testEnv, KEY_FILE: undefined, POSTINO_OLD_SECRETS: [] })
const database = testDatabase()
let world: World
let pipeline: TestPipeline
let ofA: Way
let ofB: Way

interface Way {
  tenant: TenantWorld
  channelId: string
  key: Buffer
}

beforeAll(async () => {
  world = await createWorld(database)
  pipeline = await createTestPipeline()
  ofA = await openWay(world.a, Buffer.alloc(24, 1))
  ofB = await openWay(world.b, Buffer.alloc(24, 2))
})
afterAll(() => pipeline.close())
beforeEach(() => database.query('UPDATE customer_address SET undeliverable_since = NULL'))

/** The tenant's default way out, by Resend, with the secret that Resend showed for its webhook. */
async function openWay(tenant: TenantWorld, key: Buffer, isDefault = true): Promise<Way> {
  const fields = { kind: 'resend', name: 'Resend', fromAddress: `${randomUUID()}@alpha.test`, secret: 're_x' }
  const { channelId } = await createChannel(tenant.owner, CreateChannelInput.parse(fields), { sealingKeys })
  await change(tenant, channelId, { webhookSecret: secretOfKey(key), isDefault })
  return { tenant, channelId, key }
}

const change = (tenant: TenantWorld, channelId: string, over: Record<string, unknown>) =>
  updateChannel(
    tenant.owner,
    UpdateChannelInput.parse({
      ...{ channelId, name: 'Resend', fromName: '', isActive: true, isDefault: false },
      ...over,
    }),
    { sealingKeys },
  )

interface Change {
  id?: string
  key?: Buffer
  channelId?: string
  secondsAgo?: number
  sentBody?: string
}

async function post(way: Way, event: unknown, over: Change = {}) {
  const id = over.id ?? `msg_${randomUUID()}`
  const timestamp = String(Math.floor(Date.now() / 1000) - (over.secondsAgo ?? 0))
  const body = typeof event === 'string' ? event : JSON.stringify(event)
  const signature = signatureOf({ id, timestamp }, Buffer.from(body), over.key ?? way.key)
  const channelId = over.channelId ?? way.channelId
  const request = requestTo(`/api/webhooks/resend/${channelId}`, {
    method: 'POST',
    headers: {
      'svix-id': id,
      'svix-timestamp': timestamp,
      'svix-signature': `v1,${signature.toString('base64')}`,
    },
    body: over.sentBody ?? body,
  })
  return seenOf(await postEvent(request, paramsOf({ channelId })))
}

const told = (type: string, mailId: string, data: Record<string, unknown> = {}) => ({
  type: `email.${type}`,
  created_at: new Date().toISOString(),
  data: { email_id: mailId, to: ['maria@customer.example'], ...data },
})
const dead = { bounce: { type: 'Permanent', subType: 'General', message: '550 5.1.1 no such user here' } }
const noted = { status: 200, body: '{"status":"noted"}' }

/** Takes mails as Resend does, and calls them by names of its own. */
const resend = (mailId: string): MailSender => ({
  send: async ({ recipients }) => ({
    outcome: 'answered',
    responseCode: 250,
    response: '250 taken',
    command: 'DATA',
    sawDataGo: true,
    perRecipient: recipients.map((address) => ({ address, isAccepted: true, response: '250 taken' })),
    channelTrouble: null,
    providerMessageId: mailId,
  }),
})

async function deliver(tenant: TenantWorld, id: string, sender: MailSender): Promise<void> {
  // Resend takes two a second.
  await database.query("UPDATE outbound_mail SET settled_at = settled_at - interval '1 minute'")
  await deliverDueMails(
    systemScope(tenant.tenantId, 'test'),
    { senderFor: () => sender, credentials: { keys: sealingKeys } },
    { only: [id] },
  )
}

/** An agent's answer in the ticket of the tenant's customer, not sent yet. */
async function reply({ tenant }: Way): Promise<string> {
  const { outboundMailId } = await replyToTicket(
    tenant.agent,
    ReplyToTicketInput.parse({
      ticketId: tenant.ticketId,
      html: '<p>Hello</p>',
      idempotencyKey: randomUUID(),
    }),
    pipeline.ports,
  )
  return outboundMailId
}

async function sentReply(way: Way): Promise<{ id: string; mailId: string }> {
  const [id, mailId] = [await reply(way), randomUUID()]
  await deliver(way.tenant, id, resend(mailId))
  return { id, mailId }
}

async function stateOf(id: string) {
  const [row] = await database.query<{
    state: string
    recipients: { state: string; detail: string; address: string }[]
    unanswered: boolean
  }>(
    `SELECT o.state, o.recipients, t.unanswered_since IS NOT NULL AS unanswered
     FROM outbound_mail o JOIN ticket t ON t.id = o.ticket_id WHERE o.id = $1`,
    [id],
  )
  const events = await database.query<{ kind: string; recipient: string; status: string; detail: string }>(
    `SELECT kind, recipient, status, detail FROM delivery_event
     WHERE outbound_mail_id = $1 AND kind <> 'accepted' ORDER BY at, id`,
    [id],
  )
  return { ...row, events }
}
const isMarked = async (tenant: TenantWorld) =>
  (
    await database.query(
      'SELECT 1 FROM customer_address WHERE tenant_id = $1 AND undeliverable_since IS NOT NULL',
      [tenant.tenantId],
    )
  ).length > 0

test('a reply to a dead address comes back: the ticket is unanswered again and the address is marked', async () => {
  const { id, mailId } = await sentReply(ofA)
  expect(await stateOf(id)).toMatchObject({ state: 'accepted', unanswered: false, events: [] })
  expect(await post(ofA, told('bounced', mailId, dead))).toMatchObject(noted)
  expect(await stateOf(id)).toMatchObject({
    state: 'accepted',
    unanswered: true,
    recipients: [{ address: 'maria@customer.example', state: 'bounced', detail: dead.bounce.message }],
    events: [{ kind: 'bounced', recipient: 'maria@customer.example', status: 'Permanent' }],
  })
  expect(await isMarked(world.a)).toBe(true)
  expect(await isMarked(world.b)).toBe(false)
})

test('the same event again is answered and written once', async () => {
  const { id, mailId } = await sentReply(ofA)
  const event = told('bounced', mailId, dead)
  expect((await post(ofA, event, { id: 'msg_twice' })).body).toBe('{"status":"noted"}')
  expect((await post(ofA, event, { id: 'msg_twice' })).body).toBe('{"status":"already-noted"}')
  expect((await stateOf(id)).events.length).toBe(1)
  expect(await database.query("SELECT source FROM webhook_event WHERE event_id = 'msg_twice'")).toEqual([
    { source: ofA.channelId },
  ])
})

test.each([['delivery_delayed', 'delayed'] as const, ['complained', 'complained'] as const])(
  'email.%s is on record, and the mail stays accepted',
  async (type, kind) => {
    const { id, mailId } = await sentReply(ofA)
    expect(await post(ofA, told(type, mailId))).toMatchObject(noted)
    expect(await stateOf(id)).toMatchObject({
      unanswered: false,
      recipients: [{ state: 'accepted' }],
      events: [{ kind, recipient: 'maria@customer.example' }],
    })
  },
)

test.each([
  ['failed', { failed: { reason: 'reached_daily_quota' } }, 'reached_daily_quota'],
  ['suppressed', { suppressed: { type: 'x', message: 'on the list' } }, 'on the list'],
])(
  'a mail that Resend never sent (email.%s) is refused, and its address not to blame',
  async (type, more, detail) => {
    const { id, mailId } = await sentReply(ofA)
    expect(await post(ofA, told(type, mailId, more))).toMatchObject(noted)
    expect(await stateOf(id)).toMatchObject({ unanswered: true, recipients: [{ state: 'refused', detail }] })
    expect(await isMarked(world.a)).toBe(false)
  },
)

test('a confirmation that comes back marks the address too', async () => {
  await pipeline.deliver(world.a, mailText({ From: 'gone@customer.example', Subject: 'New' }))
  const [mail] = await database.query<{ id: string }>(
    "SELECT id FROM outbound_mail WHERE recipients->0->>'address' = 'gone@customer.example'",
  )
  const mailId = randomUUID()
  await deliver(world.a, mail?.id ?? '', resend(mailId))
  const event = told('bounced', mailId, { to: ['gone@customer.example'], ...dead })
  expect(await post(ofA, event)).toMatchObject(noted)
  expect(await stateOf(mail?.id ?? '')).toMatchObject({ recipients: [{ state: 'bounced' }] })
  expect(await isMarked(world.a)).toBe(true)
})

test('what was delivered or opened, and mails of others in the account, are answered and forgotten', async () => {
  const { id, mailId } = await sentReply(ofA)
  for (const event of [
    told('delivered', mailId),
    told('opened', mailId),
    told('bounced', randomUUID(), { to: ['someone@else.example'], ...dead }),
  ])
    expect((await post(ofA, event)).body).toBe('{"status":"not-for-us"}')
  expect((await stateOf(id)).events).toEqual([])
})

test('an event that overtakes the answer to our request comes again and is written then', async () => {
  const [id, mailId] = [await reply(ofA), randomUUID()]
  const event = told('bounced', mailId, dead)
  let during: Awaited<ReturnType<typeof post>> | undefined
  await deliver(world.a, id, {
    send: async (mail) => {
      during = await post(ofA, event, { id: 'msg_early' })
      return resend(mailId).send(mail)
    },
  })
  expect(during?.status).toBe(503)
  expect(await post(ofA, event, { id: 'msg_early' })).toMatchObject(noted)
  expect(await stateOf(id)).toMatchObject({ recipients: [{ state: 'bounced' }] })
})

test('another tenant’s channel, an unknown one and one without a secret are refused alike', async () => {
  const { id, mailId } = await sentReply(ofA)
  const event = told('bounced', mailId, dead)
  const bare = (
    await createChannel(
      world.a.owner,
      CreateChannelInput.parse({ kind: 'resend', name: 'R', fromAddress: 'bare@alpha.test', secret: 're_x' }),
      { sealingKeys },
    )
  ).channelId
  const removed = await openWay(world.a, Buffer.alloc(24, 3), false)
  await removeChannel(world.a.owner, UpdateChannelInput.pick({ channelId: true }).parse(removedId(removed)))
  const refused = [
    await post(ofA, event, { channelId: ofB.channelId }),
    await post(ofA, event, { channelId: randomUUID() }),
    await post(ofA, event, { channelId: 'no-id' }),
    await post(ofA, event, { channelId: bare }),
    await post(ofA, event, { channelId: world.a.channelId }),
    await post(removed, event),
    await post(ofA, event, { key: ofB.key }),
    await post(ofA, event, { secondsAgo: 301 }),
    await post(ofA, event, { secondsAgo: -301 }),
    await post(ofA, event, { sentBody: JSON.stringify(told('complained', mailId)) }),
  ]
  expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 401))
  expect(new Set(refused.map(({ body, headers }) => body + headers)).size).toBe(1)
  // The other tenant's own secret, with the name of a mail that is not his.
  expect((await post(ofB, event)).body).toBe('{"status":"not-for-us"}')
  expect((await stateOf(id)).events).toEqual([])
})

const removedId = ({ channelId }: Way) => ({ channelId })

test('what is signed but no event is refused as such', async () => {
  for (const body of ['no json', '{}', '[]', '{"type":"email.bounced"}'])
    expect((await post(ofA, body)).status, body).toBe(400)
})

test('the secret is kept sealed, shown to nobody, bound to its channel and readable after ours changed', async () => {
  const [row] = await database.query<{ webhook_secret: Buffer }>(
    'SELECT webhook_secret FROM outbound_channel WHERE id = $1',
    [ofA.channelId],
  )
  expect(row?.webhook_secret.includes(secretOfKey(ofA.key))).toBe(false)
  const channels = await listChannels(world.a.owner)
  expect(JSON.stringify(channels)).not.toContain(secretOfKey(ofA.key))
  expect(channels.find(({ id }) => id === ofA.channelId)?.webhook).toEqual({
    url: `http://localhost:3000/api/webhooks/resend/${ofA.channelId}`,
    isSet: true,
  })
  expect(channels.find(({ id }) => id === world.a.channelId)?.webhook).toBeNull()

  const other = await openWay(world.a, Buffer.alloc(24, 4), false)
  await database.query('UPDATE outbound_channel SET webhook_secret = $1 WHERE id = $2', [
    row?.webhook_secret,
    other.channelId,
  ])
  expect((await post(other, told('opened', 'x'), { key: ofA.key })).status).toBe(401)

  const { POSTINO_SECRET, POSTINO_OLD_SECRETS } = getEnv()
  Object.assign(getEnv(), {
    POSTINO_SECRET: 'another secret of more than 32 letters',
    POSTINO_OLD_SECRETS: [POSTINO_SECRET],
  })
  expect((await post(ofA, told('opened', 'x'))).status).toBe(200)
  Object.assign(getEnv(), { POSTINO_OLD_SECRETS: [] })
  expect((await post(ofA, told('opened', 'x'))).status).toBe(401)
  Object.assign(getEnv(), { POSTINO_SECRET, POSTINO_OLD_SECRETS })
})

test('an empty secret keeps the one there is; what is none, or is for no Resend, is refused', async () => {
  await change(world.a, ofA.channelId, { isDefault: true })
  expect((await post(ofA, told('opened', 'x'))).status).toBe(200)
  const wrong = { code: 'invalid_input', details: { fields: ['webhookSecret'] } }
  const refused = [
    [ofA.channelId, 'whsec_'],
    [ofA.channelId, 're_123'],
    [world.a.channelId, secretOfKey(ofA.key)],
  ] as const
  for (const [channelId, webhookSecret] of refused)
    await expect(change(world.a, channelId, { webhookSecret })).rejects.toMatchObject(wrong)
})

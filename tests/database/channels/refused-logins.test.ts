import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createChannelSenders } from '@/lib/adapters/channels/create-channel-senders'
import { notConfiguredSender } from '@/lib/adapters/smtp-out/not-configured-sender'
import { listChannels } from '@/lib/channels/list-channels'
import { runChannelTest } from '@/lib/channels/run-channel-test'
import { insertChannel, insertChannelTest } from '@/lib/channels/store'
import { storeCredential } from '@/lib/credentials/changes'
import { openCredential } from '@/lib/credentials/open-credential'
import { recordLoginOutcome } from '@/lib/credentials/record-login-outcome'
import type { Secret } from '@/lib/credentials/types'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { deliverDueMails } from '@/lib/outbound/deliver-due-mails'
import { systemScope } from '@/lib/tenancy/scope'
import { testDatabase } from '../../support/database'
import { egressTo } from '../../support/egress'
import { type SmtpSink, startSmtpSink } from '../../support/smtp-sink'
import { createWorld, type World } from '../../support/world'
import { keys } from '../mailboxes/mailbox-world'

/** What a refused login stops, what it leaves alone, and that its exact reason stays to be read. */
const database = testDatabase()
const credentials = { keys }
let world: World
let sink: SmtpSink
let senders: ReturnType<typeof createChannelSenders>
let refusal: { responseCode: number; text: string } | null = null
let logins = 0

beforeAll(async () => {
  world = await createWorld(database)
  sink = await startSmtpSink({
    server: {
      disabledCommands: ['STARTTLS'],
      authOptional: false,
      authMethods: ['PLAIN', 'XOAUTH2'],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => {
        logins++
        if (!refusal) return done(null, { user: 'x' })
        done(Object.assign(new Error(refusal.text), { responseCode: refusal.responseCode }))
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
beforeEach(() => {
  refusal = null
  logins = 0
})
afterAll(async () => {
  await senders.close()
  await sink.close()
})

const worker = () => systemScope(world.a.tenantId, 'test')
const token: Secret = { kind: 'oauth', accessToken: 'token', refreshToken: 'refresh' }

async function createChannelWith(secret: Secret) {
  const [id, account] = [newId(), `desk-${newId()}@alpha.test`]
  return withTenant(world.a.owner, async (db) => {
    const provider = 'microsoft' as const
    const login = { provider, account, secret }
    const credentialId = await storeCredential(db, world.a.tenantId, login, keys)
    const server = {
      host: '127.0.0.1',
      port: sink.port,
      encryption: 'none',
      isCertificateChecked: true,
    } as const
    const sender = { name: account, fromName: '', fromAddress: account }
    await insertChannel(db, { id, kind: 'smtp', provider, credentialId, ...sender, ...server })
    return { id, credentialId }
  })
}

async function queueMail(channelId: string): Promise<string> {
  const id = newId()
  await withTenant(world.a.owner, async (db) => {
    await db.outboundMail.create({
      data: {
        ...{ id, kind: 'reply', ticketId: world.a.ticketId, channelId, messageIdHeader: `${id}@alpha.test` },
        envelopeFrom: 'desk@alpha.test',
        recipients: [{ address: 'maria@customer.example', state: 'waiting', detail: '' }],
        nextAttemptAt: new Date('2026-01-01T00:00:00Z'),
      },
    })
    const bytes = Buffer.from(`Message-ID: <${id}@a>\r\n\r\nx\r\n`)
    await db.outboundMime.create({ data: { outboundMailId: id, bytes } })
  })
  return id
}
const deliver = async (id: string) => {
  await database.query('UPDATE outbound_mail SET next_attempt_at = now() WHERE id = $1', [id])
  await deliverDueMails(worker(), { ...senders, credentials }, { only: [id] })
  const [row] = await database.query('SELECT state::text, trouble FROM outbound_mail WHERE id = $1', [id])
  return row
}
const troubleOf = async (channelId: string) =>
  (await listChannels(world.a.owner)).find(({ id }) => id === channelId)?.trouble
const testOf = async (channelId: string) => {
  const id = newId()
  await withTenant(world.a.owner, (db) =>
    insertChannelTest(db, { id, channelId, mailTo: null, requestedAt: new Date() }),
  )
  await runChannelTest(worker(), { channelTestId: id }, { ...senders, credentials })
  const [row] = await database.query<{ outcome: string }>('SELECT outcome FROM channel_test WHERE id = $1', [
    id,
  ])
  return row?.outcome
}

test.each([
  [
    534,
    '5.7.9 Application-specific password required',
    { kind: 'password', password: 'plain' },
    'app_password_needed',
  ],
  [
    535,
    '5.7.8 Username and Password not accepted',
    { kind: 'password', password: 'wrong' },
    'password_refused',
  ],
  [535, '5.7.3 Authentication unsuccessful', token, 'consent_revoked'],
] as const)(
  '%i %s: after the third refusal the same remedy is told as at the first',
  async (code, text, secret, trouble) => {
    refusal = { responseCode: code, text }
    const channel = await createChannelWith(secret)
    for (let i = 0; i < 3; i++) expect(await deliver(await queueMail(channel.id))).toMatchObject({ trouble })
    const tried = logins
    expect(await deliver(await queueMail(channel.id))).toEqual({ state: 'pending', trouble })
    expect(await troubleOf(channel.id)).toBe(trouble)
    expect(await testOf(channel.id)).toBe(trouble)
    expect(logins).toBe(tried)
  },
)

test('a token that the mailbox’s server refused is told as a consent that ended by the way out, too', async () => {
  const channel = await createChannelWith(token)
  const { credentialId } = channel
  for (let i = 0; i < 3; i++)
    await recordLoginOutcome(worker(), { credentialId, outcome: 'refused', word: 'token_refused' })
  expect(await deliver(await queueMail(channel.id))).toEqual({ state: 'pending', trouble: 'consent_revoked' })
  expect(await testOf(channel.id)).toBe('consent_revoked')
})

test('SMTP AUTH that is switched off stops the way out at once, and the consent goes on reading the mailbox', async () => {
  refusal = {
    responseCode: 535,
    text: '5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled',
  }
  const channel = await createChannelWith(token)
  const mails = [await queueMail(channel.id), await queueMail(channel.id), await queueMail(channel.id)]
  const [first = '', ...others] = mails
  expect(await deliver(first)).toEqual({ state: 'deferred', trouble: 'smtp_auth_disabled' })
  for (const mail of others)
    expect(await deliver(mail)).toEqual({ state: 'pending', trouble: 'smtp_auth_disabled' })
  expect(logins).toBe(1)
  for (let i = 0; i < 3; i++) expect(await testOf(channel.id)).toBe('smtp_auth_disabled')
  expect(await troubleOf(channel.id)).toBe('smtp_auth_disabled')
  const { credentialId } = channel
  expect(await openCredential(worker(), { credentialId }, credentials)).toMatchObject({ kind: 'oauth' })

  refusal = null
  expect(await deliver(first)).toMatchObject({ state: 'pending' })
  expect(await testOf(channel.id)).toBe('ok')
  expect(await troubleOf(channel.id)).toBeNull()
  for (const mail of mails) expect(await deliver(mail)).toMatchObject({ state: 'accepted' })
})

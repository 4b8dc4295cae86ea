import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createChannelSenders } from '@/lib/adapters/channels/create-channel-senders'
import { readSealingKeys } from '@/lib/adapters/key-file/read-sealing-keys'
import { notConfiguredSender } from '@/lib/adapters/smtp-out/not-configured-sender'
import { createChannel } from '@/lib/channels/create-channel'
import { ChannelId, CreateChannelInput } from '@/lib/channels/inputs'
import { listChannels } from '@/lib/channels/list-channels'
import { runChannelTest } from '@/lib/channels/run-channel-test'
import { testChannel } from '@/lib/channels/test-channel'
import { storeCredential } from '@/lib/credentials/changes'
import { openCredential } from '@/lib/credentials/open-credential'
import { withTenant } from '@/lib/db/with-tenant'
import { log } from '@/lib/log'
import { systemScope } from '@/lib/tenancy/scope'
import { testDatabase } from '../../support/database'
import { egressTo } from '../../support/egress'
import { testEnv } from '../../support/env'
import { type SmtpSink, startSmtpSink } from '../../support/smtp-sink'
import { createWorld, type World } from '../../support/world'

process.env.BLOBS = `disk:${mkdtempSync(path.join(tmpdir(), 'postino-canaries-'))}`

const database = testDatabase()
const keys = readSealingKeys({ ...testEnv, KEY_FILE: undefined, POSTINO_OLD_SECRETS: [] })
const canaries = ['smtp', 'refused', 'resend', 'access', 'refresh'].map((name) => `CANARY-${name}-7f3a91`)
const [good = '', refused = '', apiKey = '', accessToken = '', refreshToken = ''] = canaries
const printed: string[] = []
let world: World
let sink: SmtpSink
let senders: ReturnType<typeof createChannelSenders>

beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      printed.push(String(chunk))
      return true
    })
  log().level = 'trace'
  world = await createWorld(database)
  sink = await startSmtpSink({
    server: {
      disabledCommands: ['STARTTLS'],
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) =>
        password === good
          ? done(null, { user: username })
          : done(Object.assign(new Error(`5.7.8 no`), { responseCode: 535 })),
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
  vi.restoreAllMocks()
  await senders.close()
  await sink.close()
})

test('five secrets, used and refused, are in no row, no event, no answer and no log', async () => {
  const answers: unknown[] = []
  const scope = world.a.owner
  const create = (over: Record<string, unknown>) =>
    createChannel(
      scope,
      CreateChannelInput.parse({
        ...{ kind: 'smtp', name: 'Out', fromAddress: `c${answers.length}@alpha.test`, host: '127.0.0.1' },
        ...{ port: sink.port, encryption: 'none', username: 'user', isWeakConfirmed: true, ...over },
      }),
      { sealingKeys: keys },
    )
  for (const over of [{ secret: good }, { secret: refused }, { kind: 'resend', secret: apiKey }]) {
    const { channelId } = await create(over)
    answers.push(channelId)
    if ('kind' in over) continue
    const { channelTestId } = await testChannel(scope, {
      channelId: ChannelId.parse(channelId),
      withMail: false,
    })
    await runChannelTest(
      systemScope(scope.tenantId, 'test'),
      { channelTestId },
      { ...senders, credentials: { keys } },
    )
  }
  const credentialId = await withTenant(scope, (db) =>
    storeCredential(
      db,
      scope.tenantId,
      { provider: 'google', account: 'a@alpha.test', secret: { kind: 'oauth', accessToken, refreshToken } },
      keys,
    ),
  )
  answers.push(await listChannels(scope))
  const outcomes = await database.query('SELECT outcome FROM channel_test ORDER BY requested_at, id')
  expect(outcomes).toEqual([{ outcome: 'ok' }, { outcome: 'password_refused' }])
  // They are there to be used: what is not found below was not lost.
  expect(await openCredential(scope, { credentialId }, { keys })).toMatchObject({ accessToken })
  log().info({ probe: 'this log is heard' })
  const seen = [...(await dump()), JSON.stringify(answers), ...printed].join('\n')
  for (const there of ['a@alpha.test', 'this log is heard']) expect(seen).toContain(there)
  for (const canary of canaries) {
    expect(seen).not.toContain(canary)
    expect(seen).not.toContain(Buffer.from(canary).toString('base64').slice(0, 16))
    expect(seen).not.toContain(Buffer.from(canary).toString('hex'))
  }
})

/** Every row of every table, as text; bytes in hexadecimal. */
async function dump(): Promise<string[]> {
  const tables = await database.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  )
  expect(tables.length).toBeGreaterThan(30)
  const rows: string[] = []
  for (const { name } of tables)
    for (const row of await database.query<{ text: string }>(`SELECT t::text AS text FROM "${name}" t`))
      rows.push(row.text)
  return rows
}

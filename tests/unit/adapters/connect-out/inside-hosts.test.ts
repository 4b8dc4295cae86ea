import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createChannelSenders } from '@/lib/adapters/channels/create-channel-senders'
import { createGuardedFetch } from '@/lib/adapters/connect-out/guarded-fetch'
import { createMailSource } from '@/lib/adapters/imap/create-mail-source'
import { createOAuthClient } from '@/lib/adapters/oauth/create-oauth-client'
import { createReceivedMailSource } from '@/lib/adapters/resend/create-received-mail-source'
import { notConfiguredSender } from '@/lib/adapters/smtp-out/not-configured-sender'
import type { ChannelSettings } from '@/lib/channels/types'
import { type Env, parseEnv } from '@/lib/env'
import { isAppError } from '@/lib/errors'
import { egressTo } from '../../../support/egress'
import { testEnv } from '../../../support/env'
import { insideHosts } from '../../../support/inside-hosts'
import { startScriptedImap } from '../../../support/scripted-imap'

/** Every kind of connection that leaves by a host which somebody else chose, as it is really made. */
let canary: Server
let port: number
let connects = 0

beforeAll(async () => {
  canary = createServer((socket) => {
    connects++
    socket.on('error', () => undefined)
    socket.destroy()
  }).listen(0, '::')
  await once(canary, 'listening')
  port = (canary.address() as AddressInfo).port
})
afterAll(() => canary.close())
beforeEach(() => {
  connects = 0
})

const policy = egressTo()
const inUrl = (host: string) => (host.includes(':') ? `[${host}]` : host)
const login = { kind: 'password', username: 'a', password: 'b', sharedMailbox: '' } as const

const imap =
  (encryption: 'tls' | 'starttls' | 'none') =>
  (host: string): Promise<unknown> =>
    createMailSource(policy).connect(
      { host, port, encryption, isCertificateChecked: true, pinnedFingerprint: null },
      login,
      { connectTimeoutMs: 500 },
    )

const senders = createChannelSenders({
  system: notConfiguredSender,
  egress: policy,
  hostname: 'postino.test',
  timeouts: {
    setupTimeoutMs: 500,
    replyTimeoutMs: 500,
    afterDataTimeoutMs: 500,
    totalTimeoutMs: 1_000,
  },
})
afterAll(() => senders.close())

const channelTo = (host: string, encryption: ChannelSettings['encryption']): ChannelSettings => ({
  ...{
    id: `${encryption} ${host}`,
    tenantId: 'tenant',
    kind: 'smtp',
    provider: 'other',
    fromAddress: 'help@alpha.test',
  },
  ...{
    host,
    port,
    encryption,
    isCertificateChecked: true,
    pinnedFingerprint: null,
    credentialId: null,
    revision: 0,
  },
})
const smtp =
  (encryption: ChannelSettings['encryption']) =>
  async (host: string): Promise<unknown> => {
    const sender = { kind: 'password', user: 'help@alpha.test', password: 'secret' } as const
    const mail = { envelopeFrom: 'help@alpha.test', recipients: ['a@b.test'], bytes: Buffer.from('x') }
    const channel = channelTo(host, encryption)
    const evidence = await senders.senderFor(channel, sender).send(mail)
    const probe = await senders.probe(channel, sender, null)
    if (evidence.outcome === 'no-connection' && probe.outcome === 'no_greeting') throw new Error('refused')
    return evidence
  }

const tokenEndpoint = (host: string) => {
  const tokenUrl = `https://${inUrl(host)}:${port}/token`
  const app = { MAIL_GOOGLE_CLIENT_ID: 'x', MAIL_GOOGLE_CLIENT_SECRET: 'y', MAIL_GOOGLE_TOKEN_URL: tokenUrl }
  const env: Env = { ...parseEnv(testEnv), ...app }
  return createOAuthClient(env, createGuardedFetch(policy))
}

const kinds: Record<string, (host: string) => Promise<unknown>> = {
  'IMAP with TLS': imap('tls'),
  'IMAP with STARTTLS': imap('starttls'),
  'IMAP without encryption': imap('none'),
  'SMTP with TLS': smtp('tls'),
  'SMTP with STARTTLS': smtp('starttls'),
  'SMTP without encryption': smtp('none'),
  'an HTTPS request': (host) => createGuardedFetch(policy)(`https://${inUrl(host)}:${port}/`),
  'an HTTP request': (host) => createGuardedFetch(policy)(`http://${inUrl(host)}:${port}/`),
  'a code for a token': async (host) =>
    tokenEndpoint(host).exchange('google', { parameters: { code: 'c', state: 's' }, verifier: 'v' }),
  'a token’s refresh': async (host) => tokenEndpoint(host).refresh('google', 'refresh token'),
  'the address of an announced mail': announcedMail,
}

test.each(Object.keys(kinds))(
  'by no spelling of an inside address is this machine reached: %s',
  async (kind) => {
    const reach = kinds[kind]
    if (!reach) throw new Error(kind)
    for (const host of insideHosts) {
      const answer = await reach(host).then(
        () => 'reached',
        () => 'refused',
      )
      expect(answer, host).toBe('refused')
    }
    expect(connects).toBe(0)
  },
)

/** What Resend says lies at such an address; Resend itself is played. */
async function announcedMail(host: string): Promise<unknown> {
  const original = globalThis.fetch
  const said = { raw: { download_url: `https://${inUrl(host)}:${port}/mail` } }
  globalThis.fetch = async () => Response.json(said)
  try {
    const baseUrl = 'https://api.resend.com'
    return await createReceivedMailSource({ apiKey: 're_x', baseUrl, egress: policy }).fetch('1')
  } finally {
    globalThis.fetch = original
  }
}

test('a name is looked up once for a connection, and the connection goes where that look-up said', async () => {
  const outside = await startScriptedImap({ greet: '* BYE elsewhere\r\n' })
  let asked = 0
  // As a name whose owner answers each question differently.
  const flipping = {
    ...egressTo(outside.port),
    resolve: async () => [{ address: asked++ % 2 === 0 ? '127.0.0.1' : '127.0.0.2', family: 4 }],
  }
  const source = createMailSource(flipping)
  const target = { host: 'mail.example', port: outside.port, pinnedFingerprint: null } as const
  const connect = () =>
    source
      .connect({ ...target, encryption: 'none', isCertificateChecked: true }, login, {
        connectTimeoutMs: 10_000,
      })
      .then(() => 'open')
      .catch((error: unknown) => (isAppError(error) ? error.details.state : error))
  // Greeted: it went to the address that was allowed; the second answer is not, and nobody goes there.
  expect(await connect()).toBe('server-ill')
  expect(asked).toBe(1)
  expect(await connect()).toBe('unreachable')
  expect(asked).toBe(2)
  await outside.close()
})

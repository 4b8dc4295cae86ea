import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { SMTPServerOptions } from 'smtp-server'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { createChannelSenders } from '@/lib/adapters/channels/create-channel-senders'
import { createEgressPolicy } from '@/lib/adapters/connect-out/egress-policy'
import { notConfiguredSender } from '@/lib/adapters/smtp-out/not-configured-sender'
import type { ChannelSettings } from '@/lib/channels/types'
import { replaceClock } from '@/lib/clock'
import type { Login } from '@/lib/credentials/types'
import { egressTo } from '../../../support/egress'
import { insideHosts } from '../../../support/inside-hosts'
import { type SmtpSink, startSmtpSink } from '../../../support/smtp-sink'

let certificate: { key: string; cert: string }
const cleanUps: (() => Promise<unknown> | unknown)[] = []

beforeAll(() => {
  const dir = mkdtempSync(path.join(tmpdir(), 'postino-cert-'))
  const [key, cert] = [path.join(dir, 'key.pem'), path.join(dir, 'cert.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert]
  execFileSync('openssl', [...made, ...subject], { stdio: 'ignore' })
  certificate = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
})
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

/** More than a server here ever needs; `hasty` is for those that say nothing. */
const timeouts = {
  setupTimeoutMs: 10_000,
  replyTimeoutMs: 10_000,
  afterDataTimeoutMs: 10_000,
  totalTimeoutMs: 20_000,
}
const hasty = { ...timeouts, setupTimeoutMs: 700 }
const mail = {
  envelopeFrom: 'help@alpha.test',
  recipients: ['ann@customer.example'],
  bytes: Buffer.from('Message-ID: <1@alpha.test>\r\nFrom: help@alpha.test\r\nSubject: x\r\n\r\ntext\r\n'),
}
const password: Login = { kind: 'password', user: 'help@alpha.test', password: 'correct horse' }
const auths: string[] = []

/** A server that wants a login: only the right one gets in. */
const wantsLogin = (more: SMTPServerOptions = {}): SMTPServerOptions => ({
  disabledCommands: [],
  authOptional: false,
  authMethods: ['PLAIN', 'LOGIN', 'XOAUTH2'],
  allowInsecureAuth: true,
  ...certificate,
  onAuth: (auth, _session, done) => {
    auths.push(`${auth.method} ${auth.username} ${auth.password ?? auth.accessToken}`)
    if (auth.password === 'correct horse' || auth.accessToken === 'good token')
      return done(null, { user: auth.username })
    done(Object.assign(new Error('5.7.8 Username and Password not accepted'), { responseCode: 535 }))
  },
  ...more,
})

async function startSink(options: SMTPServerOptions = {}): Promise<SmtpSink> {
  const sink = await startSmtpSink({ server: options })
  cleanUps.push(() => sink.close())
  return sink
}

async function startRaw(onConnect: (socket: Socket) => void): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined)
    onConnect(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanUps.push(() => server.close())
  return (server.address() as AddressInfo).port
}

const channelTo = (port: number, over: Partial<ChannelSettings> = {}): ChannelSettings => ({
  ...{
    id: `channel-${port}`,
    tenantId: 'tenant',
    kind: 'smtp',
    provider: 'other',
    fromAddress: 'help@alpha.test',
  },
  ...{
    host: '127.0.0.1',
    port,
    encryption: 'none',
    isCertificateChecked: true,
    pinnedFingerprint: null,
    credentialId: null,
    revision: 0,
  },
  ...over,
})

const sendersTo = (...ports: number[]) => sendersWith(timeouts, ...ports)

function sendersWith(given: typeof timeouts, ...ports: number[]) {
  const egress = egressTo(...ports)
  const senders = createChannelSenders({
    system: notConfiguredSender,
    egress,
    hostname: 'postino.test',
    timeouts: given,
  })
  cleanUps.push(() => senders.close())
  return senders
}

const modes: [ChannelSettings['encryption'], SMTPServerOptions][] = [
  ['tls', { secure: true }],
  ['starttls', {}],
  ['none', { hideSTARTTLS: true }],
]

test.each(modes)('a mail goes out with encryption %s and a login', async (encryption, server) => {
  const sink = await startSink(wantsLogin(server))
  const channel = channelTo(sink.port, { encryption, isCertificateChecked: false })
  const evidence = await sendersTo(sink.port).senderFor(channel, password).send(mail)
  expect(evidence).toMatchObject({ outcome: 'answered', responseCode: 250, channelTrouble: null })
  expect(sink.ledger).toHaveLength(1)
})

test('a token signs in by XOAUTH2, and a bad one is a consent that is not taken any more', async () => {
  const sink = await startSink(wantsLogin())
  const senders = sendersTo(sink.port)
  const channel = channelTo(sink.port, { encryption: 'starttls', isCertificateChecked: false })
  const good: Login = { kind: 'oauth', user: 'help@alpha.test', accessToken: 'good token' }
  expect(await senders.senderFor(channel, good).send(mail)).toMatchObject({ responseCode: 250 })
  expect(auths.at(-1)).toBe('XOAUTH2 help@alpha.test good token')
  const bad = senders.senderFor({ ...channel, id: 'other' }, { ...good, accessToken: 'bad' })
  expect(await bad.send(mail)).toMatchObject({ responseCode: 535, channelTrouble: 'consent_revoked' })
})

test('a server that offers no STARTTLS gets no mail and no password', async () => {
  auths.length = 0
  const heard: string[] = []
  const port = await startRaw((socket) => {
    socket.write('220 plain\r\n')
    socket.on('data', (bytes) => {
      heard.push(bytes.toString())
      socket.write(
        /^EHLO/.test(bytes.toString()) ? '250-plain\r\n250 AUTH PLAIN LOGIN\r\n' : '502 5.5.1 no\r\n',
      )
    })
  })
  const evidence = await sendersTo(port)
    .senderFor(channelTo(port, { encryption: 'starttls' }), password)
    .send(mail)
  expect(evidence).toMatchObject({ channelTrouble: 'encryption_missing', sawDataGo: false })
  expect(heard.join('')).not.toMatch(/AUTH|MAIL/)
})

test.each(['tls', 'starttls'] as const)(
  'a certificate that nobody vouches for stops %s',
  async (encryption) => {
    const sink = await startSink(wantsLogin({ secure: encryption === 'tls' }))
    auths.length = 0
    const evidence = await sendersTo(sink.port)
      .senderFor(channelTo(sink.port, { encryption }), password)
      .send(mail)
    expect(evidence).toMatchObject({ outcome: 'no-connection', channelTrouble: 'certificate' })
    expect([auths, sink.ledger]).toEqual([[], []])
  },
)

test.each([
  ['535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled', 'smtp_auth_disabled'],
  ['534 5.7.9 Application-specific password required', 'app_password_needed'],
  ['535 5.7.8 Username and Password not accepted', 'password_refused'],
  ['454 4.7.0 Too many login attempts', 'throttled'],
  ['421 4.7.0 Try again later', 'throttled'],
])('a login answered with "%s" means %s', async (reply, trouble) => {
  const sink = await startSink(
    wantsLogin({
      hideSTARTTLS: true,
      onAuth: (_auth, _session, done) =>
        done(Object.assign(new Error(reply.slice(4)), { responseCode: Number(reply.slice(0, 3)) })),
    }),
  )
  const senders = sendersTo(sink.port)
  expect(await senders.senderFor(channelTo(sink.port), password).send(mail)).toMatchObject({
    channelTrouble: trouble,
  })
  expect(await senders.probe(channelTo(sink.port), password, null)).toMatchObject({ outcome: trouble })
})

test('no spelling of an inside address gets a connection, nor tells more than silence would', async () => {
  let connects = 0
  const port = await startRaw(() => connects++)
  const senders = sendersTo()
  for (const host of insideHosts) {
    const channel = channelTo(port, { id: host, host })
    expect(await senders.senderFor(channel, password).send(mail)).toMatchObject({
      outcome: 'no-connection',
      channelTrouble: 'server_unavailable',
    })
    expect(await senders.probe(channel, password, null)).toEqual({
      outcome: 'no_greeting',
      serverResponse: '',
    })
  }
  expect(connects).toBe(0)
})

test('before the greeting, refused, silent, rude and forbidden are told alike', async () => {
  const silent = await startRaw(() => undefined)
  const rude = await startRaw((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  const gone = await startRaw(() => undefined)
  await cleanUps.pop()?.()
  const senders = sendersWith(hasty, silent, rude, gone)
  for (const port of [silent, rude, gone, 5432])
    expect(await senders.probe(channelTo(port), password, null)).toEqual({
      outcome: 'no_greeting',
      serverResponse: '',
    })
})

test('a test signs in without sending, and with a mail tells what the server said to it', async () => {
  const sink = await startSink(wantsLogin({ hideSTARTTLS: true }))
  const senders = sendersTo(sink.port)
  expect(await senders.probe(channelTo(sink.port), password, null)).toEqual({
    outcome: 'ok',
    serverResponse: '',
  })
  expect(sink.ledger).toHaveLength(0)
  expect(await senders.probe(channelTo(sink.port), password, mail)).toMatchObject({ outcome: 'ok' })
  expect(sink.ledger).toHaveLength(1)
  sink.fault = ({ at }) => (at === 'rcpt' ? '550 5.1.1 nobody' : undefined)
  expect(await senders.probe(channelTo(sink.port), password, mail)).toMatchObject({ outcome: 'mail_refused' })
})

test('a dead host is tried by one at a time, and after five failures once in five minutes', async () => {
  let connects = 0
  const port = await startRaw(() => connects++)
  const senders = sendersWith(hasty, port)
  let at = Date.parse('2026-11-20T10:00:00Z')
  cleanUps.push(replaceClock(() => at))
  // Two tenants that named the same host.
  const [one, two] = ['a', 'b'].map((id) => senders.senderFor(channelTo(port, { id, tenantId: id }), null))
  if (!one || !two) throw new Error('two senders')
  const round = () => Promise.all([one, two, one, two].map((sender) => sender.send(mail)))
  await one.send(mail)
  await two.send(mail)
  // Each found out by himself; from now on they know of each other.
  expect(connects).toBe(2)
  for (let failures = 3; failures <= 6; failures++) {
    await round()
    expect(connects).toBe(failures)
  }
  await round()
  expect(connects).toBe(6)
  at += 5 * 60_000
  await round()
  expect(connects).toBe(7)
})

test('one tenant’s wrong settings keep no other tenant from the same host', async () => {
  const secure = await startSink(wantsLogin({ secure: true }))
  const rude = await startRaw((socket) => {
    socket.write('220 hello\r\n')
    socket.on('data', (bytes) => {
      const text = bytes.toString()
      if (/^EHLO/.test(text)) socket.write('250-hello\r\n250 AUTH PLAIN\r\n')
      else if (/^AUTH/.test(text)) socket.write(login === 'known' ? '235 ok\r\n' : '554 5.7.0 not you\r\n')
      else if (/^MAIL/.test(text)) socket.write('550 5.1.8 it got as far as this\r\n')
    })
  })
  let login = 'unknown'
  let connects = 0
  const silent = await startRaw(() => connects++)
  const senders = sendersWith(hasty, secure.port, rude, silent)
  const of = (tenantId: string, port: number, over: Partial<ChannelSettings> = {}) =>
    senders.senderFor(channelTo(port, { id: `${tenantId}-${port}`, tenantId, ...over }), password)
  const wellKnown = { encryption: 'tls', isCertificateChecked: false } as const

  // STARTTLS where TLS comes first: nobody speaks.
  const waiting = of('a', secure.port, { ...wellKnown, encryption: 'starttls' })
  for (let i = 0; i < 6; i++) await waiting.send(mail)
  expect(await of('b', secure.port, wellKnown).send(mail)).toMatchObject({ responseCode: 250 })
  expect(await waiting.send(mail)).toMatchObject({ response: expect.stringContaining('not tried') })

  // Greeted, and turned away for a reason that is no password's.
  for (let i = 0; i < 6; i++) await of('a', rude).send(mail)
  login = 'known'
  expect(await of('b', rude).send(mail)).toMatchObject({ command: 'MAIL', responseCode: 550 })

  // Silent to one tenant: his breaker opens, and his only.
  for (let i = 0; i < 6; i++) await of('a', silent).send(mail)
  expect(connects).toBe(5)
  await of('b', silent).send(mail)
  expect(connects).toBe(6)
})

test.each(modes.slice(0, 2))(
  'a pinned certificate is taken with encryption %s, and no other',
  async (encryption, server) => {
    const sink = await startSink(wantsLogin(server))
    const senders = sendersTo(sink.port)
    const refused = await senders.probe(channelTo(sink.port, { encryption }), password, null)
    expect(refused).toMatchObject({
      outcome: 'certificate',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    const pinned = { encryption, pinnedFingerprint: refused.fingerprint ?? null }
    expect(await senders.probe(channelTo(sink.port, pinned), password, null)).toMatchObject({ outcome: 'ok' })
    const evidence = await senders.senderFor(channelTo(sink.port, pinned), password).send(mail)
    expect(evidence).toMatchObject({ responseCode: 250 })

    auths.splice(0)
    const other = channelTo(sink.port, {
      encryption,
      pinnedFingerprint: 'ab'.repeat(32),
      isCertificateChecked: false,
    })
    expect(await senders.probe(other, password, mail)).toMatchObject({ outcome: 'certificate' })
    expect(auths, 'no login before the certificate was looked at').toEqual([])
    expect(sink.ledger).toHaveLength(1)
  },
)

const sesId = '0102018b5c3c0a4f-1f2e3d4c-0000'
test.each([
  ['email-smtp.eu-west-1.amazonaws.com', `Ok ${sesId}-000000`, `<${sesId}-000000@eu-west-1.amazonses.com>`],
  ['email-smtp.us-east-1.amazonaws.com', `Ok ${sesId}-000000`, `<${sesId}-000000@email.amazonses.com>`],
  [
    'vpce-1.email-smtp.us-gov-west-1.vpce.amazonaws.com',
    `Ok ${sesId}`,
    `<${sesId}@us-gov-west-1.amazonses.com>`,
  ],
  [
    'smtp.office365.com',
    '2.0.0 OK <a1@b.eurprd01.prod.outlook.com> [Hostname=b]',
    '<a1@b.eurprd01.prod.outlook.com>',
  ],
  ['mail.business.example', `Ok ${sesId}`, null],
  ['email-smtp.eu-west-1.amazonaws.com', 'Ok queued', null],
])('%s answers “%s”: the id it gave our mail is %s', async (host, said, id) => {
  const port = await startRaw((socket) => {
    socket.write('220 hello\r\n')
    socket.on('data', (bytes) => {
      const text = bytes.toString()
      if (text.endsWith('\r\n.\r\n')) socket.write(`250 ${said}\r\n`)
      else if (/^DATA/.test(text)) socket.write('354 go\r\n')
      else if (/^(?:EHLO|MAIL|RCPT)/.test(text)) socket.write('250 ok\r\n')
    })
  })
  const senders = createChannelSenders({
    system: notConfiguredSender,
    egress: { ...egressTo(port), resolve: async () => [{ address: '127.0.0.1', family: 4 }] },
    hostname: 'postino.test',
    timeouts,
  })
  cleanUps.push(() => senders.close())
  const evidence = await senders.senderFor(channelTo(port, { host }), null).send(mail)
  expect(evidence).toMatchObject({ responseCode: 250, providerMessageId: id })
})

test('a password that one tenant got wrong does not keep others from the same host', async () => {
  const sink = await startSink(wantsLogin({ hideSTARTTLS: true }))
  const senders = sendersTo(sink.port)
  const wrong = senders.senderFor(channelTo(sink.port, { id: 'a' }), { ...password, password: 'wrong' })
  for (let i = 0; i < 6; i++)
    expect(await wrong.send(mail)).toMatchObject({ channelTrouble: 'password_refused' })
  const right = senders.senderFor(channelTo(sink.port, { id: 'b' }), password)
  expect(await right.send(mail)).toMatchObject({ responseCode: 250 })
})

test('changed settings connect anew', async () => {
  const [first, second] = [await startSink(), await startSink()]
  const senders = sendersTo(first.port, second.port)
  await senders.senderFor(channelTo(first.port, { id: 'c' }), null).send(mail)
  await senders.senderFor(channelTo(second.port, { id: 'c', revision: 1 }), null).send(mail)
  expect([first.ledger.length, second.ledger.length]).toEqual([1, 1])
})

test('weak encryption that the operator forbids is not used, and said so', async () => {
  const sink = await startSink()
  const strict = createEgressPolicy({
    ...{ EGRESS_ALLOW: `127.0.0.1:${sink.port}`, FORBID_WEAK_ENCRYPTION: true, BLOBS: 'disk:x' },
    ...{ INNGEST_BASE_URL: undefined, DATABASE_URL: undefined, DATABASE_APP_URL: undefined },
    ...{ DATABASE_SYSTEM_URL: undefined, DATABASE_EXECUTOR_URL: undefined, DATABASE_DIRECT_URL: undefined },
  })
  const senders = createChannelSenders({
    system: notConfiguredSender,
    egress: strict,
    hostname: 'postino.test',
    timeouts,
  })
  expect(await senders.probe(channelTo(sink.port), null, null)).toMatchObject({
    outcome: 'encryption_forbidden',
  })
  expect(sink.connectionCount).toBe(0)
})

import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createSmtpSender, type SmtpSender } from '@/lib/adapters/smtp-out/create-smtp-sender'
import { createSystemSender } from '@/lib/adapters/smtp-out/create-system-sender'
import { parseSmtpUrl } from '@/lib/adapters/smtp-out/smtp-target'
import { replaceClock } from '@/lib/clock'
import type { ReadyMail } from '@/lib/outbound/types'
import { startRawSmtpSink } from '../../support/raw-smtp-sink'
import { type SinkFault, type SmtpSink, startSmtpSink } from '../../support/smtp-sink'

let sink: SmtpSink | undefined
let raw: Server | undefined
let sender: SmtpSender | undefined

afterEach(async () => {
  await sender?.close()
  await sink?.close()
  raw?.close()
  sender = undefined
  sink = undefined
  raw = undefined
})

/** More than a server here ever needs. A test about silence shortens the one that it is about. */
const timeouts = {
  setupTimeoutMs: 10_000,
  replyTimeoutMs: 10_000,
  afterDataTimeoutMs: 10_000,
  totalTimeoutMs: 20_000,
}
const message = Buffer.from(
  'Message-ID: <one@postino.test>\r\nSubject: Re: help\r\n\r\n.hidden dot\r\n..\r\nend\r\n',
)
const mail: ReadyMail = {
  envelopeFrom: 'help@postino.test',
  recipients: ['ann@customer.example'],
  bytes: message,
}
const pair = { ...mail, recipients: ['ann@customer.example', 'bob@customer.example'] }

async function start(
  fault: SinkFault = () => undefined,
  over: Partial<typeof timeouts> = {},
): Promise<SmtpSink> {
  sink = await startSmtpSink({ fault })
  connectTo(sink.port, over)
  return sink
}

function connectTo(port: number, over: Partial<typeof timeouts> = {}, query = ''): SmtpSender {
  sender = createSmtpSender({
    url: `smtp://127.0.0.1:${port}${query}`,
    hostname: 'mail.postino.test',
    timeouts: { ...timeouts, ...over },
  })
  return sender
}

/** A server that says exactly these bytes when a client connects, and nothing else. */
async function startRaw(greet: (write: (text: string) => void) => void): Promise<number> {
  raw = createServer((socket) => {
    socket.on('error', () => undefined)
    greet((text) => socket.write(text))
  })
  await new Promise<void>((resolve) => raw?.listen(0, '127.0.0.1', resolve))
  return (raw.address() as AddressInfo).port
}

const attempt = (what: ReadyMail = mail) => sender?.send(what)

test('the stored bytes arrive byte for byte, to the envelope and not to the headers', async () => {
  const { ledger } = await start()
  const bytes = Buffer.concat([
    message,
    Buffer.from('To: somebody@else.example\r\ncaf\xe9 \x01 \x7f\r\n', 'latin1'),
  ])
  const evidence = await attempt({ ...pair, bytes })
  expect(evidence).toMatchObject({
    outcome: 'answered',
    responseCode: 250,
    command: 'DATA',
    sawDataGo: true,
    perRecipient: [
      { address: 'ann@customer.example', isAccepted: true },
      { address: 'bob@customer.example', isAccepted: true },
    ],
  })
  expect(ledger).toHaveLength(1)
  expect(ledger[0]).toMatchObject({ from: 'help@postino.test', to: pair.recipients })
  expect(ledger[0]?.bytes.equals(bytes)).toBe(true)
})

test('a large mail arrives byte for byte', async () => {
  const { ledger } = await start()
  const lines = randomBytes(6_000_000)
    .toString('base64')
    .replace(/(.{76})/g, '$1\r\n')
  const bytes = Buffer.from(`Message-ID: <big@postino.test>\r\n\r\n${lines}\r\n`)
  expect(await attempt({ ...mail, bytes })).toMatchObject({ responseCode: 250 })
  expect(ledger[0]?.bytes.equals(bytes)).toBe(true)
})

test('a server that knows reports is told under which id they may name the mail; another one is not', async () => {
  const promised = { ...mail, promise: { key: '0198-promise', queuedAt: new Date(), attempts: 1 } }
  const said: boolean[] = []
  for (const extensions of [['DSN'], []]) {
    const server = await startRawSmtpSink({ extensions })
    connectTo(server.port)
    expect(await attempt(promised)).toMatchObject({ responseCode: 250 })
    said.push(/^MAIL FROM:<help@postino.test> .*ENVID=0198-promise\r$/m.test(String(server.streams[0])))
    await sender?.close()
    await server.close()
  }
  expect(said).toEqual([true, false])
})

test('the null sender goes out as the null sender', async () => {
  const { ledger } = await start()
  await attempt({ ...mail, envelopeFrom: '' })
  expect(ledger[0]?.from).toBe('')
})

test.each([
  ['MAIL', 450, 'mail', '450 4.7.1 later'],
  ['MAIL', 553, 'mail', '553 5.1.8 no'],
  ['RCPT', 450, 'rcpt', '450 4.2.0 greylisted'],
  ['RCPT', 550, 'rcpt', '550 5.1.1 nobody'],
  ['RCPT', 421, 'rcpt', '421 4.3.0 closing'],
] as const)(
  'a server that answers %s with %i was never asked to take the data',
  async (command, code, at, reply) => {
    const { ledger } = await start((step) => (step.at === at ? reply : undefined))
    const evidence = await attempt()
    expect(evidence).toMatchObject({ outcome: 'answered', responseCode: code, command, sawDataGo: false })
    expect(evidence?.response).toContain(reply)
    if (command === 'RCPT') {
      expect(evidence?.perRecipient).toEqual([
        { address: 'ann@customer.example', isAccepted: false, response: expect.stringContaining(reply) },
      ])
    }
    expect(ledger).toEqual([])
  },
)

test('one of two recipients refused: the mail is accepted, and the other is named with the answer', async () => {
  const { ledger } = await start((step) =>
    step.at === 'rcpt' && step.address.startsWith('bob') ? '550 5.1.1 nobody' : undefined,
  )
  expect(await attempt(pair)).toMatchObject({
    outcome: 'answered',
    responseCode: 250,
    sawDataGo: true,
    perRecipient: [
      { address: 'ann@customer.example', isAccepted: true },
      { address: 'bob@customer.example', isAccepted: false, response: '550 5.1.1 nobody' },
    ],
  })
  expect(ledger.map((entry) => entry.to)).toEqual([['ann@customer.example']])
})

test('one recipient refused for good and one for now: nothing is sent, each keeps his own answer', async () => {
  await start((step) => {
    if (step.at !== 'rcpt') return undefined
    return step.address.startsWith('bob') ? '550 5.1.1 nobody' : '450 4.2.0 greylisted'
  })
  expect(await attempt(pair)).toMatchObject({
    outcome: 'answered',
    responseCode: 450,
    command: 'RCPT',
    sawDataGo: false,
    perRecipient: [
      { isAccepted: false, response: '450 4.2.0 greylisted' },
      { isAccepted: false, response: '550 5.1.1 nobody' },
    ],
  })
})

test.each([
  [451, '451 4.3.0 later'],
  [421, '421 4.3.2 closing'],
  [554, '554 5.6.0 never'],
] as const)('%i after the dot is an answer: the server did not take the mail', async (code, reply) => {
  await start((step) => (step.at === 'end' ? reply : undefined))
  const evidence = await attempt()
  expect(evidence).toMatchObject({
    outcome: 'answered',
    responseCode: code,
    command: 'DATA',
    sawDataGo: true,
  })
})

// The two rows that a library cannot tell from "never connected": a retry there sends the mail twice.
test('a connection dropped after the dot leaves open who has the mail', async () => {
  const { ledger } = await start((step) => (step.at === 'end' ? 'take-and-drop' : undefined))
  expect(await attempt()).toMatchObject({
    outcome: 'connection-lost',
    responseCode: null,
    command: 'DATA',
    sawDataGo: true,
  })
  expect(ledger).toHaveLength(1)
})

test('no answer after the dot leaves open who has the mail', async () => {
  const { ledger } = await start((step) => (step.at === 'end' ? 'take-and-silence' : undefined), {
    afterDataTimeoutMs: 1_000,
  })
  expect(await attempt()).toMatchObject({
    outcome: 'timed-out',
    responseCode: null,
    command: 'DATA',
    sawDataGo: true,
  })
  expect(ledger).toHaveLength(1)
})

test('a connection dropped in the middle of the data is not called unsent', async () => {
  await start((step) => (step.at === 'data' ? 'drop' : undefined))
  const bytes = Buffer.concat([message, Buffer.alloc(2_000_000, 'line\r\n')])
  expect(await attempt({ ...mail, bytes })).toMatchObject({
    outcome: 'connection-lost',
    responseCode: null,
    sawDataGo: true,
  })
})

test.each([
  ['drop', 'mail', 'connection-lost', 'MAIL'],
  ['drop', 'rcpt', 'connection-lost', 'RCPT'],
  ['silence', 'mail', 'timed-out', 'MAIL'],
  ['silence', 'rcpt', 'timed-out', 'RCPT'],
] as const)('%s at %s: surely not sent', async (action, at, outcome, command) => {
  const { ledger } = await start((step) => (step.at === at ? action : undefined), { replyTimeoutMs: 1_000 })
  expect(await attempt()).toMatchObject({ outcome, command, responseCode: null, sawDataGo: false })
  expect(ledger).toEqual([])
})

test('a refused connection is surely not sent', async () => {
  const { port, close } = await startSmtpSink()
  await close()
  connectTo(port)
  expect(await attempt()).toMatchObject({ outcome: 'no-connection', command: 'CONN', sawDataGo: false })
})

test('a server without a greeting, or one that drops the connection, is surely not sent', async () => {
  const running = await start((step) => (step.at === 'connect' ? 'silence' : undefined), {
    setupTimeoutMs: 1_000,
  })
  expect(await attempt()).toMatchObject({ outcome: 'timed-out', command: 'CONN', sawDataGo: false })
  running.fault = (step) => (step.at === 'connect' ? 'drop' : undefined)
  expect(await attempt()).toMatchObject({ outcome: 'no-connection', command: 'CONN', sawDataGo: false })
})

test('a greeting that sends us away is an answer to the connection, not to the mail', async () => {
  await start((step) => (step.at === 'connect' ? '554 5.7.1 your address is blocked' : undefined))
  expect(await attempt()).toMatchObject({
    outcome: 'answered',
    responseCode: 554,
    command: 'CONN',
    sawDataGo: false,
  })
})

test.each([
  ['a greeting that never ends', (write: (text: string) => void) => write(`220 ${'x'.repeat(10_000_000)}`)],
  ['a greeting of endless lines', (write: (text: string) => void) => write('220-hello\r\n'.repeat(100_000))],
  ['not SMTP at all', (write: (text: string) => void) => write('HTTP/1.1 400 Bad Request\r\n\r\n')],
])('%s ends the attempt', async (_name, greet) => {
  connectTo(await startRaw(greet))
  expect(await attempt()).toMatchObject({ command: 'CONN', responseCode: null, sawDataGo: false })
})

test('a server that dribbles after the data does not hold the sender for ever', async () => {
  const port = await startRaw(() => undefined)
  raw?.on('connection', (socket) => {
    socket.write('220 hello\r\n')
    socket.on('data', (chunk) => {
      const text = chunk.toString('latin1')
      if (/^(EHLO|MAIL|RCPT)/.test(text)) socket.write('250 ok\r\n')
      if (text.startsWith('DATA')) {
        socket.write('354 go\r\n')
        const drip = setInterval(() => socket.write('250-still thinking\r\n'), 50)
        socket.on('close', () => clearInterval(drip))
      }
    })
  })
  connectTo(port, { totalTimeoutMs: 2_000 })
  expect(await attempt()).toMatchObject({ outcome: 'timed-out', command: 'DATA', sawDataGo: true })
})

// Whoever writes down "the data begins" in that moment knows after a crash which mails nobody can have.
test('before the data begins the caller is asked, once, and only then', async () => {
  const running = await start()
  const seen: string[] = []
  const asking = (what: ReadyMail): ReadyMail => ({
    ...what,
    beforeData: async () => {
      seen.push(`asked with ${running.ledger.length} in the ledger`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    },
  })
  expect(await attempt(asking(mail))).toMatchObject({ responseCode: 250, sawDataGo: true })
  expect(await attempt(asking(mail))).toMatchObject({ responseCode: 250, sawDataGo: true })
  expect(seen).toEqual(['asked with 0 in the ledger', 'asked with 1 in the ledger'])
  expect(running.ledger[1]?.bytes.equals(message)).toBe(true)

  for (const at of ['mail', 'rcpt'] as const) {
    running.fault = (step) => (step.at === at ? '450 4.2.0 later' : undefined)
    expect(await attempt(asking(mail))).toMatchObject({ sawDataGo: false })
  }
  expect(seen).toHaveLength(2)
})

test('when the caller may not begin, nothing is sent and nothing is uncertain', async () => {
  const running = await start()
  const refusing = { ...mail, beforeData: () => Promise.reject(new Error('the lease is gone')) }
  expect(await attempt(refusing)).toMatchObject({
    outcome: 'connection-lost',
    responseCode: null,
    command: 'DATA',
    sawDataGo: false,
    response: 'the lease is gone',
  })
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(running.ledger).toEqual([])
  expect(await attempt()).toMatchObject({ responseCode: 250 })
  expect(running.ledger).toHaveLength(1)
})

test('a connection that ends while the caller is asked is surely not sent', async () => {
  const port = await startRaw(() => undefined)
  let hangUp = () => {}
  raw?.on('connection', (socket) => {
    hangUp = () => socket.destroy()
    socket.write('220 hello\r\n')
    socket.on('data', (chunk) => {
      const text = chunk.toString('latin1')
      if (/^(EHLO|MAIL|RCPT)/.test(text)) socket.write('250 ok\r\n')
      if (text.startsWith('DATA')) socket.write('354 go\r\n')
    })
  })
  connectTo(port)
  const beforeData = async () => {
    hangUp()
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
  expect(await attempt({ ...mail, beforeData })).toMatchObject({
    outcome: 'connection-lost',
    command: 'DATA',
    sawDataGo: false,
  })
})

test('what is no address never reaches the wire', async () => {
  const { ledger } = await start()
  const bad = ['ann@customer.example\r\nRCPT TO:<eve@evil.example>', '<eve@evil.example>', 'eve', '']
  expect(await attempt({ ...mail, recipients: bad })).toMatchObject({
    outcome: 'answered',
    responseCode: 553,
    command: 'RCPT',
    perRecipient: bad.map((address) => ({ address, isAccepted: false })),
  })
  expect(await attempt({ ...mail, envelopeFrom: 'x@postino.test> SIZE=1\r\nQUIT' })).toMatchObject({
    responseCode: 553,
    command: 'MAIL',
  })
  expect(ledger).toEqual([])
  expect(sink?.connectionCount).toBe(0)
  const mixed = await attempt({ ...mail, recipients: ['eve', 'ann@customer.example'] })
  expect(mixed?.perRecipient.map((each) => [each.address, each.isAccepted])).toEqual([
    ['ann@customer.example', true],
    ['eve', false],
  ])
  expect(ledger.map((entry) => entry.to)).toEqual([['ann@customer.example']])
})

test('a domain beyond ASCII goes out as A-labels and comes back as it was given', async () => {
  const { ledger } = await start()
  const evidence = await attempt({ ...mail, recipients: ['ann@bücher.example'] })
  expect(evidence?.perRecipient).toMatchObject([{ address: 'ann@bücher.example', isAccepted: true }])
  expect(ledger[0]?.to).toEqual(['ann@bücher.example'])
})

test('connections are kept and used again, five at most', async () => {
  const running = await start()
  for (let i = 0; i < 5; i++) await attempt()
  expect(running.connectionCount).toBe(1)
  await Promise.all(Array.from({ length: 40 }, () => attempt()))
  expect(running.connectionCount).toBeLessThanOrEqual(5)
  expect(running.ledger).toHaveLength(45)
})

test('a kept connection that the server has closed meanwhile costs no attempt', async () => {
  const running = await start()
  await attempt()
  running.fault = (step) => (step.at === 'mail' && running.connectionCount === 1 ? 'drop' : undefined)
  expect(await attempt()).toMatchObject({ outcome: 'answered', responseCode: 250 })
  expect(running.connectionCount).toBe(2)
  expect(running.ledger).toHaveLength(2)
})

test('nothing is ever sent again by itself', async () => {
  const running = await start()
  await attempt()
  running.fault = (step) => (step.at === 'end' ? 'take-and-drop' : undefined)
  await attempt()
  running.fault = () => undefined
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(running.ledger).toHaveLength(2)
})

test('a server that is gone is asked again by one attempt in five minutes, and by all once it is back', async () => {
  let at = Date.now()
  const restore = replaceClock(() => at)
  try {
    const running = await start((step) => (step.at === 'connect' ? '421 4.3.2 closing' : undefined))
    for (let i = 0; i < 5; i++) expect(await attempt()).toMatchObject({ responseCode: 421, command: 'CONN' })
    const started = Date.now()
    const refused = await Promise.all(Array.from({ length: 20 }, () => attempt()))
    expect(Date.now() - started, 'nobody is waited for').toBeLessThan(2_000)
    for (const evidence of refused) {
      expect(evidence).toMatchObject({ outcome: 'no-connection', responseCode: null, sawDataGo: false })
    }
    expect(running.connectionCount).toBe(5)

    at += 5 * 60_000
    await Promise.all(Array.from({ length: 5 }, () => attempt()))
    expect(running.connectionCount).toBe(6)

    running.fault = () => undefined
    at += 5 * 60_000
    expect(await attempt()).toMatchObject({ responseCode: 250 })
    const again = await Promise.all(Array.from({ length: 5 }, () => attempt()))
    expect(again.map((evidence) => evidence?.responseCode)).toEqual([250, 250, 250, 250, 250])
  } finally {
    restore()
  }
})

test('closing lets a mail on its way finish and refuses the next', async () => {
  const running = await start()
  const sending = attempt()
  await new Promise((resolve) => setTimeout(resolve, 50))
  await sender?.close()
  expect(await sending).toMatchObject({ responseCode: 250 })
  expect(await attempt()).toMatchObject({ outcome: 'no-connection', sawDataGo: false })
  expect(running.ledger).toHaveLength(1)
})

test('without a way out nothing is claimed to be sent', async () => {
  sender = createSystemSender({ MAIL_OUT_URL: undefined, MAIL_HOSTNAME: 'mail.postino.test' })
  expect(await attempt()).toMatchObject({ outcome: 'not-configured', responseCode: null, sawDataGo: false })
})

test('TLS is required everywhere but on this machine, and a password is never sent without it', () => {
  expect(parseSmtpUrl('smtp://mail.example')).toEqual({
    host: 'mail.example',
    port: 587,
    tls: 'required',
    login: null,
  })
  expect(parseSmtpUrl('smtp://mail.example:25?tls=none').tls).toBe('none')
  expect(parseSmtpUrl('smtps://mail.example')).toMatchObject({ port: 465, tls: 'implicit' })
  expect(parseSmtpUrl('smtp://127.0.0.1:2526').tls).toBe('none')
  expect(parseSmtpUrl('smtp://localhost:2526?tls=required').tls).toBe('required')
  expect(parseSmtpUrl('smtp://a%40b:p%2Fw@mail.example').login).toEqual({ user: 'a@b', pass: 'p/w' })
  expect(() => parseSmtpUrl('smtp://user:hushhush@mail.example?tls=none')).toThrow(/TLS/)
  for (const wrong of ['http://user:hushhush@x', 'nonsense hushhush']) {
    expect(() => parseSmtpUrl(wrong)).toThrow()
    expect(() => parseSmtpUrl(wrong)).not.toThrow(/hushhush/)
  }
})

test('a server without STARTTLS, or with a certificate nobody vouches for, gets neither password nor mail', async () => {
  const seen: string[] = []
  const auth = {
    authOptional: true,
    onAuth: (
      given: { password?: string | null | undefined },
      _session: unknown,
      done: (e: Error) => void,
    ) => {
      seen.push(String(given.password))
      done(new Error('no'))
    },
  }
  sink = await startSmtpSink({ server: { ...auth, disabledCommands: ['STARTTLS'], allowInsecureAuth: true } })
  const url = (port: number) => `smtp://user:hushhush@127.0.0.1:${port}?tls=required`
  sender = createSmtpSender({ url: url(sink.port), hostname: 'mail.postino.test', timeouts })
  expect(await attempt()).toMatchObject({ command: 'CONN', sawDataGo: false })
  await sender.close()
  await sink.close()

  const folder = await mkdtemp(path.join(tmpdir(), 'postino-tls-'))
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')]
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=mail.test', '-days', '2']
  execFileSync('openssl', [...request, '-keyout', key, '-out', cert], { stdio: 'ignore' })
  const pem = { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') }
  await rm(folder, { recursive: true })
  sink = await startSmtpSink({ server: { ...auth, ...pem, disabledCommands: [] } })
  sender = createSmtpSender({ url: url(sink.port), hostname: 'mail.postino.test', timeouts })
  expect(await attempt()).toMatchObject({ outcome: 'no-connection', command: 'CONN', sawDataGo: false })
  expect(seen).toEqual([])
  expect(sink.ledger).toEqual([])
})

test('a refused password is an answer to the connection, and is not repeated in the evidence', async () => {
  sink = await startSmtpSink({
    server: {
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      authOptional: true,
      onAuth: (_given, _session, done) => done(null, { message: '5.7.8 wrong password', responseCode: 535 }),
    },
  })
  sender = createSmtpSender({
    url: `smtp://user:hushhush@127.0.0.1:${sink.port}`,
    hostname: 'mail.postino.test',
    timeouts,
  })
  const evidence = await attempt()
  expect(evidence).toMatchObject({
    outcome: 'answered',
    responseCode: 535,
    command: 'CONN',
    sawDataGo: false,
  })
  expect(JSON.stringify(evidence)).not.toContain('hushhush')
})

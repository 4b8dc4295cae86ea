import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { startSmtpReceiver } from '@/lib/adapters/smtp-in/start-smtp-receiver'
import type {
  KeptDelivery,
  ReceiverTrouble,
  ReceivingAddress,
  SmtpReceiver,
  SmtpReceiverOptions,
} from '@/lib/adapters/smtp-in/types'
import { AppError } from '@/lib/errors'
import { SmtpDialogue } from '../../support/smtp-dialogue'

let receiver: SmtpReceiver | undefined
let kept: KeptDelivery[] = []
let troubles: ReceiverTrouble[] = []
const dialogues: SmtpDialogue[] = []

afterEach(async () => {
  for (const dialogue of dialogues.splice(0)) dialogue.hangUp()
  await receiver?.close()
  receiver = undefined
  kept = []
  troubles = []
})

const box = (name: string, over: Partial<ReceivingAddress> = {}): [string, ReceivingAddress] => [
  `${name}@in.test`,
  {
    tenantId: `tenant-of-${name[0]}`,
    mailboxId: `box-${name}`,
    creationAddressId: `address-${name}`,
    recipient: `${name}@in.test`,
    isPaused: false,
    isOverQuota: false,
    hourlyMailLimit: 20_000,
    isSuspended: false,
    ...over,
  },
]
// The first letter names the tenant.
const addresses = new Map([
  box('alpha'),
  box('a-second'),
  box('a-alias', { mailboxId: 'box-alpha' }),
  box('beta'),
  box('paused', { isPaused: true }),
  box('full', { isOverQuota: true }),
  box('limited', { hourlyMailLimit: 1 }),
  box('gone', { isSuspended: true }),
])

async function start(over: Partial<SmtpReceiverOptions> = {}): Promise<number> {
  receiver = await startSmtpReceiver({
    host: '127.0.0.1',
    port: 0,
    hostname: 'mx.in.test',
    findRecipient: async (address) => addresses.get(address) ?? null,
    keep: async (delivery) => {
      kept.push(delivery)
    },
    onTrouble: (trouble) => troubles.push(trouble),
    ...over,
  })
  return receiver.port
}

async function ready(port: number, from?: string, ...to: string[]): Promise<SmtpDialogue> {
  const dialogue = await SmtpDialogue.ready(port, from, ...to)
  dialogues.push(dialogue)
  return dialogue
}

const text = (delivery: KeptDelivery | undefined) => Buffer.from(delivery?.bytes ?? []).toString('latin1')

test('a mail is kept with its envelope and exactly its bytes, and only then answered with 250', async () => {
  let release = () => {}
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  const port = await start({
    keep: async (delivery) => {
      await gate
      kept.push(delivery)
    },
  })
  const client = await ready(port, 'ann@customer.example', 'alpha@in.test')
  await client.expect('DATA', '354')
  client.write(
    Buffer.from(
      'Subject: caf\xe9\r\n\r\n..a dot\r\n...two\r\n\x00\xff bare \n feed \r return\r\n.\r\n',
      'latin1',
    ),
  )
  expect(await client.isSilentFor(150)).toBe(true)
  release()
  expect(await client.reply()).toMatch(/^250 /)
  expect(kept).toHaveLength(1)
  expect(kept[0]).toMatchObject({
    tenantId: 'tenant-of-a',
    mailboxId: 'box-alpha',
    creationAddressId: 'address-alpha',
    recipient: 'alpha@in.test',
    envelopeFrom: 'ann@customer.example',
    envelopeTo: ['alpha@in.test'],
    clientIp: '127.0.0.1',
    helo: 'client.example',
  })
  expect(text(kept[0])).toBe('Subject: caf\xe9\r\n\r\n.a dot\r\n..two\r\n\x00\xff bare \n feed \r return\r\n')
})

test('a mail arrives byte for byte, however the network cuts it', async () => {
  const port = await start()
  const client = await ready(port)
  const line = fc
    .array(fc.constantFrom('.', 'a', '\xe9', '\0'), { maxLength: 6 })
    .map((chars) => chars.join(''))
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 9 }),
      async (lines, cut) => {
        const body = lines.map((each) => `${each}\r\n`).join('')
        const wire = Buffer.from(
          `${lines.map((each) => `${each.replace(/^\./, '..')}\r\n`).join('')}.\r\n`,
          'latin1',
        )
        await client.expect('MAIL FROM:<ann@customer.example>', '250')
        await client.expect('RCPT TO:<alpha@in.test>', '250')
        await client.expect('DATA', '354')
        for (let at = 0; at < wire.length; at += cut) {
          client.write(wire.subarray(at, at + cut))
          await new Promise((resolve) => setImmediate(resolve))
        }
        expect(await client.reply()).toMatch(/^250 /)
        expect(text(kept.at(-1))).toBe(body)
      },
    ),
    { numRuns: 40 },
  )
})

test('an address nobody gave out is refused at RCPT', async () => {
  const client = await ready(await start(), 'ann@customer.example')
  for (const address of ['nobody@in.test', 'alpha@elsewhere.test', 'postmaster', 'al"pha@in.test']) {
    expect(await client.say(`RCPT TO:<${address}>`), address).toMatch(/^550 5\.1\.1 |^501 /)
  }
  expect(await client.say('DATA')).toMatch(/^503 /)
  expect(kept).toEqual([])
})

test('a token after + selects nothing but stays in the envelope', async () => {
  const client = await ready(await start(), 'ann@customer.example', 'Alpha+r.7Qx_-9@IN.test')
  expect(await client.data('Subject: x\r\n\r\n.\r\n')).toMatch(/^250 /)
  expect(kept[0]).toMatchObject({ recipient: 'alpha@in.test', envelopeTo: ['Alpha+r.7Qx_-9@IN.test'] })
  await client.expect('MAIL FROM:<>', '250')
  expect(await client.say('RCPT TO:<+only-token@in.test>')).toMatch(/^550 /)
})

test('the null sender of bounces is taken', async () => {
  const client = await ready(await start(), '', 'alpha@in.test')
  expect(await client.data('Subject: bounce\r\n\r\n.\r\n')).toMatch(/^250 /)
  expect(kept[0]?.envelopeFrom).toBe('')
})

test('an internationalised sender is taken as it is', async () => {
  const port = await start()
  const client = await ready(port)
  await client.expect('MAIL FROM:<jürgen@bücher.example> SMTPUTF8', '250')
  await client.expect('RCPT TO:<alpha@in.test>', '250')
  expect(await client.data('Subject: gr\u00fcn\r\n\r\n.\r\n')).toMatch(/^250 /)
  expect(kept[0]?.envelopeFrom).toBe('jürgen@bücher.example')
  expect(Buffer.from(kept[0]?.bytes ?? []).toString('utf8')).toContain('grün')
})

test('a sender whose address only real life allows is not turned away', async () => {
  const port = await start()
  for (const from of ['a..b.@docomo.example', '-x-@customer.example', 'user@[203.0.113.9]']) {
    const client = await ready(port, from, 'alpha@in.test')
    expect(await client.data('Subject: x\r\n\r\n.\r\n')).toMatch(/^250 /)
    expect(kept.at(-1)?.envelopeFrom).toBe(from)
  }
})

test('a paused or full mailbox and a tenant that is suspended are told apart', async () => {
  const client = await ready(await start(), 'ann@customer.example')
  expect(await client.say('RCPT TO:<paused@in.test>')).toMatch(/^450 4\.2\.1 /)
  expect(await client.say('RCPT TO:<full@in.test>')).toMatch(/^452 4\.2\.2 /)
  expect(await client.say('RCPT TO:<gone@in.test>')).toMatch(/^550 5\.2\.1 /)
})

test('a mail for several addresses of one tenant is kept once for each, and each knows of all marks', async () => {
  const client = await ready(
    await start(),
    'a@b.example',
    'alpha@in.test',
    'a-second@in.test',
    'a-alias+t@in.test',
    'alpha+u@in.test',
  )
  expect(await client.data('Subject: x\r\n\r\n.\r\n')).toMatch(/^250 /)
  const envelopeTo = ['alpha@in.test', 'a-second@in.test', 'a-alias+t@in.test', 'alpha+u@in.test']
  expect(kept).toMatchObject([
    { mailboxId: 'box-alpha', recipient: 'alpha@in.test', envelopeTo },
    { mailboxId: 'box-a-second', recipient: 'a-second@in.test', envelopeTo },
    { mailboxId: 'box-alpha', recipient: 'a-alias@in.test', envelopeTo },
  ])
})

// One reply after DATA speaks for every recipient: a fault of one tenant must not become another's duplicate.
test('a second tenant in the same transaction is asked for in a transaction of its own', async () => {
  const client = await ready(await start(), 'ann@customer.example', 'alpha@in.test')
  expect(await client.say('RCPT TO:<beta@in.test>')).toMatch(/^452 4\.5\.3 /)
  expect(await client.data('Subject: x\r\n\r\n.\r\n')).toMatch(/^250 /)
  await client.expect('MAIL FROM:<ann@customer.example>', '250')
  await client.expect('RCPT TO:<beta@in.test>', '250')
  expect(await client.data('Subject: x\r\n\r\n.\r\n')).toMatch(/^250 /)
  expect(kept.map((each) => each.tenantId)).toEqual(['tenant-of-a', 'tenant-of-b'])
})

test('RSET and a new greeting forget the recipients', async () => {
  const client = await ready(await start(), 'ann@customer.example', 'alpha@in.test')
  await client.expect('RSET', '250')
  await client.expect('MAIL FROM:<ann@customer.example>', '250')
  await client.expect('RCPT TO:<beta@in.test>', '250')
  expect(await client.data('Subject: x\r\n\r\n.\r\n')).toMatch(/^250 /)
  expect(kept.map((each) => each.tenantId)).toEqual(['tenant-of-b'])
})

test('trouble of the disk or the database is answered with "later" and told to the operator', async () => {
  const error = new AppError('storage_unavailable', 'full')
  let isDiskFull = true
  const port = await start({
    keep: async (delivery) => {
      if (isDiskFull) throw error
      kept.push(delivery)
    },
  })
  const client = await ready(port, 'ann@customer.example', 'alpha@in.test')
  expect(await client.data('Subject: x\r\n\r\n.\r\n')).toMatch(/^451 4\.3\.0 /)
  expect(troubles).toEqual([{ event: 'keep-failed', error, clientIp: '127.0.0.1' }])
  isDiskFull = false
  await client.expect('MAIL FROM:<ann@customer.example>', '250')
  await client.expect('RCPT TO:<alpha@in.test>', '250')
  expect(await client.data('Subject: x\r\n\r\n.\r\n')).toMatch(/^250 /)
  expect(kept).toHaveLength(1)
})

test('a look-up that fails or hangs is "later", never "no such mailbox"', async () => {
  const port = await start({
    findRecipient: (address) =>
      address.startsWith('hang') ? new Promise(() => {}) : Promise.reject(new Error('database')),
    limits: { lookupTimeoutMs: 50 },
  })
  const client = await ready(port, 'ann@customer.example')
  expect(await client.say('RCPT TO:<alpha@in.test>')).toMatch(/^451 4\.3\.0 /)
  expect(await client.say('RCPT TO:<hang@in.test>')).toMatch(/^451 4\.3\.0 /)
  expect(troubles.map((each) => each.event)).toEqual(['lookup-failed', 'lookup-failed'])
})

test('a keep that hangs is "later" while the client still listens', async () => {
  const port = await start({ keep: () => new Promise(() => {}), limits: { keepTimeoutMs: 50 } })
  const client = await ready(port, 'ann@customer.example', 'alpha@in.test')
  expect(await client.data('Subject: x\r\n\r\n.\r\n')).toMatch(/^451 4\.3\.0 /)
})

test('a mail that announces too much is refused at MAIL, one that lies after its end; nothing is kept', async () => {
  const port = await start({ limits: { maxMailBytes: 10_000 } })
  const client = await ready(port)
  expect(await client.say('MAIL FROM:<ann@customer.example> SIZE=10001')).toMatch(/^552 /)
  await client.expect('MAIL FROM:<ann@customer.example> SIZE=10', '250')
  await client.expect('RCPT TO:<alpha@in.test>', '250')
  const line = `${'x'.repeat(98)}\r\n`
  expect(await client.data(`${line.repeat(101)}.\r\n`)).toMatch(/^552 5\.3\.4 /)
  expect(kept).toEqual([])
  await client.expect('MAIL FROM:<ann@customer.example>', '250')
  await client.expect('RCPT TO:<alpha@in.test>', '250')
  expect(await client.data(`${line.repeat(100)}.\r\n`)).toMatch(/^250 /)
  expect(kept[0]?.bytes.byteLength).toBe(10_000)
})

test('a flood without an end is cut off', async () => {
  const port = await start({ limits: { maxMailBytes: 1_000 } })
  const client = await ready(port, 'ann@customer.example', 'alpha@in.test')
  await client.expect('DATA', '354')
  for (let i = 0; i < 10; i++) client.write('x'.repeat(1_000))
  expect(await client.reply()).toMatch(/^552 /)
  await client.ended()
  expect(kept).toEqual([])
})

test('mails that together are too much for the memory wait outside; the room comes back', async () => {
  let release = () => {}
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  let isKeeping = false
  const port = await start({
    keep: async (delivery) => {
      isKeeping = true
      await gate
      kept.push(delivery)
    },
    limits: { maxInFlightBytes: 3_000 },
  })
  const first = await ready(port, 'ann@customer.example', 'alpha@in.test')
  const second = await ready(port, 'bob@customer.example', 'beta@in.test')
  await first.expect('DATA', '354')
  first.write(`${'x'.repeat(1_998)}\r\n.\r\n`)
  await expect.poll(() => isKeeping, { timeout: 10_000 }).toBe(true)
  expect(await first.isSilentFor(100)).toBe(true)
  expect(await second.data(`${'x'.repeat(1_998)}\r\n.\r\n`)).toMatch(/^451 4\.3\.1 /)
  release()
  expect(await first.reply()).toMatch(/^250 /)
  await second.expect('MAIL FROM:<bob@customer.example>', '250')
  await second.expect('RCPT TO:<beta@in.test>', '250')
  expect(await second.data(`${'x'.repeat(1_998)}\r\n.\r\n`)).toMatch(/^250 /)
})

test('a client that leaves in the middle of a mail leaves nothing, and takes its room along', async () => {
  const port = await start({ limits: { maxInFlightBytes: 3_000 } })
  const client = await ready(port, 'ann@customer.example', 'alpha@in.test')
  await client.expect('DATA', '354')
  client.write('x'.repeat(2_000))
  await new Promise((resolve) => setTimeout(resolve, 50))
  client.hangUp()
  // The server learns of it when it learns of it.
  await expect
    .poll(
      async () => {
        const next = await ready(port, 'ann@customer.example', 'alpha@in.test')
        return next.data(`${'y'.repeat(2_000)}\r\n.\r\n`)
      },
      { timeout: 10_000 },
    )
    .toMatch(/^250 /)
  expect(kept.map(text)).toEqual([`${'y'.repeat(2_000)}\r\n`])
  expect(troubles).toEqual([])
})

test.each([
  ['LF . LF', '\n.\n'],
  ['LF . CR LF', '\n.\r\n'],
  ['CR LF . LF', '\r\n.\n'],
  ['CR . CR', '\r.\r'],
  ['CR . CR LF', '\r.\r\n'],
  ['CR LF NUL . CR LF', '\r\n\0.\r\n'],
])('%s does not end a message: no second mail can be smuggled in one', async (_name, end) => {
  const client = await ready(await start(), 'ann@customer.example', 'alpha@in.test')
  await client.expect('DATA', '354')
  client.write(
    `Subject: one\r\n\r\nbody${end}MAIL FROM:<boss@in.test>\r\nRCPT TO:<beta@in.test>\r\nDATA\r\nforged`,
  )
  expect(await client.isSilentFor(100)).toBe(true)
  client.write('\r\n.\r\n')
  expect(await client.reply()).toMatch(/^250 /)
  expect(kept).toHaveLength(1)
  expect(text(kept[0])).toContain('MAIL FROM:<boss@in.test>')
})

test('a client that guesses addresses is sent away, and for a while not let in', async () => {
  const port = await start({
    limits: { maxUnknownRecipientsPerSession: 2, maxUnknownRecipientsPerClient: 3 },
  })
  const client = await ready(port, 'ann@customer.example')
  expect(await client.say('RCPT TO:<a@in.test>')).toMatch(/^550 /)
  expect(await client.say('RCPT TO:<b@in.test>')).toMatch(/^550 /)
  expect(await client.say('RCPT TO:<c@in.test>')).toMatch(/^421 4\.7\.0 /)
  await client.ended()
  expect((await SmtpDialogue.open(port)).greeting).toMatch(/^421 /)
})

test('one client has a bound of connections and of mails a minute; this machine is not bound', async () => {
  const limits = { maxConnectionsPerClient: 2, maxMailsPerClientAndMinute: 2 }
  const port = await start({ limits, isTrustedClient: () => false })
  const first = await ready(port)
  const second = await ready(port)
  expect((await SmtpDialogue.open(port)).greeting).toMatch(/^421 4\.7\.0 /)
  await second.say('QUIT')
  await second.ended()
  const third = await ready(port)
  await first.expect('MAIL FROM:<a@b.example>', '250')
  await third.expect('MAIL FROM:<a@b.example>', '250')
  await third.expect('RSET', '250')
  expect(await third.say('MAIL FROM:<a@b.example>')).toMatch(/^451 4\.7\.1 /)
  await receiver?.close()

  const local = await start({ limits })
  for (let i = 0; i < 4; i++) await (await ready(local, 'a@b.example')).expect('RSET', '250')
})

test('a tenant with too many mails in an hour is asked for later, the other tenant is not', async () => {
  const client = await ready(await start(), 'ann@customer.example', 'limited@in.test')
  expect(await client.data('Subject: x\r\n\r\n.\r\n')).toMatch(/^250 /)
  await client.expect('MAIL FROM:<ann@customer.example>', '250')
  expect(await client.say('RCPT TO:<limited@in.test>')).toMatch(/^451 4\.7\.1 /)
  await client.expect('RCPT TO:<beta@in.test>', '250')
})

test('more than a hundred recipients wait for the next transaction', async () => {
  const client = await ready(await start(), 'ann@customer.example')
  for (let i = 0; i < 100; i++) await client.expect(`RCPT TO:<alpha+${i}@in.test>`, '250')
  expect(await client.say('RCPT TO:<alpha+100@in.test>')).toMatch(/^452 /)
})

test('an idle session, and one that never ends, are ended', async () => {
  const idle = await ready(await start({ limits: { idleTimeoutMs: 1_000 } }))
  expect(await idle.reply()).toMatch(/^421 /)
  await receiver?.close()
  const long = await ready(await start({ limits: { sessionTimeoutMs: 1_500 } }))
  expect(await long.reply()).toMatch(/^421 4\.4\.2 /)
})

test('a mail that drips in for ever is ended', async () => {
  const port = await start({ limits: { dataTimeoutMs: 500 } })
  const client = await ready(port, 'ann@customer.example', 'alpha@in.test')
  await client.expect('DATA', '354')
  const drip = setInterval(() => client.write('x'), 20)
  expect(await client.reply()).toMatch(/^421 4\.4\.2 /)
  clearInterval(drip)
  expect(kept).toEqual([])
})

test('there is no login, no relaying and nothing about the software to read', async () => {
  const port = await start()
  const { dialogue, greeting } = await SmtpDialogue.open(port)
  dialogues.push(dialogue)
  expect(greeting).toBe('220 mx.in.test ESMTP ready')
  const features = await dialogue.say('EHLO client.example')
  expect(features).not.toMatch(/AUTH|STARTTLS/)
  expect(features).toContain('SIZE 52428800')
  expect(await dialogue.say('AUTH PLAIN AGEAYg==')).toMatch(/^500 /)
  expect(await dialogue.say('STARTTLS')).toMatch(/^500 /)
  await dialogue.expect('MAIL FROM:<alpha@in.test>', '250')
  expect(await dialogue.say('RCPT TO:<someone@elsewhere.example>')).toMatch(/^550 /)
})

test('with a certificate the mail comes in over TLS, and what was said before it is forgotten', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'postino-tls-'))
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')]
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=mx.in.test', '-days', '2']
  execFileSync('openssl', [...request, '-keyout', key, '-out', cert], { stdio: 'ignore' })
  const certificate = { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') }
  await rm(folder, { recursive: true })

  const client = await ready(await start({ certificate }), 'ann@customer.example', 'beta@in.test')
  await client.startTls()
  expect(await client.say('DATA')).toMatch(/^503 /)
  await client.expect('EHLO client.example', '250')
  await client.expect('MAIL FROM:<ann@customer.example>', '250')
  await client.expect('RCPT TO:<alpha@in.test>', '250')
  expect(await client.data('Subject: x\r\n\r\n.\r\n')).toMatch(/^250 /)
  expect(kept.map((each) => each.tenantId)).toEqual(['tenant-of-a'])
})

test('closing lets a mail on its way arrive, ends idle sessions at once and takes no new ones', async () => {
  let release = () => {}
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  let isKeeping = false
  const port = await start({
    keep: async (delivery) => {
      isKeeping = true
      await gate
      kept.push(delivery)
    },
  })
  const idle = await ready(port)
  const busy = await ready(port, 'ann@customer.example', 'alpha@in.test')
  await busy.expect('DATA', '354')
  busy.write('Subject: last\r\n\r\n.\r\n')
  await expect.poll(() => isKeeping, { timeout: 10_000 }).toBe(true)
  const closed = receiver?.close()
  expect(await idle.reply()).toMatch(/^421 /)
  expect(receiver?.isListening()).toBe(false)
  await expect(SmtpDialogue.open(port)).rejects.toThrow()
  release()
  expect(await busy.reply()).toMatch(/^250 /)
  busy.hangUp()
  await closed
  expect(kept).toHaveLength(1)
})

test('a taken port is an error at the start, not later', async () => {
  const port = await start()
  const second = startSmtpReceiver({
    host: '127.0.0.1',
    port,
    hostname: 'mx.in.test',
    findRecipient: async () => null,
    keep: async () => {},
  })
  await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

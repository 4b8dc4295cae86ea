import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createPostOfficeStore, type PostOfficeStore } from '@/lib/adapters/postoffice/post-office-store'
import { type CustomerMail, sendAsCustomer } from '@/lib/adapters/postoffice/send-as-customer'
import { startPostOffice } from '@/lib/adapters/postoffice/start-post-office'
import { createSmtpSender } from '@/lib/adapters/smtp-out/create-smtp-sender'
import { parseMail } from '@/lib/mail/parse'
import { SmtpDialogue } from '../../support/smtp-dialogue'
import { type SmtpSink, startSmtpSink } from '../../support/smtp-sink'

let dir: string
let store: PostOfficeStore
let office: Awaited<ReturnType<typeof startPostOffice>>
let receiver: SmtpSink

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'postino-postoffice-'))
  store = createPostOfficeStore(dir)
  office = await startPostOffice({ dir, port: 0 })
  receiver = await startSmtpSink()
})
afterEach(async () => {
  await office.close()
  await receiver.close()
  await rm(dir, { recursive: true, force: true })
})

const reply = (n: number, body = 'Dear Ann\r\n') =>
  Buffer.from(
    `From: Help <help@firm.test>\r\nSubject: =?utf-8?q?R=C3=A9ponse?= ${n}\r\nMessage-ID: <${n}@firm.test>\r\n\r\n${body}`,
  )

async function deliver(bytes: Uint8Array, ...recipients: string[]): Promise<number | null> {
  const sender = createSmtpSender({ url: `smtp://127.0.0.1:${office.port}`, hostname: 'mail.test' })
  const { responseCode } = await sender.send({ envelopeFrom: 'help@firm.test', recipients, bytes })
  await sender.close()
  return responseCode
}

test('a mail to anybody is taken and found in his mailbox, byte for byte', async () => {
  const bytes = reply(1, '.dot\r\ncaf\u00e9\r\n')
  expect(await deliver(bytes, 'ann@customer.example', 'bob@else.example')).toBe(250)
  const boxes = await store.listMailboxes()
  expect(boxes.map((box) => [box.address, box.count]).sort()).toEqual([
    ['ann@customer.example', 1],
    ['bob@else.example', 1],
  ])
  const { mails, nextCursor } = await store.listMails('Ann@Customer.example')
  expect(nextCursor).toBeNull()
  expect(mails).toMatchObject([
    {
      envelopeFrom: 'help@firm.test',
      envelopeTo: ['ann@customer.example', 'bob@else.example'],
      subject: 'Réponse 1',
      messageId: '1@firm.test',
      sizeBytes: bytes.byteLength,
    },
  ])
  const mail = await store.readMail(mails[0]?.id ?? '')
  expect(Buffer.from(mail.bytes).equals(bytes)).toBe(true)
})

test('a mailbox is read newest first, page by page, without a gap', async () => {
  for (let n = 0; n < 120; n++) {
    await store.keep({
      envelopeFrom: '',
      envelopeTo: ['ann@customer.example'],
      bytes: reply(n),
      boxes: [{ address: 'ann@customer.example', direction: 'received' }],
    })
  }
  const seen: (string | null)[] = []
  let cursor: string | undefined
  for (let page = 0; page < 5; page++) {
    const { mails, nextCursor } = await store.listMails('ann@customer.example', cursor)
    seen.push(...mails.map((mail) => mail.messageId))
    if (nextCursor === null) break
    cursor = nextCursor
  }
  expect(seen).toEqual(Array.from({ length: 120 }, (_, n) => `${119 - n}@firm.test`))
})

test('only the newest mails are kept, and a mailbox that lost its last one is gone', async () => {
  const small = createPostOfficeStore(dir, { maxMails: 10 })
  const keep = (n: number, address: string) =>
    small.keep({
      envelopeFrom: '',
      envelopeTo: [address],
      bytes: reply(n),
      boxes: [{ address, direction: 'received' }],
    })
  await keep(0, 'old@customer.example')
  for (let n = 1; n < 110; n++) await keep(n, 'ann@customer.example')
  const boxes = await small.listMailboxes()
  expect(boxes).toMatchObject([
    { address: 'ann@customer.example', count: 10, latest: { messageId: '109@firm.test' } },
  ])
  expect(await readdir(path.join(dir, 'mails'))).toHaveLength(20)
})

test('the page sees a whole mail or none while others arrive', async () => {
  const arriving = Array.from({ length: 20 }, (_, n) => deliver(reply(n), 'ann@customer.example'))
  for (let look = 0; look < 20; look++) {
    for (const { address } of await store.listMailboxes()) {
      for (const { id, sizeBytes } of (await store.listMails(address)).mails) {
        expect((await store.readMail(id)).bytes.byteLength).toBe(sizeBytes)
      }
    }
  }
  expect(await Promise.all(arriving)).toEqual(Array(20).fill(250))
  expect((await store.listMails('ann@customer.example')).mails).toHaveLength(20)
})

test('an id or an address from a URL never leads out of the folder', async () => {
  for (const id of ['../../etc/passwd', '', 'x', '..', '00000000-0000-7000-8000-000000000000']) {
    await expect(store.readMail(id)).rejects.toMatchObject({ code: 'not_found' })
  }
  for (const address of ['../..', '', 'nobody@customer.example']) {
    expect(await store.listMails(address)).toEqual({ mails: [], nextCursor: null })
  }
  expect(await deliver(reply(1), '/etc/./evil@customer.example')).toBe(250)
  expect((await readdir(dir)).sort()).toEqual(['boxes', 'mails'])
})

test('a client that leaves in the middle leaves no mail', async () => {
  const client = await SmtpDialogue.ready(office.port, 'help@firm.test', 'ann@customer.example')
  await client.expect('DATA', '354')
  client.write('Subject: half')
  client.hangUp()
  expect(await deliver(reply(1), 'ann@customer.example')).toBe(250)
  expect((await store.listMails('ann@customer.example')).mails).toHaveLength(1)
})

const customerMail: CustomerMail = {
  from: { name: 'Ann Müller', address: 'ann@customer.example' },
  to: 'help@firm.test',
  subject: 'Re: Printer',
  text: 'Still broken.\nAnn',
}
const way = () => ({ store, smtpHost: '127.0.0.1', smtpPort: receiver.port })

test('a customer writes like a mail client: threaded, quoted, with files, and keeps a copy', async () => {
  const sent = await sendAsCustomer(
    {
      ...customerMail,
      inReplyTo: 'two@firm.test',
      references: ['one@firm.test'],
      quoted: {
        author: 'Help Desk',
        at: new Date('2026-11-02T09:05:00Z'),
        text: 'Did you try\n\n> it is on\noff?\n',
      },
      attachments: [{ fileName: 'Foto é.png', contentType: 'image/png', bytes: Buffer.from([1, 2, 3]) }],
    },
    way(),
  )
  expect(receiver.ledger).toMatchObject([{ from: 'ann@customer.example', to: ['help@firm.test'] }])
  const bytes = receiver.ledger[0]?.bytes ?? Buffer.alloc(0)
  const parsed = await parseMail(bytes)
  expect(parsed).toMatchObject({
    kind: 'parsed',
    messageId: sent.messageId,
    from: { name: 'Ann Müller', address: 'ann@customer.example' },
    to: [{ address: 'help@firm.test' }],
    subject: 'Re: Printer',
    inReplyTo: ['two@firm.test'],
    references: ['one@firm.test', 'two@firm.test'],
    attachments: [{ fileName: 'Foto é.png', contentType: 'image/png', sizeBytes: 3 }],
  })
  expect(parsed.kind === 'parsed' && parsed.text.replaceAll('\r\n', '\n').trim()).toBe(
    'Still broken.\nAnn\n\nOn 2 Nov 2026 at 09:05, Help Desk wrote:\n\n> Did you try\n>\n>> it is on\n> off?',
  )
  await deliver(reply(3), 'ann@customer.example')
  const { mails } = await store.listMails('ann@customer.example')
  expect(mails.map((mail) => mail.boxes)).toEqual([
    [{ address: 'ann@customer.example', direction: 'received' }],
    [{ address: 'ann@customer.example', direction: 'sent' }],
  ])
  expect(Buffer.from((await store.readMail(sent.id)).bytes).equals(bytes)).toBe(true)
})

test('a mail that the receiver refused is told as refused, and has no copy', async () => {
  receiver.fault = (step) => (step.at === 'rcpt' ? '550 5.1.1 No such mailbox here' : undefined)
  await expect(sendAsCustomer(customerMail, way())).rejects.toMatchObject({
    code: 'server_unavailable',
    details: { response: expect.stringContaining('5.1.1') },
  })
  expect((await store.listMails('ann@customer.example')).mails).toEqual([])
})

test('a line break in any field of the form becomes no header and no recipient', async () => {
  const evil = 'x\r\nBcc: eve@evil.example\r\n\r\nbody'
  await sendAsCustomer(
    {
      ...customerMail,
      from: { name: evil, address: 'ann@customer.example' },
      subject: evil,
      inReplyTo: 'a@b\r\nBcc: eve@evil.example',
      attachments: [{ fileName: evil, contentType: 'text/plain', bytes: Buffer.from('x') }],
    },
    way(),
  )
  expect(receiver.ledger[0]?.to).toEqual(['help@firm.test'])
  const parsed = await parseMail(receiver.ledger[0]?.bytes ?? Buffer.alloc(0))
  expect(parsed.kind === 'parsed' && parsed.headers.map(({ name }) => name.toLowerCase())).not.toContain(
    'bcc',
  )
  for (const address of ['ann@customer.example\r\nRCPT TO:<eve@evil.example>', 'ann', '']) {
    await expect(sendAsCustomer({ ...customerMail, to: address }, way())).rejects.toMatchObject({
      code: 'invalid_input',
    })
  }
})

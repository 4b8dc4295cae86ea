import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSmtpSender, type SmtpSender } from '@/lib/adapters/smtp-out/create-smtp-sender'
import { isAppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { composeMail, type OutgoingAttachment } from '@/lib/mail/compose'
import { cleanReply, composeReply, type ReplyToCompose } from '@/lib/outbound/compose-reply'
import { headersOf } from '../../support/mail-headers'
import { type RawSmtpSink, startRawSmtpSink } from '../../support/raw-smtp-sink'

let sink: RawSmtpSink
let sender: SmtpSender
beforeAll(async () => {
  sink = await startRawSmtpSink()
  sender = createSmtpSender({ url: `smtp://127.0.0.1:${sink.port}`, hostname: 'mail.postino.test' })
})
afterAll(async () => {
  await sender.close()
  await sink.close()
})

const file: OutgoingAttachment = {
  fileName: 'bill.pdf',
  contentType: 'application/pdf',
  bytes: new Uint8Array([1, 2, 3]),
}
const answered = {
  fromName: 'Maria',
  fromAddress: 'maria@customer.example',
  text: 'It only blinks.',
  at: new Date('2026-11-20T09:00:00Z'),
  messageId: '<second@customer.example>',
}
const base: ReplyToCompose = {
  key: { id: 'k1', secret: 'secret' },
  hostname: 'postino.test',
  tenant: { id: newId(), name: 'Lume', locale: 'en' },
  ticket: { id: newId(), number: 12 },
  outboundMailId: newId(),
  author: 'Ada',
  from: { name: 'Support', address: 'support@lume.test' },
  to: [{ name: 'Maria', address: 'maria@customer.example' }],
  cc: [{ name: 'Leo', address: 'leo@customer.example' }],
  creationAddress: 'lume.help@in.postino.test',
  subject: 'Re: Printer',
  body: cleanReply('<p>Turn it off and on.</p>'),
  answered,
  chain: ['<first@customer.example>'],
  attachments: [file],
  asksForReceipt: false,
  date: new Date('2026-11-21T10:00:00Z'),
}

/** Every place of a reply where something stands that a person, a mail or a setting wrote. */
const fields: Record<string, (text: string) => Partial<ReplyToCompose>> = {
  subject: (text) => ({ subject: `Re: Printer${text}` }),
  author: (text) => ({ author: `Ada${text}` }),
  tenantName: (text) => ({ tenant: { ...base.tenant, name: `Lume${text}` } }),
  fromName: (text) => ({ from: { ...base.from, name: `Support${text}` } }),
  fromAddress: (text) => ({ from: { ...base.from, address: `support@lume.test${text}` } }),
  toName: (text) => ({ to: [{ name: `Maria${text}`, address: 'maria@customer.example' }] }),
  toAddress: (text) => ({ to: [{ name: 'Maria', address: `maria@customer.example${text}` }] }),
  ccName: (text) => ({ cc: [{ name: `Leo${text}`, address: 'leo@customer.example' }] }),
  ccAddress: (text) => ({ cc: [{ name: 'Leo', address: `${text}leo@customer.example` }] }),
  replyAddress: (text) => ({ creationAddress: `lume.help${text}@in.postino.test` }),
  body: (text) => ({ body: cleanReply(`<p>Turn it off${text} and on.</p>`) }),
  answeredName: (text) => ({ answered: { ...answered, fromName: `Maria${text}` } }),
  answeredText: (text) => ({ answered: { ...answered, text: `It only${text} blinks.` } }),
  answeredId: (text) => ({ answered: { ...answered, messageId: `<second@customer.example${text}>` } }),
  chain: (text) => ({ chain: [`<first@customer.example${text}>`] }),
  fileName: (text) => ({ attachments: [{ ...file, fileName: `bill${text}.pdf` }] }),
  fileType: (text) => ({ attachments: [{ ...file, contentType: `application/pdf${text}` }] }),
}
const breaks = [
  '\r\n',
  '\n',
  '\r',
  '\u0000',
  '\u2028',
  '\u2029',
  '\u0085',
  '\u000b',
  '\u000c',
  '\r\r\n',
  '\n\r',
]
const payloads = [
  'Bcc: evil@x.test',
  'X-Evil: 1',
  ' folded',
  '\r\nnew body',
  '.\r\nMAIL FROM:<evil@x.test>\r\nRCPT TO:<evil@x.test>\r\nDATA',
  '.\r\n',
  '.\n',
  'Content-Type: text/html',
  '>, <evil@x.test>',
  ', "x" <evil@x.test>',
  '--boundary--',
]

const variants = Object.keys(fields).flatMap((field) =>
  breaks.flatMap((line) => payloads.map((payload) => ({ field, text: `${line}${payload}` }))),
)

test('over two thousand line breaks in every field of a reply add no header, no recipient and no command', {
  timeout: 180_000,
}, async () => {
  expect(variants.length).toBeGreaterThanOrEqual(2_000)
  const expected = headersOf(Buffer.from((await composeReply(base)).bytes).toString('latin1'))
  const wrong: unknown[] = []
  let refused = 0
  for (const { field, text } of variants) {
    const made = await composeReply({ ...base, ...fields[field]?.(text) }).catch((error: unknown) => {
      if (!isAppError(error, 'invalid_input')) throw error
      return null
    })
    if (!made) {
      refused++
      continue
    }
    const before = sink.mails.length
    const evidence = await sender.send({
      envelopeFrom: made.envelope.from,
      recipients: [...made.envelope.to],
      bytes: made.bytes,
    })
    const got = sink.mails.slice(before)
    const [mail] = got
    const isRight =
      evidence.responseCode === 250 &&
      got.length === 1 &&
      mail?.from === 'support@lume.test' &&
      mail.to.join() === 'maria@customer.example,leo@customer.example' &&
      // An id that is none is left away; nothing is ever added.
      headersOf(mail.data).every((name) => expected.includes(name)) &&
      headersOf(mail.data).length === new Set(headersOf(mail.data)).size
    if (!isRight) wrong.push({ field, text, got: got.map(({ from, to }) => ({ from, to })) })
  }
  expect(wrong).toEqual([])
  // Addresses that are none stop the reply before anything leaves; every other field is sent, mended.
  expect(refused).toBeLessThanOrEqual(4 * breaks.length * payloads.length)
  expect(sink.mails.length).toBe(variants.length - refused)

  const bytes = Buffer.concat(sink.streams).toString('latin1')
  expect(bytes.length).toBeGreaterThan(1_000_000)
  expect(bytes.replaceAll('\r\n', ''), 'a line break without its partner').not.toMatch(/[\r\n]/)
  expect(bytes).not.toContain('\u0000')
})

test('files are bytes: a path, an address or a raw source instead of them is refused, and none is read', async () => {
  const secret = path.join(tmpdir(), `postino-secret-${process.pid}`)
  await writeFile(secret, 'content of a file that nobody may send')
  const instead: Record<string, unknown>[] = [
    { path: secret },
    { href: `http://127.0.0.1:${sink.port}/` },
    { path: `data:text/plain,x` },
    { raw: { path: secret } },
    { content: { path: secret } },
  ]
  const connections = sink.streams.length
  for (const part of instead) {
    const attachment = { fileName: 'x.txt', contentType: 'text/plain', ...part }
    await expect(
      composeMail({
        from: base.from,
        to: base.to,
        cc: [],
        replyTo: [],
        subject: 'x',
        text: 'x',
        html: null,
        messageId: 'x@postino.test',
        inReplyTo: null,
        references: [],
        date: base.date,
        marks: [],
        attachments: [attachment as unknown as OutgoingAttachment],
      }),
      JSON.stringify(part),
    ).rejects.toThrow()
  }
  expect(sink.streams.length).toBe(connections)
})

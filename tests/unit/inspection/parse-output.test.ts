import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { toParseOutput } from '@/lib/inspection/parse-output'
import { parseMail } from '@/lib/mail/parse'

const outputOf = async (name: string) =>
  toParseOutput(await parseMail(readFileSync(`tests/fixtures/mail/${name}.eml`)))

test('a bounce names each address it speaks of, with code and reason', async () => {
  expect(await outputOf('bounce-dsn-failed')).toMatchObject({
    isBounce: true,
    isAutoReply: false,
    bounce: [{ recipient: 'nessuno@cliente.example', status: '5.1.1', reason: 'userunknown', hard: true }],
  })
})

test('a report that a mail did arrive is no bounce', async () => {
  expect(await outputOf('bounce-dsn-delivered')).toMatchObject({ isBounce: false, bounce: [] })
})

test('an automatic reply and a complaint are told apart from what people write', async () => {
  expect(await outputOf('auto-reply-precedence')).toMatchObject({ isAutoReply: true, isBounce: false })
  expect(await outputOf('complaint-arf')).toMatchObject({ isFeedbackReport: true })
  expect(await outputOf('format-flowed')).toMatchObject({ isAutoReply: false, isFeedbackReport: false })
})

test('pictures of the text are attachments, but none that a reader opens', async () => {
  expect(await outputOf('inline-picture-referenced')).toMatchObject({
    attachments: [{ contentType: 'image/png' }],
    userAttachments: [],
  })
})

test('a mail nobody can read says why, and what its head shows', async () => {
  const bytes = Buffer.from('From: Eva <eva@uno.example>\r\nSubject: large\r\n\r\n'.padEnd(2_000, 'x'))
  const limits = { maxMailBytes: 1_000, maxParts: 9, maxHeaderBytes: 1_000, maxHeaderLines: 99 }
  const mail = await parseMail(bytes, {
    ...limits,
    maxMessageDepth: 2,
    maxAttachments: 9,
    maxTextBytes: 1_000,
    maxHtmlBytes: 1_000,
  })
  expect(toParseOutput(mail)).toMatchObject({
    unreadable: { reason: 'too-large' },
    from: { address: 'eva@uno.example' },
    subject: 'large',
  })
})

test('a sender without a usable address is shown as it was written', async () => {
  const from = async (line: string) => {
    const mail = await parseMail(Buffer.from(`From: ${line}\nSubject: x\n\nx`))
    return toParseOutput(mail).from
  }
  expect(await from('Moderator <moderator>')).toEqual({ name: 'Moderator', address: 'moderator' })
  expect(await from('=?utf-8?B?ZXZhQGNsaWVudGUuZXhhbXBsZQ==?=')).toEqual({
    name: 'eva@cliente.example',
    address: '',
  })
})

test('of two dates the one that can be read counts', async () => {
  const mail = await parseMail(
    Buffer.from('Date: Mon, 2 Mar 2026 1\nDate: Mon, 2 Mar 2026 10:00:00 +0000\n\nx'),
  )
  expect(toParseOutput(mail).date).toBe('2026-03-02T10:00:00.000Z')
})

test('letters that HTML spells out stand in the output as letters, markup as sent', async () => {
  const mail = await parseMail(
    Buffer.from('Content-Type: text/html\n\n<p>Perch&eacute; &lt;no&gt;&nbsp;</p>'),
  )
  expect(toParseOutput(mail).html).toContain('<p>Perché &lt;no&gt;&nbsp;</p>')
})

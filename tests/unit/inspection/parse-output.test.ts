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

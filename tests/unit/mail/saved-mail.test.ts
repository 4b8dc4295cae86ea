import { describe, expect, it } from 'vitest'
import { readForwarded } from '@/lib/mail/forwarded'
import { parseMail } from '@/lib/mail/parse'
import type { ParsedMail } from '@/lib/mail/types'

const saved = [
  'Received: from mx.uno.example',
  '\tby mx.desk.example',
  'From: Eva Large <eva@client.example>',
  'Date: Mon, 02 Mar 2026 09:12:00 +0100',
  'Subject: Printer',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=q',
  '',
  '--q',
  '',
  'The printer is dead.',
  '--q',
  'Content-Type: application/pdf; name=plan.pdf',
  '',
  '%PDF',
  '--q--',
].join('\r\n')

/** A mail with this file. */
async function withFile(type: string, name: string, content: string): Promise<ParsedMail> {
  const source = [
    'From: Ugo <ugo@desk.example>',
    'Subject: To look at',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'See there.',
    '--b',
    `Content-Type: ${type}`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(content).toString('base64'),
    '--b--',
  ]
  const mail = await parseMail(Buffer.from(source.join('\r\n')))
  if (mail.kind !== 'parsed') throw new Error(mail.reason)
  return mail
}

describe('a saved mail that is attached', () => {
  it.each([
    ['application/octet-stream', 'Printer.eml', saved],
    ['text/plain', 'PRINTER.EML', saved],
    [
      'application/octet-stream',
      'of an mbox.eml',
      `From eva@client.example Mon Mar  2 09:12:00 2026\r\n${saved}`,
    ],
    ['application/octet-stream', 'with a mark.eml', `\ufeff${saved}`],
  ])('as %s is opened (%s)', async (type, name, content) => {
    const mail = await withFile(type, name, content)
    expect(mail.attachments.map((one) => `${one.path} ${one.contentType} ${one.kind}`)).toEqual([
      `2 ${type} message`,
      '2/2 application/pdf file',
    ])
    expect(readForwarded(mail)).toMatchObject({
      how: 'attached',
      from: { address: 'eva@client.example' },
      subject: 'Printer',
      body: 'The printer is dead.',
    })
  })
})

describe('what is none stays a file', () => {
  it.each([
    ['application/octet-stream', 'Printer.bin', saved],
    ['application/octet-stream', 'notes.eml', 'Todo: printer\r\nLater: plan\r\n\r\nText'],
    ['application/octet-stream', 'words.eml', 'The printer is dead.\r\nFrom: Eva\r\nDate: today\r\n'],
    ['application/octet-stream', 'one.eml', 'From: Eva\r\n\r\nText'],
    ['application/octet-stream', 'empty.eml', ''],
    ['application/pdf', 'plan.eml', saved],
  ])('%s %s', async (type, name, content) => {
    const mail = await withFile(type, name, content)
    expect(mail.attachments.map((one) => one.kind)).toEqual(['file'])
    expect(readForwarded(mail)).toBeNull()
  })
})

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { defaultParseLimits, parseMail } from '@/lib/mail/parse'

test.each([
  ['uuencoded-part-without-its-begin', 100],
  ['uuencoded-in-base64', 100],
  ['yenc-file-in-the-text', 256],
])('%s: the file is there, byte for byte', async (name, size) => {
  const mail = await parseMail(readFileSync(`tests/fixtures/mail/${name}.eml`))
  if (mail.kind !== 'parsed') throw new Error(mail.reason)
  expect(mail.attachments.map(({ bytes }) => [...bytes])).toEqual([Array.from({ length: size }, (_, k) => k)])
})

test('a file in the text that is one too many is named', async () => {
  const file = (name: string) => `begin 644 ${name}\n#0V%T\n\`\nend\n`
  const source = `Subject: files\nContent-Type: text/plain\n\nTwo files:\n${file('a.txt')}${file('b.txt')}`
  const mail = await parseMail(Buffer.from(source), { ...defaultParseLimits, maxAttachments: 1 })
  if (mail.kind !== 'parsed') throw new Error(mail.reason)
  expect(mail.attachments.map(({ fileName }) => fileName)).toEqual(['a.txt'])
  expect(mail.flags).toContain('too-many-attachments')
  expect(mail.parts.map(({ path, outcome, reason }) => `${path} ${outcome}: ${reason}`)).toEqual([
    '1 shown: text',
    '1/1 listed: file',
    '1/2 named: over the number of attachments',
  ])
})

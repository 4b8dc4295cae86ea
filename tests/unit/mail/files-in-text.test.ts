import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseMail } from '@/lib/mail/parse'

test.each([
  ['uuencoded-part-without-its-begin', 100],
  ['uuencoded-in-base64', 100],
  ['yenc-file-in-the-text', 256],
])('%s: the file is there, byte for byte', async (name, size) => {
  const mail = await parseMail(readFileSync(`tests/fixtures/mail/${name}.eml`))
  if (mail.kind !== 'parsed') throw new Error(mail.reason)
  expect(mail.attachments.map(({ bytes }) => [...bytes])).toEqual([Array.from({ length: size }, (_, k) => k)])
})

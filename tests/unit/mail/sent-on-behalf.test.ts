import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parseMail } from '@/lib/mail/parse'
import { sentOnBehalf } from '@/lib/mail/sent-on-behalf'
import { mailText } from '../../support/mail-text'

async function senderOf(mail: string | Buffer): Promise<string | null> {
  const parsed = await parseMail(Buffer.from(mail))
  if (parsed.kind !== 'parsed') throw new Error(parsed.reason)
  return sentOnBehalf(parsed)?.address ?? null
}

const from = 'Ada <ada@studio.example>'

test.each<[string, Record<string, string>, string | null]>([
  ['an assistant is named', { From: from, Sender: 'pia@studio.example' }, 'pia@studio.example'],
  ['whoever sends his own mail is not', { From: from, Sender: 'ADA@studio.example' }, null],
  ['a list is not', { From: from, Sender: 'l-bounces@list.example', 'List-Id': '<l.list.example>' }, null],
  ['a relay that rewrote the sender is not', { From: from, Sender: 'SRS0=x=y=z@relay.example' }, null],
  ['an address for bounces is not', { From: from, Sender: 'bounce+1-ada=studio@mailer.example' }, null],
  ['what is no address is not', { From: from, Sender: 'Pia' }, null],
  ['without an author there is nobody to send for', { From: '', Sender: 'pia@studio.example' }, null],
])('%s', async (_, fields, expected) => {
  expect(await senderOf(mailText(fields))).toBe(expected)
})

test('the carrier of certified mail is named elsewhere', async () => {
  const file = path.join(import.meta.dirname, '../../fixtures/mail/pec-envelope-with-its-certificate.eml')
  const mail = readFileSync(file, 'latin1').replace('\r\n', '\r\nSender: carrier@pec.example\r\n')
  expect(await senderOf(Buffer.from(mail, 'latin1'))).toBeNull()
})

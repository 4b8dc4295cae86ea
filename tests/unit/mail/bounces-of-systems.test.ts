import { describe, expect, test } from 'vitest'
import { bounceReason } from '@/lib/mail/bounce-reason/bounce-reason'
import { classify } from '@/lib/mail/classify'
import { parseMail } from '@/lib/mail/parse'
import { oldBounces } from './bounces-of-old-servers'
import { providerBounces } from './bounces-of-providers'
import { serverBounces, type ToldBounce } from './bounces-of-servers'

async function read({ from, subject, text }: ToldBounce) {
  const mail = await parseMail(
    Buffer.from(
      `From: ${from ?? 'MAILER-DAEMON@mx.desk.example'}\nTo: help@desk.example\nSubject: ${subject ?? 'failure notice'}\n` +
        `MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${text}\n`,
    ),
  )
  if (mail.kind !== 'parsed') throw new Error(mail.reason)
  return classify(mail)
}

const titled = (bounces: readonly ToldBounce[]) => bounces.map((one): [string, ToldBounce] => [one.of, one])

describe.each([
  ['servers', serverBounces],
  ['providers', providerBounces],
  ['old servers', oldBounces],
])('bounces of %s without a report of fields', (_, bounces) => {
  test.each(titled(bounces))('%s: who did not get the mail, and why', async (_, told) => {
    const { kind, bounce } = await read(told)
    expect(kind).toBe('bounce')
    const found = (bounce?.recipients ?? []).map((one, at) => {
      const [, status, reason] = told.means[at]?.split(' ') ?? []
      return [
        one.address ?? one.reported,
        status === '-' ? '-' : one.status,
        reason === '-' ? '-' : bounceReason(one),
      ].join(' ')
    })
    expect(found).toEqual(told.means)
  })
})

test.each([
  [
    'the notice of a courier',
    'From: noreply@shop.example\nSubject: Delivery failed for order 12\n\nYour parcel could not be delivered to Via Roma 1.\n',
  ],
  [
    'an answer with the null sender that thanks for the message',
    'Return-Path: <>\nFrom: Eva <eva@uno.example>\nSubject: Re: Ordine\n\nGrazie per il messaggio che hai inviato.\n',
  ],
  [
    'a warning about the own mailbox',
    'Return-Path: <>\nFrom: Mail system <postmaster@desk.example>\nSubject: Your mailbox is almost full\n\nPlease delete some.\n',
  ],
  [
    'a list of what a filter held back',
    'Return-Path: <>\nFrom: quarantine@desk.example\nSubject: Quarantine summary\n\nThese were blocked and have not been delivered to you:\n eva@uno.example Offer\n',
  ],
  [
    'the title of a shop for a parcel',
    'From: noreply@shop.example\nSubject: Delivery attempt failed\n\nYour parcel was not delivered to you. Mail us: help@shop.example\n',
  ],
  [
    'the notice of a courier with the null sender',
    'Return-Path: <>\nFrom: delivery@courier.example\nSubject: Delivery attempt failed\n\nNobody was at home. Call us.\n',
  ],
  [
    'a postmaster who writes of a mail of another',
    'From: Nora <postmaster@uno.example>\nSubject: Mail rejected\n\nA mail to eva@uno.example was not delivered to her. Your server says 550.\n',
  ],
  [
    'somebody who quotes a bounce',
    'From: Eva <eva@uno.example>\nSubject: Undelivered Mail Returned to Sender\n\nI get this: <mario@uno.example>: 550 5.1.1 unknown. Why?\n',
  ],
])('%s is no bounce', async (_, source) => {
  const mail = await parseMail(Buffer.from(`To: help@desk.example\n${source}`))
  if (mail.kind !== 'parsed') throw new Error(mail.reason)
  expect(classify(mail).kind).not.toBe('bounce')
})

test.each([
  ['Error sending message [1.2.uno.example]', 'mario@cliente.example: 550 5.1.1 unknown user'],
  ['Avis de non-distribution', 'Le message pour mario@cliente.example a été rejeté : 550 inconnu'],
  ['Notifica di mancato inoltro', 'mario@cliente.example: casella piena'],
  ['Order 12', 'Your message was blocked. It was for mario@cliente.example.'],
  ['Sipariş iletilemedi: İLETİLEMEDİ', 'mario@cliente.example: kullanıcı bulunamadı'],
  ['Bestelling', 'Uw bericht kon niet worden bezorgd aan mario@cliente.example.'],
])('a daemon with the null sender that writes "%s" reports a bounce', async (subject, text) => {
  const source = `Return-Path: <>\nFrom: Postmaster <postmaster@uno.example>\nTo: help@desk.example\nSubject: ${subject}\nContent-Type: text/plain; charset=utf-8\n\n${text}\n`
  const mail = await parseMail(Buffer.from(source))
  if (mail.kind !== 'parsed') throw new Error(mail.reason)
  const { kind, bounce } = classify(mail)
  expect(kind).toBe('bounce')
  expect(bounce?.recipients.map(({ address }) => address)).toEqual(['mario@cliente.example'])
})

test.each([
  [
    'PostMaster <postmaster@uno.example>',
    'Error sending message [1.uno.example]',
    '[<00>] Rcpt=[mario@cliente.example];Error=[550 unknown]',
  ],
  [
    'System <noreply@mail.uno.example>',
    'Delivery Failure',
    'Could not deliver message to the following recipient(s):\n\nFailed Recipient: mario@cliente.example',
  ],
  [
    'Memo Service <mmdf@uno.example>',
    'Failed mail (msg.a1)',
    "Your message could not be delivered to\n'mario@cliente.example': unknown user",
  ],
])('%s reports a bounce without the null sender', async (from, subject, text) => {
  const source = `From: ${from}\nTo: help@desk.example\nSubject: ${subject}\nContent-Type: text/plain; charset=utf-8\n\n${text}\n`
  const mail = await parseMail(Buffer.from(source))
  if (mail.kind !== 'parsed') throw new Error(mail.reason)
  const { kind, bounce } = classify(mail)
  expect(kind).toBe('bounce')
  expect(bounce?.recipients.map(({ address }) => address)).toEqual(['mario@cliente.example'])
})
